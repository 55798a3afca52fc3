"""The catalogue made anew from the recordings, also where the old one is damaged."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from monitor.errors import ConfigError, HomeError, MonitorError
from monitor.home.catalogue import Catalogue
from monitor.home.filing import Progress, filed_alone, warn
from monitor.home.folder import Home, refusing
from monitor.home.notes import Note, note_or_none, read_note
from monitor.home.renewal import renew
from monitor.home.rows import SessionRow
from monitor.home.trends import renew_worse
from monitor.session.finish import is_original


def rebuild(
    home: Home, catalogue: Catalogue, also: list[Path], tell: Callable[[Path], Progress]
) -> Iterator[SessionRow | Exception]:
    """Make the catalogue anew from the recordings of the home and from others; give what came.

    A recording that cannot be read is given as its error and keeps no other from being entered. Of
    one whose note cannot be read the ``ConfigError`` is given: what is known of it stays, and if
    that is nothing, it is entered without its note. What is not entered again goes at the end:
    until then, and if it never comes, what was there stays. What is filed meanwhile stays, too.
    Reports that are there are made anew, from what is known now.
    """
    catalogue.check_lasts()
    before, entered = {row.id for row in catalogue.sessions()}, set[str]()
    mine = [path for path in home.recordings.glob("*.mcap") if not is_original(path)]
    for path in sorted({one.absolute() for one in [*mine, *also]}):
        try:
            read_note(path)
        except ConfigError as error:
            yield error
            known = catalogue.at(path)
            if known is not None:
                entered.add(known.id)
                continue
        try:
            row, _, _ = filed_alone(catalogue, path, tell(path), _note_or_empty)
            entered.add(row.id)
            yield row
        except MonitorError as error:
            yield error
    ended = {row.id for row in catalogue.sessions()} - before  # while this went on
    catalogue.keep_only(entered | ended)
    for athlete in [*catalogue.athletes(), None]:
        renew_worse(catalogue, athlete)
    warn(renew(catalogue, sorted(entered)))


def set_aside_damaged(home: Home) -> Path | None:
    """Move a catalogue that cannot be opened out of the way; it and its log are only renamed."""
    try:
        Catalogue.open(home.catalogue).close()
    except HomeError:
        aside, number = home.catalogue.with_suffix(".damaged"), 1
        while aside.exists():
            number += 1
            aside = home.catalogue.with_suffix(f".damaged{number}")
        with refusing(home.catalogue):
            home.catalogue.rename(aside)
            for beat in ("-wal", "-shm"):  # the log holds what is not in the file yet
                with suppress(FileNotFoundError):
                    log = home.catalogue.with_name(home.catalogue.name + beat)
                    log.rename(aside.with_name(aside.name + beat))
        return aside
    return None


def _note_or_empty(path: Path) -> Note:
    return note_or_none(path) or Note()
