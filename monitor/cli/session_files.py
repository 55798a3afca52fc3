"""The files of a live session, and the sinks that write or show its events."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.common import console
from monitor.errors import RecordingError
from monitor.files.output import check_outputs
from monitor.session.beside import note_of

if TYPE_CHECKING:
    from monitor.sinks import Sink


def check_files(
    recording: Path | None, events: Path | None, inputs: Iterable[Path | None], *, force: bool
) -> None:
    """Refuse files that the session would destroy, before it starts.

    Raises
    ------
    RecordingError
        If the recording exists, or a note lies where its note will be; if the events' file exists
        and ``force`` is not set; if one of them is an input or is the other.
    """
    if recording is not None and os.path.lexists(recording):
        raise RecordingError(f"{recording}: File exists; a run never replaces it, name another one")
    if recording is not None and os.path.lexists(note_of(recording)):
        why = "it is of another run; move it away, or name another recording"
        raise RecordingError(f"{note_of(recording)}: a note lies there already; {why}")
    check_outputs([recording, events], inputs=inputs, force=force)


def sinks_of(
    events: Path | None, *, quiet: bool, force: bool, unmeasured: tuple[str, ...] = ()
) -> "dict[str, Sink]":
    """Give the places that events of a session go to, whoever else is told.

    ``unmeasured``: what is known not to be assessed, for the terminal.
    """
    from monitor.sinks.console import ConsoleSink
    from monitor.sinks.event_file import EventFile

    sinks: dict[str, Sink] = {} if quiet else {"console": ConsoleSink(console, unmeasured)}
    if events is not None:
        sinks["events"] = EventFile(events, force=force)
    return sinks
