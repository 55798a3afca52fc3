"""Who runs in what: said by options, remembered, or asked once."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import console
from monitor.cli.desk import Desk
from monitor.options import finite

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.home.folder import Home
    from monitor.home.notes import Note
    from monitor.home.remembered import Gear

AthleteName = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Who runs; remembered for the next time. ME.json keeps the profile elsewhere.",
    ),
]
Shoe = Annotated[str | None, typer.Option(help="In which shoe; remembered.")]
Insole = Annotated[str | None, typer.Option(help="On which insole; remembered.")]
Lacing = Annotated[str | None, typer.Option(help="With which lacing; remembered.")]
Temperature = Annotated[
    float | None,
    typer.Option(metavar="°C", callback=finite, min=-60.0, max=60.0, help="How warm it is."),
]

_JSON = ".json"
_QUESTION = "Who runs? (a name; empty: do not remember)"
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

    def settings(self, config: "Config") -> "Config":
        """Give the settings of a run in this shoe, at this temperature, as far as they are said."""
        from msgspec import structs

        effort = config.detectors.effort
        if self.temperature_c is not None:
            effort = structs.replace(effort, air_temperature_c=self.temperature_c)
        return structs.replace(
            config,
            athlete=structs.replace(config.athlete, shoe=self.shoe or config.athlete.shoe),
            detectors=structs.replace(config.detectors, effort=effort),
        )


def open_desk(
    athlete: str | None,
    worn: Worn,
    *,
    ask: bool,
    greeted: bool | None = None,
    at_once: bool = False,
) -> Desk:
    """Say who runs in what: by option, as remembered, or asked once.

    A profile elsewhere is named by its file (``ME.json``), and is not remembered for the next time.
    ``at_once``: what a crash cut off is closed by somebody else, beside the run.

    Raises
    ------
    HomeError
        If a name cannot be that of a file, or the home cannot be used.
    """
    from monitor.cli.follow_up import greet
    from monitor.cli.home import opened, opened_as_is, waits
    from monitor.home.planning import is_told

    elsewhere = Path(athlete) if athlete is not None and athlete.endswith(_JSON) else None
    greeted = ask if greeted is None else greeted
    ask = ask and elsewhere is None and sys.stdin.isatty()
    # the first also closes what a crash cut off, and says so
    with opened_as_is() if at_once else opened(run_waits=True) as (home, catalogue):
        name = elsewhere.stem if elsewhere else who_runs(home, athlete, ask=ask)
        if greeted:
            # no plan of the run before the one that a crash cut off, nor minutes to tell it anew
            has_plan = is_told(catalogue, name) and not (at_once and waits(home, catalogue))
            greet(catalogue, name, tap=ask, plan=has_plan)
        gear = _gear(home, None if elsewhere else name, worn, ask=ask)
    profile = elsewhere or (home.profile_of(name) if name else None)
    note = _noted(name, gear, worn.temperature_c)
    return Desk(home, profile, note, try_cues=bool(gear.try_cues))


def _noted(athlete: str | None, gear: "Gear", temperature_c: float | None) -> "Note":
    """Give what is noted of a run at its start."""
    from monitor.home.notes import Note

    return Note(
        athlete=athlete,
        shoe=gear.shoe,
        insole=gear.insole,
        lacing=gear.lacing,
        temperature_c=temperature_c,
    )


def who_runs(
    home: "Home", athlete: str | None, *, ask: bool, question: str = _QUESTION
) -> str | None:
    """Give who was named, or ran last, or is typed in where nobody is remembered."""
    from monitor.home.remembered import known_athlete, read_remembered

    name = athlete or read_remembered(home).athlete
    if name is None and ask:
        name = _ask_name(question, "athlete")
    return known_athlete(home, name) if name else None


def only_known(home: "Home") -> str | None:
    """Give the only athlete with sessions here, where nobody ran here last; else None."""
    from monitor.home.catalogue import Catalogue
    from monitor.home.remembered import read_remembered

    if read_remembered(home).athlete is not None or not home.catalogue.exists():
        return None
    with Catalogue.open(home.catalogue) as catalogue:
        known = catalogue.athletes()
    return known[0] if len(known) == 1 else None


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


def _gear(home: "Home", athlete: str | None, worn: Worn, *, ask: bool) -> "Gear":
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
