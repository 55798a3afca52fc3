"""Who ran last, and in what: asked once, and offered again at the next start."""

from typing import Annotated

from msgspec import Meta, Struct

from monitor.files.output import write_file
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home, as_known, check_name
from monitor.reader import read_json, to_json

Name = Annotated[str, Meta(max_length=60)]


class Gear(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What an athlete wore last; None was not said."""

    shoe: Name | None = None
    insole: Name | None = None
    lacing: Name | None = None
    try_cues: bool | None = None
    """Whether a coin may withhold one cue in five; None was not asked."""


class Remembered(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Who ran last, and what each athlete wore last."""

    athlete: Name | None = None
    worn: dict[str, Gear] = {}


def read_remembered(home: Home) -> Remembered:
    """Read who ran last; nobody where nothing is remembered.

    Raises
    ------
    ConfigError
        With file and key, if the file cannot be read.
    """
    return read_json(home.remembered, Remembered, missing=Remembered())


def known_athlete(home: Home, name: str) -> str:
    """Give the checked name of an athlete, spelt as profile, memory or catalogue know it.

    Raises
    ------
    HomeError
        If it is no name.
    """
    filed: list[str] = []
    if home.catalogue.exists():
        with Catalogue.open(home.catalogue) as catalogue:
            filed = catalogue.athletes()
    known = [*read_remembered(home).worn, *home.profiled, *filed]
    return as_known(check_name(name, "athlete"), known)


def write_remembered(home: Home, known: Remembered) -> None:
    """Write who ran last."""
    write_file(home.remembered, to_json(known, Remembered, home.remembered), force=True)
