"""A note that is left of another recording must not give its symptoms to a new one."""

from datetime import datetime
from pathlib import Path

from msgspec import structs

from monitor.errors import RecordingError
from monitor.home.notes import Note, note_or_none
from monitor.session.beside import note_of
from monitor.session.recording import read_header


def refuse_others(recording: Path, started: datetime) -> None:
    """Refuse to make a recording where a note tells of another run: what was felt or answered.

    Who ran in what is no such thing, nor is a note of the same run, imported once more: that starts
    at the same instant.

    Raises
    ------
    RecordingError
        If there is one.
    """
    note = note_or_none(recording)
    if note is None or not _tells_of_run(note) or _start(recording) == started:
        return
    why = "move it away first; if it is of this very run, move it back after the import"
    raise RecordingError(f"{note_of(recording)}: a note of another run lies there; {why}")


def _start(recording: Path) -> datetime | None:
    try:
        return read_header(recording).started
    except RecordingError:  # it is gone, or none of ours
        return None


def _tells_of_run(note: Note) -> bool:
    worn = structs.replace(note, shoe=None, insole=None, lacing=None, temperature_c=None)
    return structs.replace(worn, athlete=None, tags=(), text="") != Note()
