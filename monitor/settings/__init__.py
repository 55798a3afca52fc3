"""What an owner may set."""
