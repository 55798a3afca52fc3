"""Simulated sensors on a virtual radio, reached by unmodified bleak."""
