"""The commands that show, annotate, copy and forget sessions."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from monitor.cli.common import DIM, Force, SessionName, console
from monitor.cli.tables import show_rows
from monitor.errors import ConfigError
from monitor.options import finite

if TYPE_CHECKING:
    from monitor.home.catalogue import Catalogue
    from monitor.home.folder import Home
    from monitor.home.notes import Note
    from monitor.home.rows import SessionRow

session_app = typer.Typer(
    help="Show one session, or note something about it.", no_args_is_help=True
)

Athlete = Annotated[
    str | None, typer.Option("--athlete", metavar="NAME", help="Only runs of this athlete.")
]
Rebuild = Annotated[
    bool, typer.Option("--rebuild", help="First make the catalogue anew from the recordings.")
]
Also = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE.mcap", help="With --rebuild: recordings that lie elsewhere."),
]
COLUMNS: Final = (
    "session",
    "day",
    "athlete",
    "shoe",
    "lacing",
    "min",
    "km",
    "felt",
    "after",
    "tags",
)
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def sessions(
    athlete: Athlete = None,
    shoe: Annotated[str | None, typer.Option(help="Only in this shoe.")] = None,
    lacing: Annotated[str | None, typer.Option(help="Only with this lacing.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only with this tag.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From this day on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Before this day.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 30,
    rebuild: Rebuild = False,
    also: Also = None,
) -> None:
    """List your sessions."""
    from monitor.cli.home import opened, spelt
    from monitor.home.folder import Home
    from monitor.home.history import kilometres
    from monitor.home.rows import Filter
    from monitor.home.unread import open_cards
    from monitor.report.wording import Words

    home = Home.open()
    if rebuild:
        _rebuild(home, also or [])
    elif also:
        raise ConfigError("--also", "", "goes with --rebuild")
    from_day, until_day = _day(since, "--since"), _day(until, "--until")
    with opened() as (_, catalogue):
        athlete = spelt(catalogue, athlete) if athlete else None
        wanted = Filter(
            athlete=athlete, shoe=shoe, lacing=lacing, tag=tag, since=from_day, until=until_day,
            limit=limit,
        )  # fmt: skip
        rows, tags = catalogue.sessions(wanted), catalogue.tags()
        if not rows:
            console.print(_none(catalogue, athlete))
            return
        flagged = {card.session for card in open_cards(catalogue, athlete, Words("en"))}
        _list(rows, tags, flagged)
        for (who, which), km in sorted(kilometres(catalogue).items()):
            if athlete in {None, who} and shoe in {None, which}:
                console.print(f"{which} ({who}): {km:.1f} km", style=DIM)


def _list(rows: "list[SessionRow]", tags: dict[str, list[str]], flagged: set[str]) -> None:
    """Show the list; days and tags only where they say something, so that names stay whole.

    ``flagged`` are sessions with a card that nobody read.
    """
    cells = [
        (*_cells(row, open_card=row.id in flagged), " ".join(tags.get(row.id, ()))) for row in rows
    ]
    has_tags = any(line[-1] for line in cells)
    dated = all(row.id.startswith(line[1]) for row, line in zip(rows, cells, strict=True))
    untold = {"day" if dated else "", "" if has_tags else "tags"}
    shown = [place for place, name in enumerate(COLUMNS) if name not in untold]
    names = [COLUMNS[place] for place in shown]
    show_rows(
        names,
        [[line[place] for place in shown] for line in cells],
        numeric=[place for place, name in enumerate(names) if name in {"min", "km", "felt"}],
        whole=[place for place, name in enumerate(names) if name in {"session", "after"}],
    )


def _none(catalogue: "Catalogue", athlete: str | None) -> str:
    """Say why the list is empty."""
    from monitor.cli.home import check_known
    from monitor.hints import none_filed
    from monitor.home.rows import Filter

    if athlete is not None:
        check_known(catalogue, athlete)
    every = len(catalogue.sessions(Filter()))
    return f"none of {every} sessions fits" if every else f"no sessions: {none_filed()}"


@session_app.command("show")
def show(session: SessionName) -> None:
    """Show what is known of one session."""
    from monitor.cli.home import find, opened
    from monitor.cli.session_shown import show_session

    with opened() as (home, catalogue):
        show_session(home, catalogue, find(catalogue, session))


@session_app.command("note")
def note(
    session: SessionName,
    text: Annotated[
        str | None, typer.Option(help="A sentence of yours; replaces the last.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Add a tag.")] = None,
    untag: Annotated[list[str] | None, typer.Option(help="Take a tag away.")] = None,
    athlete: Annotated[str | None, typer.Option(metavar="NAME", help="Who ran.")] = None,
    shoe: Annotated[str | None, typer.Option(help="In which shoe.")] = None,
    insole: Annotated[str | None, typer.Option(help="On which insole.")] = None,
    lacing: Annotated[str | None, typer.Option(help="With which lacing.")] = None,
    temperature: Annotated[
        float | None,
        typer.Option(metavar="°C", callback=finite, min=-60.0, max=60.0, help="How warm it was."),
    ] = None,
) -> None:
    """Note something about a session; it is kept beside the recording."""
    from msgspec import structs

    from monitor.cli.home import find, opened, spelt
    from monitor.home.changes import keep_note
    from monitor.home.folder import check_name

    with opened() as (_, catalogue):
        known = find(catalogue, session)
        gone, more = set(untag or ()), {*map(_tag, tag or ())}
        who = spelt(catalogue, athlete) if athlete else athlete
        said = {"athlete": who, "shoe": shoe, "insole": insole, "lacing": lacing}
        changes: dict[str, str | float] = {
            name: check_name(value, name) for name, value in said.items() if value is not None
        }
        typed = {"text": text, "temperature_c": temperature}
        changes |= {name: value for name, value in typed.items() if value is not None}

        def change(note: "Note") -> "Note":
            return structs.replace(note, tags=tuple(sorted({*note.tags, *more} - gone)), **changes)

        keep_note(catalogue, known.row, known.story, change)


def forget(
    session: Annotated[
        list[str] | None, typer.Argument(metavar="SESSION...", help="Names of sessions.")
    ] = None,
    athlete: Annotated[
        str | None, typer.Option("--athlete", metavar="NAME", help="Everything of this athlete.")
    ] = None,
    yes: Yes = False,
) -> None:
    """Delete sessions, or all that is known of an athlete: recordings, notes, reports, profile."""
    from monitor.cli.common import confirm
    from monitor.cli.home import named, opened, spelt
    from monitor.home import keeping
    from monitor.home.rows import Filter

    if bool(session) == bool(athlete):
        came = "both were given" if session else "neither was given"
        raise ConfigError("forget", "", f"expected sessions, or --athlete NAME; {came}")
    with opened() as (home, catalogue):
        if athlete:
            athlete = spelt(catalogue, athlete)
            count = len(catalogue.sessions(Filter(athlete=athlete)))
            _name_files(home, keeping.files_of_athlete(home, catalogue, athlete), yes=yes)
            confirm(f"Delete {count} sessions and all that is known of {athlete}?", yes=yes)
            gone = keeping.forget_athlete(home, catalogue, athlete)
        else:
            rows = [named(catalogue, name) for name in session or ()]
            _name_files(home, keeping.files_of_sessions(home, rows), yes=yes)
            confirm(f"Delete {', '.join(row.id for row in rows)}?", yes=yes)
            gone = keeping.forget_sessions(home, catalogue, rows)
    for line in gone[:-1]:
        console.print(f"removed: {line}")
    console.print(gone[-1])


def _name_files(home: "Home", files: list[Path], *, yes: bool) -> None:
    """Name what would be deleted before it is asked; a file outside the home is marked."""
    for file in () if yes else files:
        outside = "" if home.root in file.parents else " (outside the home)"
        console.print(f"would be deleted: {file}{outside}", soft_wrap=True, markup=False)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE.tar", help="The file to make.")],
    force: Force = False,
) -> None:
    """Put all that is known, of all athletes, into one file."""
    from monitor.cli.home import opened, shown
    from monitor.home import keeping

    with opened() as (home, catalogue), shown(file.name) as progress:
        count = keeping.back_up(home, catalogue, file, progress, force=force)
    console.print(f"{count} files: {file}")


def _rebuild(home: "Home", also: list[Path]) -> None:
    """Make the catalogue anew, also where the old one cannot be opened any more."""
    from monitor.cli.home import shown
    from monitor.home import rebuilding
    from monitor.home.catalogue import Catalogue

    rebuilding.set_aside_damaged(home)
    failures = 0
    with Catalogue.open(home.catalogue) as catalogue, shown("recordings") as progress:
        elsewhere = [Path(row.path) for row in catalogue.sessions() if Path(row.path).exists()]
        for came in rebuilding.rebuild(home, catalogue, [*also, *elsewhere], lambda _: progress):
            if isinstance(came, Exception):
                failures += not isinstance(came, ConfigError)  # that is a note: it hides nothing
                console.print(str(came))
    if failures:
        console.print(f"{failures} recordings could not be entered")


def _day(text: str | None, option: str) -> str | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ConfigError(option, text, "expected a day such as 2026-05-01") from error


def _tag(text: str) -> str:
    """Give a tag that the list can show and a filter can find."""
    from monitor.home.notes import NAME_LENGTH

    text = text.strip()
    if not text or not text.isprintable() or len(text) > NAME_LENGTH:
        raise ConfigError("--tag", "", f"expected 1 to {NAME_LENGTH} characters, got {len(text)}")
    return text


def _cells(row: "SessionRow", *, open_card: bool) -> list[str]:
    """One line of the list; a dash is not known, and *not asked* is never *fine*."""
    from monitor.report.story import is_dated

    return [
        row.id,
        row.started[:10] if is_dated(row.started) else "clock not set",
        row.athlete or "-",
        row.shoe or "-",
        row.lacing or "-",
        f"{row.duration_s / 60.0:.0f}",
        "-" if row.distance_m is None else f"{row.distance_m / 1000.0:.1f}",
        str(row.symptoms),
        f"{_answered(row)}, CARD OPEN" if open_card else _answered(row),
    ]


def _answered(row: "SessionRow") -> str:
    """Say how it stands with the five questions; an import was never asked."""
    from monitor.home.rows import answers_of

    answers = answers_of(row)
    if answers is None or not answers.any:
        return "not answered" if row.source == "live" else "-"
    return "answered" if answers.complete else "partly"
