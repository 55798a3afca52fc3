"""What is typed in while a session is told again, or while somebody thinks, is not lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home import after
from monitor.home.added import add_report, take_back
from monitor.home.catalogue import Catalogue
from monitor.home.changes import keep_note
from monitor.home.filing import Progress, file_anew, silent
from monitor.home.folder import Home
from monitor.home.notes import Note, write_note
from monitor.home.rebuilding import rebuild
from monitor.home.unread import acknowledge
from monitor.report.questions import answers_from
from monitor.session import said
from monitor.session.beside import AddedReport, note_of
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Feeling, Packet
from monitor.wire import uuids

DIZZY = AddedReport(t_s=300.0, feeling=Feeling.DIZZY)
DIZZIER = AddedReport(t_s=400.0, feeling=Feeling.DIZZY)
OPEN = [("run", "run_dizzy", "now")]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(tmp_path)


@pytest.fixture
def catalogue(home: Home) -> Iterator[Catalogue]:
    with Catalogue.open(home.catalogue) as opened:
        yield opened


def recorded(home: Home, name: str) -> Path:
    """A run of ten minutes of whose sentences is known that there were none."""
    path = home.recordings / f"{name}.mcap"
    beats = [Packet("host", uuids.CLOCK, 5.0 * k, b"") for k in range(120)]
    header = RecordingHeader(started=datetime(2026, 5, 1, 7, 30, tzinfo=UTC), source="live")
    write_recording(path, header, [said.opening(0.0), *beats])
    write_note(path, Note(athlete="Ada"))
    return path


@pytest.fixture
def run(home: Home, catalogue: Catalogue) -> Path:
    path = recorded(home, "run")
    file_anew(catalogue, path)
    return path


def test_an_emergency_that_is_added_is_open_though_it_was_cut_short(
    catalogue: Catalogue, run: Path
) -> None:
    assert add_report(catalogue, run, DIZZY)

    assert catalogue.open_flags("Ada") == OPEN
    assert [row.id for row in catalogue.half_told()] == ["run"]
    file_anew(catalogue, run)
    assert catalogue.half_told() == []
    assert catalogue.session("run").symptoms == 1


def test_what_is_taken_back_is_told_anew_though_it_was_cut_short(
    catalogue: Catalogue, run: Path
) -> None:
    add_report(catalogue, run, DIZZY)
    file_anew(catalogue, run)

    take_back(catalogue, run, [DIZZY])

    assert [row.id for row in catalogue.half_told()] == ["run"]
    file_anew(catalogue, run)
    assert catalogue.open_flags("Ada") == []


@pytest.mark.parametrize("gone", [True, False])
def test_a_card_that_was_read_hides_no_emergency_that_comes_later(
    catalogue: Catalogue, run: Path, *, gone: bool
) -> None:
    add_report(catalogue, run, DIZZY)
    file_anew(catalogue, run)
    acknowledge(catalogue, "run", "run_dizzy", "2026-05-01T10:00")
    if gone:
        take_back(catalogue, run, [DIZZY])
        file_anew(catalogue, run)

    add_report(catalogue, run, DIZZIER)

    assert catalogue.open_flags("Ada") == OPEN
    file_anew(catalogue, run)
    assert catalogue.open_flags("Ada") == OPEN


def test_a_story_that_was_held_does_not_take_a_newer_ones_place(
    catalogue: Catalogue, run: Path
) -> None:
    row, story = catalogue.session("run"), catalogue.story("run")
    assert story is not None
    add_report(catalogue, run, DIZZY)

    keep_note(catalogue, row, story, lambda note: structs.replace(note, tags=("before",)))
    half_told, meanwhile = catalogue.half_told(), catalogue.open_flags("Ada")
    file_anew(catalogue, run)
    keep_note(catalogue, row, story, lambda note: structs.replace(note, tags=("after",)))

    assert [row.id for row in half_told] == ["run"]
    assert meanwhile == OPEN
    assert catalogue.session("run").symptoms == 1
    assert catalogue.open_flags("Ada") == OPEN


def test_what_comes_while_all_is_rebuilt_stays(home: Home, catalogue: Catalogue, run: Path) -> None:
    done: list[Path] = []

    def during(path: Path) -> Progress:
        def once(_: int, __: int) -> None:
            if not done:
                done.append(path)
                with Catalogue.open(home.catalogue) as other:
                    after.answer(other, "run", answers_from({"signs": "foot_cold"}, "now"))
                    add_report(other, run, DIZZY)
                    file_anew(other, recorded(home, "newer"))

        return once

    came = list(rebuild(home, catalogue, [], during))

    assert len(came) == 1
    assert set(catalogue.open_flags("Ada")) == {("run", "sign_foot_cold", "now"), *OPEN}
    assert catalogue.session("run").symptoms == 1
    assert {row.id for row in catalogue.sessions()} == {"run", "newer"}


def test_a_note_that_cannot_be_read_takes_nothing_out_at_a_rebuild(
    home: Home, catalogue: Catalogue, run: Path
) -> None:
    add_report(catalogue, run, DIZZY)
    file_anew(catalogue, run)
    note_of(run).write_text("{")

    came = list(rebuild(home, catalogue, [], lambda _: silent))

    assert [type(one).__name__ for one in came] == ["ConfigError"]
    assert catalogue.open_flags("Ada") == OPEN
    assert catalogue.session("run").athlete == "Ada"
