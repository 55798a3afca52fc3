"""What is said, when, and whether it helped; pure."""
