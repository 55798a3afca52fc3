"""File a run by itself: its story, its report; as it is over, or as it runs."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.common import console
from monitor.hints import command

if TYPE_CHECKING:
    from monitor.cli.live_session import Tests
    from monitor.config import Config
    from monitor.home.folder import Home
    from monitor.home.notes import Note
    from monitor.sinks import Outbox
    from monitor.types import Side


class Desk:
    """Take a session while it runs, and file it when it is over.

    Attributes
    ----------
    home : Home
    profile : Path or None
        What is remembered of the runner's gait; None: nothing is.
    try_cues : bool
        Whether the runner agreed that a coin withholds one cue in five.
    """

    def __init__(
        self, home: "Home", profile: Path | None, note: "Note", *, try_cues: bool = False
    ) -> None:
        import monitor.home.read_in_run  # filing needs it, and then the loop still runs
        import monitor.home.taken  # noqa: F401  # and this
        from monitor.report.gather import Gatherer

        self.home = home
        self.profile = profile
        self.try_cues = try_cues
        self._note = note
        self._gathered = Gatherer()

    @property
    def athlete(self) -> str | None:
        """Who runs; None was not said."""
        return self._note.athlete

    def settings(self, config: "Config") -> "Config":
        """Give the settings of a run in this shoe, at this temperature, as far as they were said.

        A replay takes them from the recording.
        """
        from monitor.cli.who_runs import Worn

        worn = Worn(shoe=self._note.shoe, temperature_c=self._note.temperature_c)
        return worn.settings(config)

    async def run(self, outbox: "Outbox") -> None:
        """Take events until ``None`` comes; a sink like any other."""
        while (event := await outbox.get()) is not None:
            self._gathered.push([event])

    def begin(self, recording: Path) -> None:
        """Note who runs in what as soon as there is a recording: a crash must not lose that."""
        from monitor.home.notes import begin_note

        begin_note(recording, self._note)

    def fitted(self, fits: "dict[Side, str] | None") -> None:
        """Take how the fit check before the run came out; None: it was skipped."""
        from msgspec import structs

        self._note = structs.replace(self._note, fit=fits)

    def flagged(self) -> bool:
        """Tell whether a red flag of the athlete is open."""
        from monitor.home.catalogue import Catalogue
        from monitor.home.unread import open_cards
        from monitor.report.wording import Words

        # not opened(): this is asked while a run goes on, which must not replay another one
        with Catalogue.open(self.home.catalogue) as catalogue:
            return bool(open_cards(catalogue, self.athlete, Words("en")))

    def file(self, recording: Path, *, quiet: bool, tests: "Tests | None" = None) -> str:
        """File the session with what was gathered, make its report, and give its name.

        ``tests`` are the tests and the cards of its page.

        Raises
        ------
        MonitorError
            If note, catalogue or report cannot be written; the recording is there all the same.
        """
        from monitor.cli.home import Known, shown
        from monitor.cli.report import speech, write_report
        from monitor.home import filing
        from monitor.home.catalogue import Catalogue
        from monitor.home.notes import Note, write_note
        from monitor.home.read_in_run import keep_read
        from monitor.home.taken import keep_tests

        if self._note != Note():
            write_note(recording, self._note)
        # a session of this program: others that wait to be filed are for the next start
        with Catalogue.open(self.home.catalogue) as catalogue, shown(recording.name):
            story = filing.story_of(recording, self._gathered)
            row = filing.file_session(catalogue, recording, story, self._note)
            note = self._note
            if tests is not None and tests.taken is not None:
                note = keep_tests(catalogue, (row, story, note), tests.taken, self._gathered)
            if tests is not None and tests.read:
                note = keep_read(catalogue, row, story, tests.read)
            report = write_report(self.home, catalogue, Known(row, story, note), speech(None))
        if not quiet:
            console.print(f"filed as:       {row.id}  ({command('session', 'show', row.id)})")
            console.print(f"report:         {report}")
        return row.id

    def follow_up(self, session: str, is_over: "Callable[[], bool]") -> bool:
        """Wait for the half hour to be over and ask in the terminal; whether there was a run."""
        from monitor.cli.follow_up import wait_and_ask
        from monitor.home.catalogue import Catalogue

        with Catalogue.open(self.home.catalogue) as catalogue:
            return wait_and_ask(catalogue, session, is_over)


class GuestDesk:
    """Handle a session without an owner, as the demo: a report beside it, and nothing is filed."""

    def __init__(self) -> None:
        from monitor.report.gather import Gatherer

        self._gathered = Gatherer()

    async def run(self, outbox: "Outbox") -> None:
        """Take events until ``None`` comes; a sink like any other."""
        while (event := await outbox.get()) is not None:
            self._gathered.push([event])

    def file(
        self,
        recording: Path,
        *,
        quiet: bool,
        tests: "Tests | None" = None,  # noqa: ARG002 - a guest has no earlier tests
    ) -> None:
        """Make the report beside the recording; one that is there already stays.

        ``tests``: those of a guest are not held against anything, and not kept.

        Raises
        ------
        MonitorError
            If the report cannot be written.
        """
        from monitor.cli.report import speech
        from monitor.files.output import write_file
        from monitor.home import filing
        from monitor.home.notes import Note
        from monitor.home.reporting import report_bytes
        from monitor.home.rows import row_of

        path = recording.with_suffix(".html")
        if path.exists():
            return
        story = filing.story_of(recording, self._gathered)
        row = row_of(recording.stem, str(recording), story, Note(), "")
        write_file(path, report_bytes((row, story, Note()), None, speech(None), "html"))
        if not quiet:
            console.print(f"report:         {path}")
