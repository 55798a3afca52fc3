"""The five questions in a terminal and from a script; cards that stay until they are read."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Packet
from monitor.wire import heart_rate, uuids
from monitor.wire.heart_rate import HeartRate
from tests.system.test_home import footloose
from tests.system.test_terminal import terminal

pytestmark = pytest.mark.timeout(600)

BEAT = heart_rate.encode(HeartRate(150))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a live recording of a minute that ended 40 minutes ago."""
    path = tmp_path / "recordings" / "monday.mcap"
    path.parent.mkdir()
    started = datetime.now(UTC) - timedelta(minutes=41)
    packets = [Packet("strap", uuids.HEART_RATE, float(t), BEAT) for t in range(60)]
    write_recording(path, RecordingHeader(started, source="live"), packets)
    footloose(tmp_path, "sessions", "--rebuild")
    return tmp_path


def answers(home: Path) -> dict[str, object]:
    note = json.loads((home / "recordings" / "monday.note.json").read_text())
    found = note["follow_up"]
    assert isinstance(found, dict)
    return found


def test_answers_from_a_script_raise_the_card_and_it_stays_until_it_is_read(home: Path) -> None:
    said = footloose(
        home, "follow-up", "last", "--answer", "hard_to_lift=left", "--answer", "numb=no"
    )
    shown = footloose(home, "cards")
    page = (
        footloose(home, "report", "last", "-o", home / "r.html") and (home / "r.html").read_text()
    )

    assert "SEE A SPECIALIST SOON" in said
    assert "the front of the foot is hard to lift (left)" in shown
    assert answers(home)["hard_to_lift"] == ["left"]
    assert "What to change" not in page
    assert "SEE A SPECIALIST" in footloose(home, "cards", "--read")
    assert "no open cards" in footloose(home, "cards")


def test_a_person_answers_with_numbers_and_may_leave_one_out(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(home))
    with terminal("follow-up", "last", "--language", "en") as screen:
        screen.read_until("tingling? Where?")
        screen.press("2\n")  # the sole of the left foot
        screen.read_until("hard to lift?")
        screen.press("nonsense\n")
        screen.read_until("several with commas")
        screen.press("0\n")
        screen.read_until("Where?")
        screen.press("\n")
        screen.read_until("than the run explains?")
        screen.press("0\n")
        screen.read_until("so, now?")
        screen.press("0\n")
        screen.wait()

    given = answers(home)
    assert given["numb"] == [{"side": "left", "zone": "sole"}]
    assert (given["hard_to_lift"], given["calf_tight"], given["signs"]) == ([], [], [])
    assert "pain_in_one_spot" not in given
    assert "SEE A SPECIALIST SOON" in screen.shown


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--answer", "numb"], "expected QUESTION=ANSWER"),
        (["--answer", "numb=perhaps"], "numb: 'perhaps'"),
        (["--answer", "shoe=no"], "shoe: expected one of numb"),
        ([], "needed where nobody can be asked"),
    ],
)
def test_a_wrong_answer_is_one_line(home: Path, arguments: list[str], says: str) -> None:
    said = footloose(home, "follow-up", "last", *arguments, code=2)

    assert says in said
    assert "Traceback" not in said


def test_a_calendar_entry_is_made_and_replaces_nothing(home: Path) -> None:
    entry = home / "later.ics"

    footloose(home, "follow-up", "last", "--calendar", entry)

    assert entry.read_text().startswith("BEGIN:VCALENDAR")
    assert entry.stat().st_mode & 0o077 == 0
    footloose(home, "follow-up", "last", "--calendar", entry, code=1)
