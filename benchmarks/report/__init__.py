"""How good is what is said after a run?"""
