"""How we compare with other libraries, on the same samples and machine."""
