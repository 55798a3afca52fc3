"""Footloose: real-time gait and pressure guidance for runners whose feet go numb."""

from importlib.metadata import version

__version__ = version("footloose")
