"""The simulated runner: pace, fatigue, heart, nerves, taps."""
