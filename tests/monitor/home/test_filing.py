"""A report that was added after a run is heard, and what was said in the run stays as it was."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home.catalogue import Catalogue
from monitor.home.filing import file_session, known_story, story_of
from monitor.home.notes import Note, write_note
from monitor.report.follow_up import Card, RedFlag
from monitor.report.red_flags import flags_of
from monitor.session import said
from monitor.session.beside import AddedReport
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Feeling, Packet, Side, Zone
from monitor.wire import uuids


def recorded(folder: Path, *reports: AddedReport) -> Path:
    """A run of ten minutes of whose sentences is known that there were none."""
    path = folder / "run.mcap"
    beats = [Packet("host", uuids.CLOCK, 5.0 * k, b"") for k in range(120)]
    header = RecordingHeader(started=datetime(2026, 5, 1, 7, 30, tzinfo=UTC), source="live")
    write_recording(path, header, [said.opening(0.0), *beats])
    write_note(path, Note(added=reports))
    return path


@pytest.mark.parametrize(
    ("report", "flag"),
    [
        (
            AddedReport(t_s=300.0, feeling=Feeling.SWOLLEN, side=Side.LEFT, zone=Zone.CALF),
            RedFlag("run_calf_swollen", Card.NOW, Side.LEFT),
        ),
        (
            AddedReport(t_s=300.0, feeling=Feeling.DIZZY),
            RedFlag("run_dizzy", Card.NOW),
        ),
    ],
)
def test_a_red_flag_that_was_added_to_a_live_run_is_a_card_and_was_not_said(
    tmp_path: Path, report: AddedReport, flag: RedFlag
) -> None:
    story = story_of(recorded(tmp_path, report))

    assert story.said == ()
    assert flags_of(story, None) == (flag,)


def test_a_run_that_an_older_version_filed_is_told_again_once(tmp_path: Path) -> None:
    reports = [AddedReport(t_s=t_s, feeling=Feeling.NUMB) for t_s in (300.0, 305.0)]
    path = recorded(tmp_path, *reports)
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        told_before = structs.replace(story_of(path), felt=())
        row = file_session(catalogue, path, told_before, Note())
        with closing(sqlite3.connect(catalogue.file)) as older, older:
            older.execute("UPDATE stories SET version = 2")

        told = known_story(catalogue, row)

        assert len(told.felt) == catalogue.session(row.id).symptoms == 2
        assert catalogue.story(row.id) == told
