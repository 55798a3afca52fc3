"""The cost of a live run, and how late it is."""
