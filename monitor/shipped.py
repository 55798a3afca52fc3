"""Where the files are that come with the program."""

from pathlib import Path
from typing import Final

SHIPPED: Final = Path(__file__).parent / "configs"
"""Scenarios, layouts, import maps and settings that come with the program."""
