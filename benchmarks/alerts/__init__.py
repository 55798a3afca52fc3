"""How often the alerts are correct, how late, how often false."""
