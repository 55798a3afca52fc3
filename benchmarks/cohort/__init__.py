"""Measure ``footloose cohort``: many runs by one process, by two, and through a Dask scheduler."""
