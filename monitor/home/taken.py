"""What comes of the tests that a runner took while a session was recorded."""

from monitor.home.catalogue import Catalogue
from monitor.home.filing import recording_of
from monitor.home.lacing import guided_trials, keep_test
from monitor.home.lift import take_test
from monitor.home.notes import Note, TakenTests
from monitor.home.rows import SessionRow
from monitor.report.gather import Gatherer
from monitor.report.story import Story


def keep_tests(
    catalogue: Catalogue,
    known: tuple[SessionRow, Story, Note],
    tests: TakenTests,
    heard: Gatherer,
) -> Note:
    """Measure and judge tests, and keep what came of them; give the note as it stands then.

    ``heard`` listened to the session.

    Raises
    ------
    MonitorError
        If the recording cannot be read, or something cannot be written.
    """
    row, story, note = known
    if tests.lift:
        note = take_test(catalogue, row, story, tests.lift)
    if tests.laces is not None:
        trials = guided_trials(recording_of(row), tests.laces.spans, heard=heard)
        note = keep_test(catalogue, (row, story), tests.laces, trials)
    return note
