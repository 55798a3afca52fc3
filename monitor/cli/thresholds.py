"""The command that shows what taps taught, and takes lessons back."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import typer

from monitor.cli.common import Whose, console
from monitor.cli.tables import show_rows
from monitor.errors import ConfigError
from monitor.hints import command

if TYPE_CHECKING:
    from monitor.profile import AthleteProfile, ThresholdState

_AGREED: Final = "agreed"
_ONSETS: Final = "onsets"
_NOTHING: Final = "no taps have taught anything yet"
COLUMNS = ("place", "lesson", "run", "minute", "felt", "level then", "threshold", "became")


def thresholds(
    athlete: Whose = None,
    undo: Annotated[
        str | None,
        typer.Option(
            metavar="SIDE/ZONE[/LESSON]|SIDE/agreed|onsets",
            help="Take back this lesson and all after it, as in left/top/2; without a number the"
            " last one. Or what you said is fine under the laces of a foot; or when you feel"
            " something first.",
        ),
    ] = None,
) -> None:
    """Show what your taps taught of your own thresholds, lesson by lesson; undo some."""
    from monitor.cli.home import opened, who_asks
    from monitor.session.athlete_file import open_athlete, read_profile

    with opened() as (home, catalogue):
        who = who_asks(home, catalogue, athlete)
        path = home.profile_of(who) if who else None
    if path is None or not path.exists():
        console.print(_NOTHING)
        return
    if undo is None:
        _show(read_profile(path), athlete and who)
        return
    take_back = _undoing(undo)
    with open_athlete(path) as file:
        try:
            changed = take_back(file.known)
        except ValueError as error:
            raise ConfigError("--undo", undo, str(error)) from error
        file.replace(changed)
    console.print(f"taken back: {undo}")
    _show(changed, athlete and who)


def _undoing(text: str) -> "Callable[[AthleteProfile], AthleteProfile]":
    """Give what takes back that which a text names."""
    from monitor.home.lessons import undo_agreed, undo_lessons, undo_onsets
    from monitor.types import Side, Zone

    if text == _ONSETS:
        return undo_onsets
    parts = text.split("/")
    try:
        side = Side(parts[0])
        if parts[1:] == [_AGREED]:
            return partial(undo_agreed, side=side)
        number = int(parts[2]) if len(parts) > 2 else None
        return partial(undo_lessons, side=side, zone=Zone(parts[1]), number=number)
    except (ValueError, IndexError) as error:
        expected = f"expected SIDE/ZONE or SIDE/ZONE/LESSON, as in left/top/2, SIDE/{_AGREED}"
        raise ConfigError("--undo", text, f"{expected} or {_ONSETS}") from error


def _show(known: "AthleteProfile", who: str | None) -> None:
    """Show lessons; ``who`` was named and stands in the commands that take them back."""
    from monitor.profile import OnsetState

    taught = [state for state in known.thresholds if state.lessons]
    older = [state for state in known.thresholds if not state.lessons]
    onsets = known.onsets or OnsetState()
    if not known.thresholds and not known.agreed and onsets == OnsetState():
        console.print(_NOTHING)
        return
    if taught:
        numeric = [place for place, name in enumerate(COLUMNS) if name not in {"place", "felt"}]
        show_rows(COLUMNS, [row for state in taught for row in _rows(state)], numeric=numeric)
        console.print(f"1 is where everybody starts. Undo: {_again(_last(taught[0]), who)}")
    for state in older:
        place = f"{state.side}/{state.zone}"
        told = f"{place}: {state.threshold:.2f}, from lessons that are not kept any more"
        console.print(f"{told}. Undo: {_again(place, who)}")
    for one in known.agreed:
        shoe = one.shoe or "a shoe that was not said"
        fine = f"{one.side}, laces of {shoe}: you said that {one.kpa:.1f} kPa are fine"
        console.print(f"{fine}. Undo, in every shoe: {_again(f'{one.side}/{_AGREED}', who)}")
    if onsets != OnsetState():
        minutes = ", ".join(f"{one:.0f}" for one in onsets.minutes) or "not known"
        console.print(
            f"first felt after, in minutes, the latest run last: {minutes}; a walk is offered at"
            f" {100.0 * onsets.share:.0f} % of what is usual. Undo: {_again(_ONSETS, who)}"
        )


def _again(undo: str, who: str | None) -> str:
    whose = ("--athlete", who) if who else ()
    return command("thresholds", *whose, "--undo", undo)


def _last(state: "ThresholdState") -> str:
    return f"{state.side}/{state.zone}/{len(state.lessons)}"


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
