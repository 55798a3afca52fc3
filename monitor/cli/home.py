"""What commands about a runner's own data share: the home, its catalogue, confirmation."""

import contextlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.common import console
from monitor.errors import ConfigError, HomeError, MonitorError, UnknownSessionError
from monitor.hints import command
from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home, as_known
from monitor.home.notes import Note, note_or_none, read_note
from monitor.home.recovery import close_cut_recordings, heard_nobody, is_closed
from monitor.home.remembered import read_remembered
from monitor.home.renewal import renew
from monitor.home.rows import SessionRow
from monitor.report.story import Story
from monitor.session.finish import is_original

_COLUMNS = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())


class Opened(NamedTuple):
    """The home and its catalogue."""

    home: Home
    catalogue: Catalogue


class Known(NamedTuple):
    """A session with what the catalogue and its note say of it."""

    row: SessionRow
    story: Story
    note: Note


class LeftAlone(Exception):  # noqa: N818  # an answer, not a failure
    """A recording is not filed now: the program ends."""


def _never() -> bool:
    return False


@contextlib.contextmanager
def opened(*, run_waits: bool = False, left: Callable[[], bool] = _never) -> Iterator[Opened]:
    """Give the home; first close what a crash cut off, say what is missing, and file the rest.

    For the start of a command; what belongs to a session that goes on opens the catalogue alone.
    ``run_waits``: a run begins after this, and does not wait for old recordings. Only the newest of
    all is filed then, as its questions may still be asked; how many others are left is said.
    ``left``: whether the program ends meanwhile, asked again and again.

    Raises
    ------
    LeftAlone
        If it does.
    """
    home = Home.open()
    recordings = sorted(home.recordings.glob("*.mcap"))  # a run that begins now files itself
    with Catalogue.open(home.catalogue) as catalogue:
        for closed in close_cut_recordings(home):
            for sentence in closed.sentences:
                console.print(sentence)
            note = note_or_none(closed.path)
            if note is not None and note.athlete is None and not heard_nobody(closed.path):
                noted = command("session", "note", closed.path.stem, "--athlete", "NAME")
                console.print(f"{closed.path.name}: who ran is not known; note it with `{noted}`")
        if catalogue.lasts:
            _file_the_rest(recordings, catalogue, only_newest=run_waits, left=left)
        yield Opened(home, catalogue)


@contextlib.contextmanager
def opened_as_is() -> Iterator[Opened]:
    """Give the home as it is: what a crash cut off is closed elsewhere."""
    home = Home.open()
    with Catalogue.open(home.catalogue) as catalogue:
        yield Opened(home, catalogue)


def waits(home: Home, catalogue: Catalogue) -> bool:
    """Tell whether a recording was cut off or is closed, and is not filed yet."""
    unfiled = (path for path in home.recordings.glob("*.mcap") if catalogue.at(path) is None)
    # what is no file is nothing that ends
    return any(
        not (is_closed(path) or is_original(path)) or _waits(catalogue, path)
        for path in unfiled
        if path.is_file()
    )


def _file_the_rest(
    recordings: list[Path], catalogue: Catalogue, *, only_newest: bool, left: Callable[[], bool]
) -> None:
    """File what was closed and not filed: a program or the power ended between the two.

    Or the catalogue was lost, and then these are all.
    """
    unfiled = [path for path in recordings if _waits(catalogue, path)]
    if only_newest and unfiled:
        filed = [path for path in recordings if catalogue.at(path) is not None]
        newest = max([*filed, *unfiled], key=lambda path: path.stat().st_mtime)
        others = len(unfiled) - (newest in unfiled)
        unfiled = [newest] if newest in unfiled else []
        _say_left(others)
    for path in unfiled:
        _or_said(partial(_file_one, catalogue, path, left))
    for row in [] if only_newest else catalogue.half_told():
        path = Path(row.path)
        if path.exists():
            _or_said(partial(_tell_anew, catalogue, path, left))


def _or_said(file: Callable[[], None]) -> None:
    """File one; one that cannot be read keeps nobody from the others."""
    try:
        file()
    except MonitorError as error:
        console.print(f"not filed: {error}")


def _tell_anew(catalogue: Catalogue, path: Path, left: Callable[[], bool]) -> None:
    """Tell a session anew to which something was added, and that was cut short."""
    failed = renew(catalogue, [entered(catalogue, path, left).row.id])
    if failed:
        raise failed[0]


def _say_left(others: int) -> None:
    if others:
        older = "older recording is" if others == 1 else "older recordings are"
        enters = f"`{command('sessions')}` enters them"
        console.print(f"{others} {older} not in the list of sessions; {enters}")


def _waits(catalogue: Catalogue, path: Path) -> bool:
    """Tell whether a recording is closed, holds a session, and is not filed."""
    if is_original(path) or not is_closed(path) or catalogue.at(path) is not None:
        return False
    return not heard_nobody(path)


def enter(catalogue: Catalogue, path: Path) -> SessionRow:
    """File a recording by running it again."""
    return entered(catalogue, path).row


def entered(catalogue: Catalogue, path: Path, left: Callable[[], bool] = _never) -> Known:
    """File a recording by running it again, and give what is known of it now.

    Raises
    ------
    LeftAlone
        If the program ends meanwhile.
    """
    with shown(path.name) as progress:

        def go_on(done: int, total: int) -> None:
            if left():
                raise LeftAlone
            progress(done, total)

        return Known(*filing.file_anew(catalogue, path, go_on, _note))


def _file_one(catalogue: Catalogue, path: Path, left: Callable[[], bool]) -> None:
    """File a recording and make its report, as at the end of a run; one that is there stays."""
    from monitor.cli.report import speech, write_report

    home, known = Home(catalogue.file.parent), entered(catalogue, path, left)
    if not home.report_of(known.row.id).exists():  # it is where only the catalogue was lost
        report = write_report(home, catalogue, known, speech(None))
        console.print(f"{path.name}: filed; report: {report}")


def _note(recording: Path) -> Note:
    """Give the note of a recording; one that cannot be read is said, and hides nothing else."""
    try:
        return read_note(recording)
    except ConfigError as error:
        console.print(f"{error}; what this note says is left out, mend or remove it")
        return Note()


def named(catalogue: Catalogue, name: str) -> SessionRow:
    """Give a session by its name; ``last`` is the newest of who ran here last, or of nobody.

    Where nobody ran here last it is the newest of all. Wherever it may be another runner's than is
    thought, it is said which one was taken.

    Raises
    ------
    UnknownSessionError
        If there is none, or more than one; for ``last``, if the newest was run here by one who is
        never remembered, as with a profile elsewhere: nobody can tell who asks.
    """
    if name != "last":
        return catalogue.session(name)
    row, known = catalogue.session(name), read_remembered(Home(catalogue.file.parent))
    who = known.athlete
    if row.athlete is None or row.athlete == who:
        return row
    if who is not None:
        if row.athlete not in known.worn and not row.source.startswith("import"):
            why = f"the newest is {row.id}, of {row.athlete}, and {who} ran here, too; name one"
            raise UnknownSessionError("session last", why)
        row = _newest_of(catalogue, who)
    Console(stderr=True).print(f"last: {row.id}, {row.athlete or 'of nobody'}", markup=False)
    return row


def _newest_of(catalogue: Catalogue, who: str) -> SessionRow:
    mine = (one for one in catalogue.sessions() if one.athlete in {who, None})
    found = next(mine, None)
    if found is None:
        raise UnknownSessionError("session last", f"there is none of {who}; name another runner's")
    return found


def find(catalogue: Catalogue, name: str) -> Known:
    """Give a session by its name; a recording that is not filed yet is filed."""
    path = Path(name)
    row = catalogue.at(path) if path.suffix == ".mcap" else named(catalogue, name)
    if row is None:
        row = enter(catalogue, path)
    with shown(row.id) as progress:
        story = filing.known_story(catalogue, row, progress)
    return Known(row, story, _note(Path(row.path)))


@contextlib.contextmanager
def shown(what: str) -> Iterator[filing.Progress]:
    """Show how far the reading of a recording is."""
    screen = Console(stderr=True)
    quiet = not screen.is_terminal
    with Progress(*_COLUMNS, console=screen, transient=True, disable=quiet) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def who_asks(
    home: Home, catalogue: Catalogue, athlete: str | None, *, anyone: bool = False
) -> str | None:
    """Name of the runner who was named, else of who ran last, or of the only one; None if nobody.

    Raises
    ------
    HomeError
        If nobody of that name has run.
    ConfigError
        If none was named, none ran here last, and there are several; not with ``anyone``.
    """
    if athlete is not None:
        return check_known(catalogue, athlete)
    known = catalogue.athletes()
    remembered = read_remembered(home).athlete
    if remembered is None and len(known) > 1:
        if anyone:
            return None
        raise ConfigError("--athlete", "", f"say whose runs: {', '.join(known)}")
    return remembered or (known[0] if known else None)


def spelt(catalogue: Catalogue, athlete: str) -> str:
    """Give the name of an athlete as the home knows it; one that is not known stays as it is."""
    home = Home(catalogue.file.parent)
    return as_known(athlete, [*catalogue.athletes(), *home.profiled, *read_remembered(home).worn])


def check_known(catalogue: Catalogue, athlete: str) -> str:
    """Give the name of an athlete as it is known; refuse one of whom nothing is known.

    Raises
    ------
    HomeError
        With the names that are known.
    """
    known = {*catalogue.athletes(), *Home(catalogue.file.parent).profiled}
    athlete = as_known(athlete, known)
    if athlete not in known:
        names = ", ".join(sorted(known)) or "nobody yet"
        raise HomeError(f"athlete {athlete}", f"nothing is known of this name; known: {names}")
    return athlete
