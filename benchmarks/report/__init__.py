"""Score what is said after a run: trends and comparisons."""
