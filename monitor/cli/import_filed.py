"""File what was imported as sessions: whose they are, their stories, their reports."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import console
from monitor.cli.who_runs import Worn, only_known, who_runs
from monitor.errors import MonitorError
from monitor.hints import command
from monitor.options import finite

if TYPE_CHECKING:
    from monitor.cli.home import Known
    from monitor.home.catalogue import Catalogue
    from monitor.home.folder import Home
    from monitor.home.notes import Note

Keep = Annotated[
    bool,
    typer.Option("--keep", help="Put the recording into your home, as one of your sessions."),
]
Whose = Annotated[
    str | None,
    typer.Option(
        "--athlete",
        metavar="NAME",
        help="Whose run it is; files it as a session. In your home, else whoever ran last, or the"
        " only one known.",
    ),
]
Shoe = Annotated[str | None, typer.Option(help="In which shoe; files it as a session.")]
Insole = Annotated[str | None, typer.Option(help="On which insole; files it as a session.")]
Lacing = Annotated[str | None, typer.Option(help="With which lacing; files it as a session.")]
Temperature = Annotated[
    float | None,
    typer.Option(
        metavar="°C",
        callback=finite,
        min=-60.0,
        max=60.0,
        help="How warm it was; files it as a session.",
    ),
]


_WHOSE = "Whose run is it? (a name; empty: not said)"


def folder_of_home() -> Path:
    """Give where recordings of the home lie; nothing is made."""
    from monitor.home.folder import Home, place

    return Home(place()).recordings


@dataclass(frozen=True, slots=True)
class Filing:
    """Enter recordings into the catalogue, as runs of somebody in a shoe.

    What a note beside a recording says already stays, unless an option says otherwise.
    """

    athlete: str | None
    worn: Worn
    is_said: bool
    """Whether the athlete was named by option, and is not only whoever ran last."""

    def file(self, recordings: Sequence[Path]) -> list[MonitorError]:
        """File recordings one by one, say it and where their reports are; give what failed."""
        from monitor.cli.home import opened_as_is

        failed: list[MonitorError] = []
        filed: list[tuple[Known, Path]] = []
        with opened_as_is() as (home, catalogue):
            for path in recordings:
                try:
                    filed.append(self._file(home, catalogue, path))
                except MonitorError as error:  # the recording is there all the same
                    failed.append(error)
        _say(filed)
        return failed

    def _file(self, home: "Home", catalogue: "Catalogue", path: Path) -> "tuple[Known, Path]":
        from monitor.cli.home import entered
        from monitor.cli.report import speech, write_report
        from monitor.home.notes import read_note, write_note

        before = read_note(path)
        note = self._noted(before)
        if note != before:
            write_note(path, note)
        known = entered(catalogue, path)
        return known, write_report(home, catalogue, known, speech(None))

    def _noted(self, note: "Note") -> "Note":
        from msgspec import structs

        worn = {
            "shoe": self.worn.shoe,
            "insole": self.worn.insole,
            "lacing": self.worn.lacing,
            "temperature_c": self.worn.temperature_c,
        }
        said = {name: value for name, value in worn.items() if value is not None}
        if self.athlete is not None and (self.is_said or note.athlete is None):
            said["athlete"] = self.athlete
        return structs.replace(note, **said)


def filing_for(output: Path, athlete: str | None, worn: Worn, *, several: bool) -> Filing | None:
    """Give how a recording is filed: by option, or as it lies in the home; None: it is not.

    It is the run of who is named, or of who ran here last, or, where nobody did, of the only one
    with sessions or of who is typed in.
    Shoe and lacing are not taken from the last run: an imported one may be of any day.

    Raises
    ------
    HomeError
        If a name cannot be that of a person or a shoe.
    """
    folder = output if several else output.parent
    in_home = folder.absolute().resolve() == folder_of_home().resolve()
    if not in_home and athlete is None and worn == Worn():
        return None
    from monitor.home.folder import Home, check_name

    for what in ("shoe", "insole", "lacing"):
        name = getattr(worn, what)
        if name is not None:
            check_name(name, what)
    home = Home.open()
    named = athlete or only_known(home)
    who = who_runs(home, named, ask=sys.stdin.isatty(), question=_WHOSE)
    return Filing(who, worn, is_said=athlete is not None)


def _say(filed: "Sequence[tuple[Known, Path]]") -> None:
    """Say what was filed, and where the reports are: one by one, or of many the folder."""
    nobodys = [known.row.id for known, _ in filed if known.row.athlete is None]
    if len(filed) == 1:
        ((known, report),) = filed
        console.print(f"filed as: {known.row.id}, {known.row.athlete or 'nobody named'}")
        console.print(f"report: {report}")
    elif filed:
        console.print(f"{len(filed)} filed; reports: {filed[0][1].parent}")
    if nobodys:
        of = nobodys[0] if len(nobodys) == 1 else "SESSION"
        noted = command("session", "note", of, "--athlete", "NAME")
        many = f" of {len(nobodys)} runs" if len(nobodys) > 1 else ""
        console.print(f"who ran is not known{many}; note it with `{noted}`")
