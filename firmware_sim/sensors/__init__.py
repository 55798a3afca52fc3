"""What imperfect sensors make of the truth, and the bytes that they send."""
