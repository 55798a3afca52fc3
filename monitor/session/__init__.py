"""The recording of a session, and what is exported from it."""
