"""Scores of contacts and loads from force and insoles."""
