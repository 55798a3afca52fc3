"""How simulated feet move and press on the ground."""
