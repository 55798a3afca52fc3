"""A report that is told after the run stands in the recording, the plan and the follow-up."""

import struct
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fitdecode
import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.errors import MonitorError
from monitor.home.added import add_report
from monitor.home.catalogue import Catalogue
from monitor.home.filing import replay
from monitor.home.notes import read_note
from monitor.session import said
from monitor.session.beside import AddedReport, note_of
from monitor.session.finish import write_recording
from monitor.session.header import UNKNOWN_START
from monitor.session.recording import Recording
from monitor.session.stamp import stamp_of
from monitor.types import Advice, Event, Feeling, Packet, Side, Zone
from monitor.wire import CHARACTERISTICS, symptom, uuids

MINUTES = 20


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    definition = bytes([0x41, 0, 0]) + struct.pack("<HB", 20, 2) + bytes([253, 4, 0x86, 6, 2, 0x84])
    said = [struct.pack("<BIH", 1, 10**9 + i, 3000) for i in range(60 * MINUTES)]
    body = definition + b"".join(said)
    head = struct.pack("<BBHI4sH", 14, 0x20, 2100, len(body), b".FIT", 0)
    Path("run.fit").write_bytes(head + body + bytes(2))
    assert footloose("import", "run.fit").exit_code == 0
    return tmp_path


def recorded_more(path: Path, *more: Packet) -> None:
    """Make a recording in which more was recorded."""
    recording = Recording(path)
    together = sorted([*recording.stored(), *more], key=lambda packet: packet.t_rx_s)
    write_recording(path, recording.header, together, force=True)


def footloose(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def packets(path: Path) -> list[Packet]:
    return list(Recording(path).everything())


def test_a_report_stands_at_its_time_and_nothing_else_changes(home: Path) -> None:
    before = packets(home / "run.mcap")

    done = footloose("symptom", "add", "run.mcap", "numb", "--at", "5:00", "--left", "--top")

    assert done.exit_code == 0, done.output
    assert "5:00 numb, left foot, top; added afterwards" in done.output
    after = packets(home / "run.mcap")
    added = [packet for packet in after if packet.characteristic == uuids.SYMPTOM]
    tap = CHARACTERISTICS[uuids.SYMPTOM].decode(added[0].payload)
    assert (added[0].sensor, added[0].t_rx_s) == ("runner afterwards", 300.0)
    assert (tap.side, tap.zone) == (Side.LEFT, Zone.TOP)
    assert [packet for packet in after if packet not in added] == before
    times_s = [packet.t_rx_s for packet in after]
    assert times_s == sorted(times_s)


def test_plan_and_follow_up_work_from_a_watch_and_reports_alone(home: Path) -> None:
    footloose("symptom", "add", "run.mcap", "numb", "--at", "5:00", "--left", "--top")

    shown, plan = footloose("session", "show", "last"), footloose("plan")
    asked = footloose("follow-up", "last", "--answer", "numb=no")

    assert "felt       5.0 min: numb (added afterwards), top of the left foot" in shown.output
    assert "Lace in parallel over the top" in plan.output
    assert asked.exit_code == 0, asked.output


def test_the_same_added_twice_counts_once(home: Path) -> None:
    same = ("symptom", "add", "run.mcap", "numb", "--at", "5:00", "--left", "--top")
    footloose(*same)
    once = note_of(home / "run.mcap").read_bytes()

    again = footloose(*same)

    assert again.exit_code == 0, again.output
    assert "5:00 numb, left foot, top: is there already" in again.output
    assert note_of(home / "run.mcap").read_bytes() == once
    other = footloose("symptom", "add", "run.mcap", "numb", "--at", "5:00", "--right", "--top")
    assert "added afterwards" in other.output


def test_what_was_added_and_then_cut_short_is_told_at_the_next_start(home: Path) -> None:
    footloose("report", "run.mcap")
    footloose("session", "note", "run.mcap", "--athlete", "Ada")
    with Catalogue.open(home / "data" / "catalogue.sqlite") as catalogue:
        add_report(catalogue, home / "run.mcap", AddedReport(t_s=300.0, feeling=Feeling.DIZZY))

    again = footloose("symptom", "add", "run.mcap", "dizzy", "--at", "5:00")

    assert "is there already" in again.output
    assert "you were dizzy" in again.output.replace("\n", " ")
    assert "felt       5.0 min: dizzy" in footloose("session", "show", "run.mcap").output


def test_a_closed_recording_is_never_written_again(home: Path) -> None:
    before = (home / "run.mcap").read_bytes()

    footloose("symptom", "add", "run.mcap", "numb", "--at", "5:00", "--left", "--top")
    footloose("symptom", "add", "run.mcap", "dizzy", "--at", "6:00")
    footloose("symptom", "remove", "run.mcap", "--at", "6:00")

    assert (home / "run.mcap").read_bytes() == before
    numb = AddedReport(t_s=300.0, feeling=Feeling.NUMB, side=Side.LEFT, zone=Zone.TOP)
    assert read_note(home / "run.mcap").added == (numb,)


def test_what_an_older_version_added_inside_a_recording_is_read_and_taken_back(home: Path) -> None:
    inside = Packet(symptom.AFTERWARDS, uuids.SYMPTOM, 300.0, bytes([1, 1, 1]))
    recorded_more(home / "run.mcap", inside)
    before, felt = (home / "run.mcap").read_bytes(), "felt       5.0 min: numb"
    add = ("symptom", "add", "run.mcap", "numb", "--at", "5:00", "--left", "--top")
    assert "is there already" in footloose(*add).output
    assert felt in footloose("session", "show", "run.mcap").output

    done = footloose("symptom", "remove", "run.mcap", "--at", "5:00")

    assert "5:00 numb, left foot, top; removed" in done.output
    assert (home / "run.mcap").read_bytes() == before
    assert felt not in footloose("session", "show", "last").output
    footloose(*add)
    assert felt in footloose("session", "show", "last").output


def test_what_was_added_is_read_wherever_the_recording_is(home: Path) -> None:
    footloose("symptom", "add", "run.mcap", "numb", "--at", "5:00", "--left", "--top")

    replayed = footloose("replay", "run.mcap", "--events", "events.jsonl")
    exported = [
        footloose("export", "last", "--to", form, "-o", f"out.{form}")
        for form in ("fit", "csv", "mcap")
    ]
    analysed = footloose("analyse", "run.mcap", "-o", "tables")
    assert footloose("sessions", "--rebuild").exit_code == 0

    assert [one.exit_code for one in (replayed, *exported, analysed)] == [0] * 5
    for events in ("events.jsonl", "tables/run/events.jsonl"):
        assert '"feeling":"numb"' in Path(events).read_text()
    with fitdecode.FitReader("out.fit") as reader:
        records = [m for m in reader if isinstance(m, fitdecode.FitDataMessage)]
    felt = [m.get_value("symptom", fallback=None) for m in records if m.name == "record"]
    assert any(felt)
    assert "felt       5.0 min: numb" in footloose("session", "show", "last").output


def test_rows_of_a_table_say_by_their_hash_that_something_was_added(home: Path) -> None:
    before = stamp_of("", home / "run.mcap").recording

    footloose("symptom", "add", "run.mcap", "numb", "--at", "5:00")
    after = stamp_of("", home / "run.mcap").recording
    footloose("symptom", "remove", "run.mcap", "--at", "5:00")

    assert after.startswith(f"{before}+")
    assert stamp_of("", home / "run.mcap").recording == before


def test_a_cohort_analyses_a_run_anew_to_which_something_was_added(home: Path) -> None:
    def cohort() -> str:
        done = footloose("cohort", "run.mcap", "-o", "all", "--workers", "1", "--no-parquet")
        assert done.exit_code == 0, done.output
        return Path("all/sessions/run/events.jsonl").read_text()

    before = cohort()

    footloose("symptom", "add", "run.mcap", "numb", "--at", "5:00")

    assert '"feeling":"numb"' not in before
    assert '"feeling":"numb"' in cohort()


def test_what_was_added_is_taken_back_and_a_tap_of_the_run_stays(home: Path) -> None:
    tap = Packet("phone", uuids.SYMPTOM, 300.0, bytes([1, 2, 1]))
    recorded_more(home / "run.mcap", tap)
    before = packets(home / "run.mcap")
    footloose("symptom", "add", "run.mcap", "dizzy", "--at", "5:00")
    assert "CALL FOR HELP" in footloose("cards").output

    done = footloose("symptom", "remove", "run.mcap", "--at", "5:00")

    assert "5:00 dizzy, foot not said; removed" in done.output
    assert packets(home / "run.mcap") == before
    assert tap in before
    assert "CALL FOR HELP" not in footloose("cards").output
    shown = footloose("session", "show", "last").output
    assert "felt       5.0 min: numb, top of the right foot" in shown


def test_a_time_at_which_nothing_was_added_is_refused_with_those_that_are_known(home: Path) -> None:
    footloose("symptom", "add", "run.mcap", "numb", "--at", "5:00", "--left", "--top")

    done = footloose("symptom", "remove", "run.mcap", "--at", "6:00")

    assert "--at: 6:00: nothing was added there; added were: 5:00" in str(done.exception)


def test_what_nobody_heard_was_not_said(home: Path) -> None:
    footloose("symptom", "add", "run.mcap", "numb", "--at", "5:00", "--left", "--top")
    events: list[Event] = []
    replay(home / "run.mcap", events.extend)
    assert any(isinstance(event, Advice) for event in events)  # a coach would have said something

    shown = footloose("session", "show", "last").output
    assert footloose("report", "last", "-o", "r.html", "--language", "en").exit_code == 0
    assert footloose("export", "last", "--to", "fit", "-o", "run_again.fit").exit_code == 0

    assert "said  " not in shown
    assert "Nothing was advised." in Path("r.html").read_text()
    with fitdecode.FitReader("run_again.fit") as reader:
        records = [m for m in reader if isinstance(m, fitdecode.FitDataMessage)]
    told = [m.get_value("advice", fallback=None) for m in records if m.name == "record"]
    assert told
    assert set(told) == {None}


def test_an_export_of_a_run_without_a_date_says_so(home: Path) -> None:
    recording = Recording(home / "run.mcap")
    undated = replace(recording.header, started=UNKNOWN_START)
    write_recording(home / "undated.mcap", undated, packets(home / "run.mcap"))

    dated = footloose("export", "run.mcap", "--to", "fit", "-o", "a.fit").output
    said = footloose("export", "undated.mcap", "--to", "fit", "-o", "b.fit").output

    assert "no date" not in dated
    assert "the run has no date" in said


def test_a_red_flag_told_after_the_run_is_a_card_at_once_also_in_the_report(home: Path) -> None:
    # what was said in the run was recorded: a report that comes later is judged all the same
    recording = Recording(home / "run.mcap")
    today = replace(recording.header, started=datetime.now(UTC) - timedelta(minutes=MINUTES))
    packets_of = [said.opening(0.0), *recording.stored()]
    write_recording(home / "run.mcap", today, packets_of, force=True)
    footloose("symptom", "add", "run.mcap", "numb", "--at", "5:00", "--left", "--sole")
    footloose("report", "last")

    done = footloose("symptom", "add", "run.mcap", "swollen", "--at", "9:00", "--left", "--calf")

    assert "you reported a swollen calf (left)" in done.output
    report = (home / "data" / "reports" / "run.html").read_text()
    assert "Call for help now" in report
    assert "stretch the lower calf" not in report
    assert "Call for help now".upper() in footloose("cards").output
    assert "stretch" not in footloose("plan").output.replace("no stretch", "").lower()


def test_an_emergency_of_a_run_of_years_ago_is_none_of_now(home: Path) -> None:
    footloose("symptom", "add", "run.mcap", "numb", "--at", "5:00", "--left", "--sole")
    footloose("report", "last")

    done = footloose("symptom", "add", "run.mcap", "dizzy", "--at", "9:00")

    report = (home / "data" / "reports" / "run.html").read_text()
    for told in (done.output, footloose("cards").output, report):
        text = told.lower().replace("\n", " ")
        assert "call for help if it is still so" in text
        assert "if it is still so, or comes back, call the emergency number (in europe 112)" in text
        assert "call for help now" not in text
    assert "in the run of 2021-" in footloose("cards").output.replace("\n", " ")
    assert footloose("cards", "--read").exit_code == 0
    assert "no open cards" in footloose("cards").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("numb", "--at", "50:00"), "there is no 50:00; it goes from 0:00 to 19:59"),
        (("sore", "--at", "5:00"), "FEELING: sore: expected one of numb, tingling"),
        (("numb", "--at", "soon"), "--at: soon: expected minutes and seconds"),
        (("numb", "--at", "5:00", "--top", "--sole"), "--sole: the place is --top already"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    home: Path, words: tuple[str, ...], says: str
) -> None:
    done = footloose("symptom", "add", "run.mcap", *words)

    assert isinstance(done.exception, MonitorError)
    assert says in str(done.exception)
    assert not note_of(home / "run.mcap").exists()
