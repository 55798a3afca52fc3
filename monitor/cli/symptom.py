"""The commands that add what the runner felt to a session that is over, and take it back."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from monitor.cli.common import SessionName, console
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from monitor.home.catalogue import Catalogue
    from monitor.session.beside import AddedReport

symptom_app = typer.Typer(
    help="Add what was felt in a session, after the run, or take it back.", no_args_is_help=True
)

At = Annotated[
    str,
    typer.Option(metavar="M:SS", help="When, since the start, pauses counted: 25:00, or 1:25:00."),
]

_PLACES: Final = ("top", "sole", "forefoot", "heel", "calf", "whole_foot")


@symptom_app.command("add")
def add(
    session: SessionName,
    feeling: Annotated[
        str,
        typer.Argument(
            metavar="FEELING", help="numb, tingling, pain, tight, swollen, dizzy or ok."
        ),
    ],
    at: At,
    left: Annotated[bool, typer.Option("--left", help="In the left foot.")] = False,
    right: Annotated[
        bool, typer.Option("--right", help="In the right foot; with --left, both.")
    ] = False,
    top: Annotated[bool, typer.Option("--top", help="On the top of the foot.")] = False,
    sole: Annotated[bool, typer.Option("--sole", help="On the sole.")] = False,
    forefoot: Annotated[bool, typer.Option("--forefoot", help="In the forefoot.")] = False,
    heel: Annotated[bool, typer.Option("--heel", help="In the heel.")] = False,
    calf: Annotated[bool, typer.Option("--calf", help="In the calf.")] = False,
    whole_foot: Annotated[bool, typer.Option("--whole-foot", help="In the whole foot.")] = False,
) -> None:
    """Add to a session what was felt: it then stands in report, plan and trends."""
    said = (top, sole, forefoot, heel, calf, whole_foot)
    places = [name for name, chosen in zip(_PLACES, said, strict=True) if chosen]
    report = _report(_seconds(at), feeling, places, left=left, right=right)

    def change(catalogue: "Catalogue", path: "Path") -> list[str]:
        from monitor.home.added import add_report

        if not add_report(catalogue, path, report):
            console.print(f"{path}: {_words(report)}: is there already")
            return []
        return [f"{_words(report)}; added afterwards"]

    _amend(session, change)


@symptom_app.command("remove")
def remove(session: SessionName, at: At) -> None:
    """Take back what was added at a time; what was tapped in the run, or is a lap, stays."""
    at_s = _seconds(at)

    def change(catalogue: "Catalogue", path: "Path") -> list[str]:
        from monitor.home.added import added_to, clock, take_back

        added = added_to(path)
        gone = [one for one in added if int(one.t_s) == int(at_s)]
        if not gone:
            times = ", ".join(dict.fromkeys(clock(one.t_s) for one in added))
            known = f"added were: {times}" if added else "nothing was added to this session"
            raise ConfigError("--at", at, f"nothing was added there; {known}")
        take_back(catalogue, path, gone)
        return [f"{_words(one)}; removed" for one in gone]

    _amend(session, change)


def _amend(session: str, change: "Callable[[Catalogue, Path], list[str]]") -> None:
    """Change what is noted of a session, say what was changed, and tell its story anew."""
    from pathlib import Path

    from monitor.cli.cards import show_flags
    from monitor.cli.home import enter, find, opened
    from monitor.cli.report import speech
    from monitor.home.aged import is_past
    from monitor.home.renewal import renew
    from monitor.home.unread import unread_of
    from monitor.report.wording import Words

    with opened() as (_, catalogue):
        path = Path(find(catalogue, session).row.path)
        changed = change(catalogue, path)
        row = enter(catalogue, path) if changed else find(catalogue, session).row
        for line in changed:
            console.print(f"{path}: {line}")
        failed = renew(catalogue, [row.id] if changed else [])
        flags = unread_of(catalogue, row.id)
        if flags:
            show_flags(flags, Words(speech(None)), past=is_past(row))
        if failed:
            raise failed[0]


def _report(
    t_s: float, feeling: str, places: list[str], *, left: bool, right: bool
) -> "AddedReport":
    from monitor.session.beside import AddedReport
    from monitor.types import Feeling, Side, Zone

    known = {one.value: one for one in Feeling if one is not Feeling.SOMETHING}
    if feeling not in known:
        raise ConfigError("FEELING", feeling, f"expected one of {', '.join(known)}")
    if len(places) > 1:
        raise ConfigError(f"--{places[1]}", "", f"the place is --{places[0]} already")
    zone = None
    if places:
        zone = Zone.FOOT if places[0] == "whole_foot" else Zone(places[0])
    side = None if left == right else Side.LEFT if left else Side.RIGHT
    both = left and right
    return AddedReport(t_s=t_s, feeling=known[feeling], side=side, zone=zone, both=both)


def _seconds(at: str) -> float:
    """Read a time since the start of the session.

    >>> _seconds("25:00"), _seconds("1:25:30")
    (1500.0, 5130.0)
    """
    parts = at.split(":")
    if not 2 <= len(parts) <= 3 or not all(part.isdecimal() and len(part) < 4 for part in parts):
        raise ConfigError("--at", at, "expected minutes and seconds such as 25:00, or 1:25:00")
    if any(int(part) >= 60 for part in parts[1:]):  # only the first may go on beyond an hour
        raise ConfigError("--at", at, "a minute has 60 seconds, an hour 60 minutes")
    seconds = 0.0
    for part in parts:
        seconds = 60.0 * seconds + int(part)
    return seconds


def _words(report: "AddedReport") -> str:
    from monitor.home.added import clock

    both = "both feet" if report.both else "foot not said"
    where = f"{report.side} foot" if report.side else both
    place = f", {report.zone}" if report.zone else ""
    return f"{clock(report.t_s)} {report.feeling}, {where}{place}"
