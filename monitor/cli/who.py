"""Who runs in what: by option, as remembered, or asked once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from monitor.cli.common import console

if TYPE_CHECKING:
    from monitor.home.folder import Home
    from monitor.home.remembered import Gear

_WHO = "Who runs? (a name; empty: do not remember)"
CONSENT = (
    "Shall we find out whether sentences about your form help you? A coin then keeps one in five"
    " back; after twenty runs the report tells the difference. What is about shoes, risk, symptoms"
    " or red flags is always said."
)


@dataclass(frozen=True, slots=True)
class Worn:
    """What was said by options; None: what was worn last."""

    shoe: str | None = None
    insole: str | None = None
    lacing: str | None = None
    temperature_c: float | None = None


def who_runs(home: "Home", athlete: str | None, *, ask: bool, question: str = _WHO) -> str | None:
    """Give who was named, or ran last, or is typed in where nobody is remembered."""
    from monitor.home.remembered import known_athlete, read_remembered

    name = athlete or read_remembered(home).athlete
    if name is None and ask:
        name = _ask_name(question, "athlete")
    return known_athlete(home, name) if name else None


def _ask_name(question: str, what: str) -> str | None:
    """Ask until a name is typed, or nothing: a slip must not end what has begun."""
    from monitor.errors import HomeError
    from monitor.home.folder import check_name

    while True:
        typed: str = typer.prompt(question, default="").strip()
        try:
            return check_name(typed, what) if typed else None
        except HomeError as error:
            console.print(str(error))


def gear_of(home: "Home", athlete: str | None, worn: Worn, *, ask: bool) -> "Gear":
    """Say what is worn, and remember it for the next time."""
    from msgspec import structs

    from monitor.home.folder import check_name
    from monitor.home.remembered import Gear, Remembered, read_remembered, write_remembered

    known = read_remembered(home)
    before = known.worn.get(athlete) if athlete else None
    gear = before or Gear()
    for what in ("shoe", "insole", "lacing"):
        said = getattr(worn, what)
        if said is None and before is None and ask and what != "insole":
            said = _ask_name(f"Which {what}? (empty: not said)", what)
        if said is not None:
            gear = structs.replace(gear, **{what: check_name(said, what)})
    if before is None and ask:
        gear = structs.replace(gear, try_cues=typer.confirm(CONSENT, default=False))
    if athlete:
        new = Remembered(athlete=athlete, worn={**known.worn, athlete: gear})
        if new != known:
            write_remembered(home, new)
    return gear
