"""The command that shows what taps taught, and takes lessons back."""

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import Whose, console
from monitor.cli.tables import show_rows
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.profile import AthleteProfile, ThresholdState
    from monitor.types import Side, Zone

COLUMNS = ("place", "lesson", "run", "minute", "felt", "level then", "threshold", "became")


def thresholds(
    athlete: Whose = None,
    undo: Annotated[
        str | None,
        typer.Option(
            metavar="SIDE/ZONE[/LESSON]",
            help="Take back this lesson and all after it, as in left/top/2; without a number the"
            " last one.",
        ),
    ] = None,
) -> None:
    """Show what your taps taught of your own thresholds, lesson by lesson; undo some."""
    from monitor.cli.home import opened, who_asks
    from monitor.profile import undo_lessons
    from monitor.session.athlete_file import open_athlete, read_profile

    with opened() as (home, catalogue):
        who = who_asks(home, catalogue, athlete)
        path = home.profile_of(who) if who else None
    if path is None or not path.exists():
        console.print("no taps have taught anything yet")
        return
    if undo is None:
        _show(read_profile(path))
        return
    side, zone, number = _place(undo)
    with open_athlete(path) as file:
        try:
            changed = undo_lessons(file.known, side, zone, number)
        except ValueError as error:
            raise ConfigError("--undo", undo, str(error)) from error
        file.replace(changed)
    _show(changed)


def _place(text: str) -> "tuple[Side, Zone, int | None]":
    from monitor.types import Side, Zone

    parts = text.split("/")
    try:
        side, zone = Side(parts[0]), Zone(parts[1])
        number = int(parts[2]) if len(parts) > 2 else None
    except (ValueError, IndexError) as error:
        expected = "expected SIDE/ZONE or SIDE/ZONE/LESSON, as in left/top/2"
        raise ConfigError("--undo", text, expected) from error
    return side, zone, number


def _show(known: "AthleteProfile") -> None:
    taught = [state for state in known.thresholds if state.lessons]
    if not taught:
        console.print("no taps have taught anything yet")
        return
    numeric = [place for place, name in enumerate(COLUMNS) if name not in {"place", "felt"}]
    show_rows(COLUMNS, [row for state in taught for row in _rows(state)], numeric=numeric)
    console.print("1 is where everybody starts. Undo: footloose thresholds --undo left/top/2")


def _rows(state: "ThresholdState") -> list[tuple[str, ...]]:
    return [
        (
            f"{state.side}/{state.zone}",
            str(number),
            str(lesson.run or "?"),
            f"{lesson.t_s / 60.0:.0f}",
            str(lesson.feeling),
            f"{lesson.measured:.2f}",
            f"{lesson.before:.2f}",
            f"{lesson.after:.2f}",
        )
        for number, lesson in enumerate(state.lessons, start=1)
    ]
