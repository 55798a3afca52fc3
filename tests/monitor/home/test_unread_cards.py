"""As long as a card was not read, later runs tell of it, and of nothing that would help."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home import after, filing, keeping
from monitor.home.catalogue import Catalogue
from monitor.home.changes import keep_note
from monitor.home.folder import Home
from monitor.home.history import has_unread, unread_before
from monitor.home.notes import Note, read_note, write_note
from monitor.home.reporting import filed_report
from monitor.home.trends import trend_of
from monitor.home.unread import acknowledge, open_cards
from monitor.report.questions import answers_from
from monitor.report.story import Cue, Story
from monitor.report.wording import Words
from monitor.types import FindingKind
from tests.monitor.home.homes import EARLIER, FELT, PLAN, filed, on, reported
from tests.monitor.report.stories import DROP, STORY, numb

COIN = Cue(number=1, t_s=600.0, said=True, cause=FindingKind.OVERSTRIDING)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "c.sqlite") as opened:
        yield opened


def run(catalogue: Catalogue, folder: Path, name: str, story: Story) -> None:
    """File a run of Ada's; of the recording only its place counts here."""
    path = folder / f"{name}.mcap"
    path.write_bytes(b"x")
    write_note(path, Note(athlete="Ada"))
    filing.file_session(catalogue, path, story, read_note(path))


def test_a_flag_that_nobody_read_is_the_card_of_the_next_runs_report_until_it_is_read(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    felt = structs.replace(STORY, felt=(numb(600.0),))
    run(catalogue, tmp_path, "monday", structs.replace(felt, said=(DROP,)))
    run(catalogue, tmp_path, "tuesday", structs.replace(felt, started="2026-05-02T07:30:00+00:00"))
    (tmp_path / "reports").mkdir()
    page = tmp_path / "reports" / "tuesday.html"
    tuesday = catalogue.session("tuesday")
    page.write_bytes(filed_report(catalogue, (tuesday, felt, Note(athlete="Ada")), "en", "html"))
    unread = page.read_text()

    acknowledge(catalogue, "monday", "foot_drop.left", "2026-05-02T10:00")
    read = page.read_text()
    after.answer(catalogue, "monday", answers_from({"hard_to_lift": "right"}, "now"))

    assert "of an earlier run (2026-05-01)" in unread
    assert "lace in parallel" not in unread
    assert "lace in parallel" in read
    assert "Read on" not in read
    assert "lace in parallel" not in page.read_text()


def test_a_flag_of_somebody_else_or_of_a_simulation_is_no_card_of_mine(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    flagged = structs.replace(STORY, said=(DROP,))
    run(catalogue, tmp_path, "monday", flagged)
    for name, source in (("nobodys", "live"), ("simulated", "simulated")):
        path = tmp_path / f"{name}.mcap"
        path.write_bytes(b"x")
        filing.file_session(catalogue, path, structs.replace(flagged, source=source), Note())
    later = structs.replace(STORY, started="2026-05-02T07:30:00+00:00")
    run(catalogue, tmp_path, "mine", later)
    path = tmp_path / "also_nobodys.mcap"
    path.write_bytes(b"x")
    row = filing.file_session(catalogue, path, later, Note())

    assert len(unread_before(catalogue, catalogue.session("mine"))) == 1
    assert len(unread_before(catalogue, row)) == 1
    assert not has_unread(catalogue, "Bo")


def test_a_card_of_a_run_of_which_nobody_knows_the_runner_is_called_that(tmp_path: Path) -> None:
    home, flagged = Home.open(tmp_path), on(1, structs.replace(FELT, said=(DROP,)))
    with Catalogue.open(home.catalogue) as catalogue:
        filed(catalogue, "guest1", flagged, None)
        filed(catalogue, "guest2", on(2), None)
        page = reported(catalogue, "guest2", on(2))
        (card,) = open_cards(catalogue, None, Words("en"))

        row = catalogue.session("guest1")
        before = page.read_text()
        keep_note(catalogue, row, flagged, lambda note: structs.replace(note, athlete="Bo"))

    assert card.why.endswith("; of a run whose runner is not known (2026-05-01).")
    assert before.count("; of a run whose runner is not known (2026-05-01)") == 2  # and clinician
    assert EARLIER not in before
    assert PLAN not in before
    assert PLAN in page.read_text()


def test_what_cues_do_is_not_told_before_the_card_was_read(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    run(catalogue, tmp_path, "monday", structs.replace(STORY, said=(DROP,), cues=(COIN,)))

    unread = trend_of(catalogue, "Ada").helps
    acknowledge(catalogue, "monday", "foot_drop.left", "2026-05-02T10:00")

    assert unread is None
    assert trend_of(catalogue, "Ada").helps is not None


def test_forgetting_a_run_makes_later_reports_anew_and_leaves_earlier_ones(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    with Catalogue.open(home.catalogue) as catalogue:
        for day, said in ((1, ()), (2, (DROP,)), (3, ())):
            story = structs.replace(STORY, said=said, started=f"2026-05-0{day}T07:30:00+00:00")
            run(catalogue, tmp_path, f"day{day}", story)
            home.report_of(f"day{day}").write_text("as it was")

        keeping.forget_sessions(home, catalogue, [catalogue.session("day2")])

    assert home.report_of("day1").read_text() == "as it was"
    assert "<html" in home.report_of("day3").read_text()


def test_what_was_forgotten_is_said_also_where_a_later_report_cannot_be_made(
    tmp_path: Path,
) -> None:
    home = Home.open(tmp_path)
    with Catalogue.open(home.catalogue) as catalogue:
        run(catalogue, tmp_path, "monday", structs.replace(STORY, said=(DROP,)))
        later = structs.replace(STORY, started="2026-05-02T07:30:00+00:00")
        run(catalogue, tmp_path, "tuesday", later)
        home.report_of("tuesday").mkdir()  # a folder cannot be read as a page

        told = keeping.forget_sessions(home, catalogue, [catalogue.session("monday")])

    assert str(tmp_path / "monday.mcap") in told
    assert "Not made anew" in told[-1]
