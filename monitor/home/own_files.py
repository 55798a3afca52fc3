"""The files that a home keeps: no output of a command that opens the home takes their place."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from monitor.home.folder import Home
from monitor.session.beside import SUFFIX, note_of

if TYPE_CHECKING:
    from monitor.home.catalogue import Catalogue

PAGE: Final = "page"
"""Folder of the page: who is let in, its certificate, what was rendered. It is made anew."""
LOGS: Final = ("-wal", "-shm", "-journal")
"""How the files end that SQLite has beside the catalogue."""


def own_files(home: Home, *, recordings: bool = True) -> list[Path]:
    """Give the files that a home keeps, but its reports: they are made anew from the others.

    ``recordings`` are among them; not for a command that makes a recording anew.
    """
    logs = [home.catalogue.with_name(home.catalogue.name + log) for log in LOGS]
    kept = [home.catalogue, *logs, home.remembered, home.paired, home.calibrations]
    kept += home.athletes.glob("*.json")
    kept += home.recordings.glob(f"*{SUFFIX}")
    kept += (file for file in (home.root / PAGE).rglob("*") if file.is_file())
    return [*kept, *home.recordings.glob("*.mcap")] if recordings else kept


def kept_files(home: Home, catalogue: "Catalogue") -> list[Path]:
    """Give the files that a home keeps, with the recordings and notes that lie elsewhere."""
    paths = [Path(row.path) for row in catalogue.sessions()]
    return [*own_files(home), *paths, *map(note_of, paths)]
