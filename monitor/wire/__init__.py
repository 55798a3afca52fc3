"""Bytes to values and back: one codec a characteristic, pure, shared with the firmware."""
