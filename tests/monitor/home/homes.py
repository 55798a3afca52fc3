"""Runs and reports of a home made by hand; of a recording only its place counts."""

from pathlib import Path

from msgspec import structs

from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note, read_note, write_note
from monitor.home.reporting import filed_report
from monitor.report.story import Story
from tests.monitor.report.stories import STORY, numb

FELT = structs.replace(STORY, felt=(numb(600.0),))
"""A run from which there is a plan."""
PLAN = "lace in parallel"
"""What the report of such a run says."""
EARLIER = "of an earlier run"
CARD = "See a specialist soon"


def on(day: int, story: Story = FELT) -> Story:
    """A run of a day of May."""
    return structs.replace(story, started=f"2026-05-{day:02}T07:30:00+00:00")


def filed(catalogue: Catalogue, name: str, story: Story, athlete: str | None = "Ada") -> None:
    """File a run."""
    path = catalogue.file.parent / "recordings" / f"{name}.mcap"
    path.write_bytes(b"x")
    write_note(path, Note(athlete=athlete))
    filing.file_session(catalogue, path, story, read_note(path))


def reported(catalogue: Catalogue, name: str, story: Story) -> Path:
    """Make the report of a run, as its end does."""
    row = catalogue.session(name)
    page = Home(catalogue.file.parent).report_of(name)
    known = (row, story, read_note(Path(row.path)))
    page.write_bytes(filed_report(catalogue, known, "en", "html"))
    return page
