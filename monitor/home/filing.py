"""From a recording to its place in the catalogue: its story, its note, its rows."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from msgspec import structs

from monitor import config as configuration
from monitor.config import Config
from monitor.errors import ConfigError, HomeError, MonitorError, RecordingError
from monitor.home.catalogue import Catalogue
from monitor.home.notes import Note, note_or_none, read_note
from monitor.home.renewal import alone, renewing
from monitor.home.rows import Filed, SessionRow, row_of
from monitor.home.trends import completed_by, renew_worse
from monitor.report.gather import Facts, Gatherer
from monitor.report.pressure_maps import PressureMaps, windows
from monitor.report.story import Story
from monitor.session.beside import mark_of
from monitor.session.recording import Recording, read_header
from monitor.session.said import said_in
from monitor.session.stamp import digest, hash_of
from monitor.types import Event, FootBlock

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Told how many bytes of how many were read."""


def silent(_: int, __: int) -> None:
    """Show no progress."""


def story_of(path: Path, gathered: Gatherer | None = None, progress: Progress = silent) -> Story:
    """Tell the story of a recording.

    Parameters
    ----------
    gathered : Gatherer, optional
        What listened to the session while it ran; without it the recording is run again, with the
        settings and the profile that it ran with.

    Raises
    ------
    RecordingError
        If the file cannot be opened or is no recording of ours.
    """
    if path.exists() and not path.stat().st_size:
        raise RecordingError(f"{path}: empty, not a recording")
    if gathered is None:
        gathered = Gatherer()
        replay(path, gathered.push, progress)
        said = said_in(path)
        if said is not None:
            gathered.hear(said.events, said.added_s)
        elif read_header(path).is_imported:
            gathered.unheard()
    recording = Recording(path)
    running = gathered.running
    maps = PressureMaps(windows(running.from_s, running.until_s) if running else ())
    newest_s = 0.0
    for batch in recording.batches():
        newest_s = max(newest_s, *(packet.t_rx_s for packet in batch))
        maps.push(batch)
    story = gathered.finish(_facts(recording, newest_s))
    return structs.replace(story, insoles=maps.insoles(gathered.cycles))


def _facts(recording: Recording, duration_s: float) -> Facts:
    """Give what a recording that was read says about itself."""
    header, recovery = recording.header, recording.recovery
    return Facts(
        started=header.started.isoformat(),
        source=header.source,
        software=header.software,
        settings=digest(header.config.encode()) if header.config else "",
        duration_s=duration_s,
        damage=() if recovery.whole else (recovery.summary,),
    )


def file_session(catalogue: Catalogue, path: Path, story: Story, note: Note) -> SessionRow:
    """Enter a session into the catalogue and give its row; reports of later runs show its flags.

    Raises
    ------
    HomeError, RecordingError
        If the catalogue cannot be written, or the recording not read.
    """
    with renewing(catalogue) as failed:
        row = _filed(catalogue, path, story, note)
    warn(failed)
    return row


def file_anew(
    catalogue: Catalogue,
    path: Path,
    progress: Progress = silent,
    read: Callable[[Path], Note] = read_note,
) -> tuple[SessionRow, Story, Note]:
    """Run a recording again and enter it, with its note as it stands then.

    ``read`` gives the note of a recording.

    Raises
    ------
    MonitorError
        If the recording or the note cannot be read, or the catalogue not be written.
    """
    with renewing(catalogue) as failed:
        found = filed_alone(catalogue, path, progress, read)
    warn(failed)
    return found


def filed_alone(
    catalogue: Catalogue, path: Path, progress: Progress, read: Callable[[Path], Note]
) -> tuple[SessionRow, Story, Note]:
    """Do as ``file_anew``; reports of later runs are left to who calls it."""
    with _told(catalogue, path, progress) as story:
        note = read(path)
        return _filed(catalogue, path, story, note), story, note


@contextmanager
def _told(catalogue: Catalogue, path: Path, progress: Progress) -> Iterator[Story]:
    """Tell the story of a recording; nobody changes its note until the block ends.

    Where something was added while it was told, it is told once more.
    """
    while True:
        mark = mark_of(path)
        story = story_of(path, progress=progress)
        with alone(catalogue) if catalogue.lasts else nullcontext():
            if mark_of(path) == mark:
                yield story
                return


def _filed(catalogue: Catalogue, path: Path, story: Story, note: Note) -> SessionRow:
    absolute = path.absolute()
    name = _name(catalogue, absolute)
    row = row_of(name, str(absolute), story, note, hash_of(absolute))
    worse = completed_by(catalogue, row)
    catalogue.enter(Filed(row=row, story=story, note=note, worse=worse))
    renew_worse(catalogue, row.athlete, row.started)
    return row


def warn(failed: Iterable[MonitorError]) -> None:
    """Say which reports still show what they did: the session is in the catalogue all the same."""
    for error in failed:
        logger.warning("a report was not made anew: %s", error)


def enter_note(catalogue: Catalogue, row: SessionRow, story: Story, note: Note) -> SessionRow:
    """Enter what was typed in about a session that is in the catalogue already."""
    new = row_of(row.id, row.path, story, note, row.recording_hash)
    worse = completed_by(catalogue, new)
    catalogue.enter(Filed(row=new, story=story, note=note, worse=worse))
    for athlete in {row.athlete, new.athlete}:
        renew_worse(catalogue, athlete, row.started)
    return new


def known_story(catalogue: Catalogue, row: SessionRow, progress: Progress = silent) -> Story:
    """Give the story of a session, from the catalogue or else from its recording.

    One that is told again has its report made anew: without a story that could not be done.

    Raises
    ------
    RecordingError
        If the catalogue does not have it, and the recording is gone.
    """
    known = catalogue.story(row.id)
    if known is not None:
        return known
    path = Path(row.path)
    with renewing(catalogue, row.id) as failed, _told(catalogue, path, progress) as story:
        note = note_or_none(path)
        if note is not None:  # told once, and its figures are those of the trends from now on
            enter_note(catalogue, row, story, note)
    warn(failed)
    return story


def _name(catalogue: Catalogue, path: Path) -> str:
    """Name a session after its recording; two recordings of one name do not share one."""
    known = catalogue.at(path)
    if known is not None:
        return known.id
    taken = {row.id for row in catalogue.sessions()}
    name, number = path.stem, 1
    while name in taken:
        number += 1
        name = f"{path.stem}_{number}"
    return name


def replay(
    path: Path,
    push: Callable[[list[Event]], None],
    progress: Progress = silent,
    blocks: Callable[[FootBlock], None] | None = None,
) -> float:
    """Run a recording again as it ran, hand on its events, and give when its last packet came.

    ``blocks`` is shown the aligned samples of both feet.

    Raises
    ------
    RecordingError
        If the file cannot be opened or is no recording of ours.
    """
    # a list of sessions need not wait for the signal processing
    from monitor import profile as profiles
    from monitor.pipeline import Pipeline

    recording = Recording(path)
    text = recording.header.config
    config, known = Config(), None
    try:
        config = configuration.read_dump(text.encode())[0] if text else Config()
        profile = recording.header.profile
        known = profiles.load(profile.encode(), str(path)) if profile else None
    except ConfigError:
        pass  # of another version: the defaults tell the story, as `replay` does
    pipeline, newest_s = Pipeline(config, known, blocks or (lambda _: None)), 0.0
    for batch in recording.batches(config.session.batch_packets):
        push(pipeline.push(batch))
        newest_s = max(newest_s, *(packet.t_rx_s for packet in batch))
        progress(recording.read_bytes, recording.size_bytes)
    push(pipeline.finish())
    return newest_s


def recording_of(row: SessionRow) -> Path:
    """Give where the recording of a session is.

    Raises
    ------
    HomeError
        If it is not there any more.
    """
    path = Path(row.path)
    if not path.exists():
        raise HomeError(path, "the recording is gone; the catalogue still knows its figures")
    return path
