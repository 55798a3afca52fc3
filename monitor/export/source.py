"""What an export is made from: a recording run again, its stamp, and what is left out of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.home.filing import Progress, replay, silent
from monitor.session.header import UNKNOWN_START
from monitor.session.recording import read_header
from monitor.session.said import said_in
from monitor.session.stamp import Stamp, stamp_of
from monitor.types import Advice, Event, FootBlock, Outcome, Toss


@dataclass(frozen=True, slots=True)
class Source:
    """A session to be written.

    Parameters
    ----------
    recording : Path
    anonymous : bool
        Leave out names, notes, addresses of devices, places and real dates.
    athlete : str or None
        Who ran; None where nobody is to know.
    progress : callable
        Told how many bytes of how many were read.
    """

    recording: Path
    anonymous: bool = False
    athlete: str | None = None
    progress: Progress = silent

    @property
    def started(self) -> datetime:
        """Wall time of session time zero; 1970 where nobody knows it, or is to know it."""
        return UNKNOWN_START if self.anonymous else read_header(self.recording).started

    @property
    def stamp(self) -> Stamp:
        """Where its rows come from. A hash of the recording names nobody."""
        return stamp_of(read_header(self.recording).config, self.recording)

    def hear(
        self,
        push: Callable[[list[Event]], None],
        blocks: Callable[[FootBlock], None] | None = None,
    ) -> float:
        """Run the recording again: hand on events and samples; give when its last packet came.

        Advice and outcomes are not among the events where the recording holds what was said then.
        """
        if self.said() is None:
            return replay(self.recording, push, self.progress, blocks)

        def silenced(events: list[Event]) -> None:
            push([event for event in events if not isinstance(event, Advice | Outcome | Toss)])

        return replay(self.recording, silenced, self.progress, blocks)

    def said(self) -> list[Advice | Outcome | Toss] | None:
        """Give what was really said, nothing in a file of others; None: it was not recorded."""
        said = said_in(self.recording)
        if said is None:
            return [] if read_header(self.recording).is_imported else None
        return said.events
