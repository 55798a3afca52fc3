"""What a crash cut off is closed beside a run, and what it found is seen all the same."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from monitor.cli.closing import close_cut
from monitor.cli.who_runs import Worn, open_desk
from monitor.config import Config, dump
from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note, write_note
from monitor.home.remembered import Gear, Remembered, write_remembered
from monitor.report.story import VERSION
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.types import Feeling, Packet, Side, Zone
from monitor.wire import symptom, uuids
from monitor.wire.symptom import Tap
from tests.monitor.cli.test_opened import record
from tests.monitor.home.test_older_runs import told_by
from tests.monitor.web.test_plan import TIGHT_LACES

CALF = symptom.encode(Tap(Feeling.SWOLLEN, Side.LEFT, Zone.CALF))
CARD = "[cut, ann] CALL FOR HELP NOW"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home in which Ann ran two days ago, and has a plan since."""
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path))
    made = Home.open()
    write_remembered(made, Remembered(athlete="ann", worn={"ann": Gear()}))
    path = made.recordings / "before.mcap"
    path.write_bytes(b"x")
    write_note(path, Note(athlete="ann"))
    began = datetime.now(UTC) - timedelta(days=2)
    with Catalogue.open(made.catalogue) as catalogue:
        story = structs.replace(TIGHT_LACES, started=began.isoformat())
        filing.file_session(catalogue, path, story, Note(athlete="ann"))
    return made


def cut_off(home: Home) -> None:
    """A run of Ann, in which she reported a swollen calf, and then the power went."""
    path = home.recordings / "cut.mcap"
    began = datetime.now(UTC) - timedelta(minutes=20)
    header = RecordingHeader(began, "x", dump(Config()).decode(), "live")
    with Journal.open(path, header) as journal:
        journal.write(Packet("page", uuids.SYMPTOM, 30.0, CALF))
        journal.write(Packet("page", uuids.SYMPTOM, 60.0, CALF))
        cut = path.read_bytes()
    path.write_bytes(cut)
    write_note(path, Note(athlete="ann"))


def started(capsys: pytest.CaptureFixture[str]) -> str:
    """What a run says before it listens."""
    capsys.readouterr()
    open_desk("ann", Worn(), ask=False, greeted=True, at_once=True)
    return capsys.readouterr().out


@pytest.mark.parametrize(("shows", "seen"), [(True, 1), (False, 0)])
async def test_the_card_of_a_run_that_was_cut_off_is_shown_once_that_is_filed(
    home: Home, capsys: pytest.CaptureFixture[str], shows: bool, seen: int
) -> None:
    cut_off(home)

    await close_cut(lambda: None, shows=shows)

    said = capsys.readouterr().out
    assert said.count(CARD) == seen
    assert "cut.mcap: filed" in said
    await close_cut(lambda: None, shows=True)
    assert CARD not in capsys.readouterr().out  # nothing new


def test_the_plan_of_the_run_before_one_that_was_cut_off_is_not_asked_about(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    before = started(capsys)
    cut_off(home)
    after = started(capsys)

    assert "footloose plan --did" in before
    assert "footloose plan --did" not in after


def test_a_start_tells_no_run_anew_for_its_plan(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    (home.recordings / "before.mcap").unlink()
    record(home, "before", heard=True)
    with Catalogue.open(home.catalogue) as catalogue:
        told_by(catalogue, VERSION - 1, "before")
        said = started(capsys)

        assert "--did" not in said
        assert catalogue.story("before") is None
