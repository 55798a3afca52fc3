"""Packets of one foot become samples that lie on one grid of session time; pure."""
