"""The home folder: where everything of one installation lies, readable by its owner only.

    recordings/   NAME.mcap, and beside each NAME.note.json with what a person typed in
    reports/      NAME.html
    athletes/     NAME.json, what is remembered of a runner from run to run
    remembered.json   who ran last, and in what
    paired.json       which sensors are the runner's
    calibrations.json what cuffs taught about cells under the tongue
    catalogue.sqlite  made from the above, never the only copy

``FOOTLOOSE_HOME`` names another folder than the platform's own.
"""

import contextlib
import errno
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import platformdirs

from monitor.errors import HomeError
from monitor.files import folders

VARIABLE: Final = "FOOTLOOSE_HOME"
OWNER_FILE: Final = 0o600
_FILES: Final = frozenset({".mcap", ".json", ".csv", ".fit", ".gpx", ".tcx", ".txt", ".zip"})
"""A name that ends so is a file in the wrong place of a command."""
_NAME: Final = re.compile(r"[^\W_][\w .,'()+-]{0,59}")


class Home:
    """The folders of one installation; ``open`` makes them.

    Attributes
    ----------
    root, recordings, reports, athletes, catalogue : Path
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.recordings = root / "recordings"
        self.reports = root / "reports"
        self.athletes = root / "athletes"
        self.catalogue = root / "catalogue.sqlite"
        self.remembered = root / "remembered.json"
        self.paired = root / "paired.json"
        self.calibrations = root / "calibrations.json"

    @classmethod
    def open(cls, root: Path | None = None) -> "Home":
        """Give the home, made where it is not there.

        Raises
        ------
        HomeError
            If a folder cannot be made.
        """
        home = cls(root or place())
        make_folder(home.root)
        for folder in (home.recordings, home.reports, home.athletes):
            try:
                make_folder(folder)
            except HomeError:
                if folder.exists() or os.access(home.root, os.W_OK):
                    raise
                # a home that can only be read is read: who writes into it says what is wrong
        return home

    def profile_of(self, athlete: str) -> Path:
        """Give where the profile of an athlete is."""
        return self.athletes / f"{check_name(athlete, 'athlete')}.json"

    @property
    def profiled(self) -> set[str]:
        """The athletes who have a profile."""
        return {file.stem for file in self.athletes.glob("*.json")}

    def report_of(self, session: str) -> Path:
        """Give where the report of a session is made."""
        return self.reports / f"{session}.html"


def place() -> Path:
    """Give where the home is: ``FOOTLOOSE_HOME``, or the platform's folder for data."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return Path(named).expanduser().absolute()
    return platformdirs.user_data_path("footloose", appauthor=False)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner reads.

    Raises
    ------
    HomeError
        If it cannot be made.
    """
    with refusing(folder):
        folders.make_folder(folder)
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))


def check_name(name: str, what: str) -> str:
    """Give a name that can also be that of a file; letters with marks become one character (NFC).

    >>> check_name("Ada L.", "athlete")
    'Ada L.'

    Raises
    ------
    HomeError
        If it is empty, longer than 60 characters, has characters that a file name cannot have, or
        looks like a file.
    """
    name = unicodedata.normalize("NFC", name)
    if _NAME.fullmatch(name) is None or name != name.strip():
        expected = "expected up to 60 letters, digits, spaces or . , ' ( ) + - and _"
        raise HomeError(f"{what} {name!r}", expected)
    if Path(name.lower()).suffix in _FILES:
        raise HomeError(f"{what} {name!r}", "looks like a file; expected a name")
    return name


def as_known(name: str, known: Iterable[str]) -> str:
    """Give a name as it is known already: small and capital letters make no other person.

    Nor do marks that are characters of their own, as in names that a Mac wrote.

    >>> as_known("ada l.", ["Bo", "Ada L."]), as_known("Cy", ["Bo"])
    ('Ada L.', 'Cy')
    >>> as_known("j\u00d6RG", ["Jo\u0308rg"]) == "Jo\u0308rg"
    True
    """
    same = sorted(one for one in known if _folded(one) == _folded(name))
    name = unicodedata.normalize("NFC", name)
    return name if name in same or not same else same[0]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@contextlib.contextmanager
def refusing(file: Path) -> Iterator[None]:
    """Tell an error of the disk as one of the home, with the file's name."""
    try:
        yield
    except OSError as error:
        raise HomeError(file, error.strerror or str(error)) from error
