"""Keep which cards of red flags were read on the page while their run went on."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from monitor.home.catalogue import Catalogue
from monitor.home.notes import Note, read_note
from monitor.home.rows import SessionRow
from monitor.home.unread import acknowledge
from monitor.report.red_flags import read_in_run
from monitor.report.story import Story, instant


def keep_read(
    catalogue: Catalogue, row: SessionRow, story: Story, read: Mapping[int, float]
) -> Note:
    """Note the red flags whose cards were read in a run that is filed; give its note since.

    ``read``: when the card of an advice was read, session time, s, by the number of the advice.

    Raises
    ------
    MonitorError
        If it cannot be written.
    """
    known = catalogue.flags(row.id)
    for name, t_s in read_in_run(story, read).items():
        if name in known:
            at = instant(story.started) + timedelta(seconds=t_s)
            acknowledge(catalogue, row.id, name, at.isoformat(timespec="seconds"))
    return read_note(Path(row.path))
