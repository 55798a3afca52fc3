"""How files are written here: the rule for every output, private folders, locks."""
