"""What is typed in about a session goes to three places: its note, the catalogue, its report."""

from collections.abc import Callable

from msgspec import structs

from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.notes import Note, read_note, write_note
from monitor.home.renewal import alone, renewing
from monitor.home.rows import SessionRow
from monitor.report.story import Story


def keep_note(
    catalogue: Catalogue, row: SessionRow, story: Story, change: Callable[[Note], Note]
) -> Note:
    """Change a note beside its recording and in the catalogue, and make its report anew.

    A report that was made before must not go on to show a plan once an answer is a red flag, nor
    the flag of a run that turns out to be another runner's.

    Parameters
    ----------
    row, story : SessionRow, Story
        As the caller found them, maybe before somebody thought for a while: what the catalogue
        has by now counts.
    change : Callable[[Note], Note]
        Given the note as it stands now: another program or thread may have answered meanwhile,
        and changes wait for each other.

    Returns
    -------
    Note
        What is kept.

    Raises
    ------
    HomeError
        If the recording is gone, or something cannot be written.
    ConfigError
        If the note cannot be read.
    """
    recording = filing.recording_of(row)
    with renewing(catalogue, row.id) as failed, alone(catalogue):
        note = change(read_note(recording))
        write_note(recording, note)
        # where it has none any more something is being added: then that has to be told yet
        now = catalogue.story(row.id) or structs.replace(story, version=0)
        filing.enter_note(catalogue, catalogue.exactly(row.id), now, note)
    if failed:
        raise failed[0]
    return note
