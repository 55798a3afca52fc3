"""Folders for health data, and names that survive a power cut."""

import os
from pathlib import Path
from typing import Final

PRIVATE_FOLDER: Final = 0o700
"""Mode of a folder that we make: the runner's health is nobody else's business."""


def make_folder(folder: Path) -> list[Path]:
    """Make a folder and those above it that are missing, each for its owner alone.

    A folder that is there already keeps its mode. Returns the new folders, the innermost first.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return missing


def sync_folder(folder: Path) -> None:
    """Let a new or renamed file survive a power cut: its name is stored in its folder."""
    if os.name == "nt":  # Windows opens no folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
