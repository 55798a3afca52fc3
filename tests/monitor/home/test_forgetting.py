"""What is forgotten is gone in every file of the home, and what stays is said."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from monitor.errors import HomeError
from monitor.home import after, filing, keeping
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note, read_note, write_note
from monitor.home.reporting import report_bytes
from monitor.report.questions import answers_from
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from tests.monitor.home.test_keeping import home_of_two, record
from tests.monitor.report.stories import STORY, numb


def test_reports_as_data_and_damaged_catalogues_are_forgotten_too(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)
    (home.reports / "a.json").write_text("health of Ada")
    for name in ("catalogue.damaged", "catalogue.damaged-wal", "catalogue.damaged2"):
        (home.root / name).write_text("health of Ada")

    said = keeping.forget_sessions(home, catalogue, [catalogue.session("a")])
    catalogue.close()

    left = [file for file in home.root.rglob("*") if file.is_file()]
    assert not any("damaged" in file.name or file.name == "a.json" for file in left)
    assert str(home.root / "catalogue.damaged2") in said


def test_what_a_run_taught_is_said_to_stay_with_its_runner(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)

    of_ada = keeping.forget_sessions(home, catalogue, [catalogue.session("a")])
    of_bo = keeping.forget_sessions(home, catalogue, [catalogue.session("b")])
    everything = keeping.forget_athlete(home, catalogue, "Ada")
    catalogue.close()

    assert any("stays in the profile of Ada" in line for line in of_ada)
    assert not any("stays in the profile" in line for line in [*of_bo, *everything])


def test_a_recording_of_the_athlete_that_is_no_session_goes_with_them(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)
    for name, who in (("silent.1", "Ada"), ("other", "Bo")):
        write_note(record(home.recordings / f"{name}.mcap"), Note(athlete=who))

    keeping.forget_athlete(home, catalogue, "Ada")
    catalogue.close()

    assert sorted(file.name for file in home.recordings.iterdir()) == [
        "b.mcap", "b.note.json", "other.mcap", "other.note.json",
    ]  # fmt: skip


def test_an_athlete_is_not_forgotten_while_they_run(tmp_path: Path) -> None:
    home, catalogue = home_of_two(tmp_path)
    path = home.recordings / "now.mcap"
    header = RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC))
    write_note(path, Note(athlete="Ada"))

    with Journal.open(path, header), pytest.raises(HomeError, match="being recorded now"):
        keeping.forget_athlete(home, catalogue, "Ada")

    assert path.exists()
    assert catalogue.session("a").athlete == "Ada"
    assert str(path) in keeping.forget_athlete(home, catalogue, "Ada")
    catalogue.close()


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_report_as_data_shows_no_plan_once_an_answer_is_a_red_flag(
    tmp_path: Path, language: str
) -> None:
    home = Home.open(tmp_path)
    path = home.recordings / "monday.mcap"
    path.write_bytes(b"x")
    story = structs.replace(STORY, felt=(numb(600.0),))
    with Catalogue.open(home.catalogue) as catalogue:
        row = filing.file_session(catalogue, path, story, Note())
        page = home.report_of("monday").with_suffix(".json")
        page.write_bytes(report_bytes((row, story, Note()), None, language, "json"))
        before = page.read_text()

        after.answer(catalogue, "monday", answers_from({"hard_to_lift": "left"}, "now"))

    assert '"key": "plan"' in before
    assert '"key": "plan"' not in page.read_text()
    assert f'"language": "{language}"' in page.read_text()


def test_a_copy_of_a_recording_elsewhere_keeps_its_note(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    path = record(tmp_path / "Run.2026-05-01.mcap")
    write_note(path, Note(athlete="Ada"))
    with Catalogue.open(home.catalogue) as catalogue:
        filing.file_session(catalogue, path, filing.story_of(path), read_note(path))

        keeping.copy_everything(home, catalogue, tmp_path / "copy")

    (copied,) = (tmp_path / "copy" / "elsewhere").glob("*.mcap")
    assert read_note(copied).athlete == "Ada"
