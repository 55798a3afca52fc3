"""Scores of what is said after a run."""
