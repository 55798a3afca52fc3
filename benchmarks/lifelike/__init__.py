"""How near the simulator is to real runners."""
