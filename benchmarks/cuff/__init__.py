"""Cells under a tongue that are half off and creep: what a cuff makes of them."""
