"""What a live run costs, and how late it speaks."""
