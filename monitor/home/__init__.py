"""Where a runner's data lives: recordings, notes beside them, athletes, and their catalogue."""
