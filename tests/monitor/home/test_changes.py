"""A note is changed as it stands, by one at a time: what another answered meanwhile stays."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import structs

from monitor.home import after, filing
from monitor.home.catalogue import Catalogue
from monitor.home.changes import keep_note
from monitor.home.lacing import keep_test
from monitor.home.notes import LacingTest, Note, read_note, write_note
from monitor.report.questions import answers_from
from tests.monitor.report.stories import STORY

AT_ONCE = 8


def run(catalogue: Catalogue, folder: Path) -> Path:
    """File a run; of the recording only its place counts here."""
    path = folder / "monday.mcap"
    path.write_bytes(b"x")
    write_note(path, Note(athlete="Ada"))
    filing.file_session(catalogue, path, STORY, read_note(path))
    return path


def test_a_red_flag_that_was_answered_during_a_test_stays(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        path = run(catalogue, tmp_path)
        row = catalogue.session("monday")  # the terminal looks, and begins to measure
        with Catalogue.open(tmp_path / "c.sqlite") as page:
            after.answer(page, "monday", answers_from({"signs": "foot_cold"}, "now"))

        keep_test(catalogue, (row, STORY), LacingTest(a="loose", b="tight", spans=()), ())

        note = read_note(path)
        assert note.laces is not None
        assert note.follow_up is not None
        assert catalogue.flags("monday")


def test_none_of_many_changes_at_once_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "c.sqlite"
    with Catalogue.open(file) as catalogue:
        path = run(catalogue, tmp_path)
        row = catalogue.session("monday")

    def tag(name: str) -> None:
        with Catalogue.open(file) as mine:
            keep_note(mine, row, STORY, lambda note: structs.replace(note, tags=(*note.tags, name)))

    names = [f"tag{number}" for number in range(5 * AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(tag, names))

    assert sorted(read_note(path).tags) == sorted(names)
