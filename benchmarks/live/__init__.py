"""What does a live run cost, and how late is it?"""
