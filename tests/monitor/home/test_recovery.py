"""A recording that a crash cut off is closed at the next start, and what is missing is said."""

from datetime import UTC, datetime
from pathlib import Path

from monitor.home.filing import story_of
from monitor.home.folder import Home
from monitor.home.notes import Note, read_note, write_note
from monitor.home.recovery import close_cut_recordings, is_closed
from monitor.home.reporting import report_bytes
from monitor.home.rows import row_of
from monitor.report.wording import LANGUAGES
from monitor.session.beside import note_of
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.session.recording import Recording
from monitor.types import Packet
from monitor.wire import clock, uuids
from monitor.wire.clock import HostTick


def cut_recording(path: Path) -> None:
    """One minute: the left pod to the end, the right one silent for 20 s and lost 10 s before."""
    journal = Journal.open(path, RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC)))
    for t in range(61):
        journal.write(Packet("host", uuids.CLOCK, float(t), clock.encode(HostTick(t))))
        journal.write(Packet("pod-left", uuids.IMU, float(t), bytes(30)))
        if t <= 20 or 40 <= t <= 50:
            journal.write(Packet("pod-right", uuids.IMU, float(t), bytes(30)))
    saved = path.read_bytes()
    journal.close()
    path.write_bytes(saved[:-7])


def test_what_a_mapped_sensor_and_a_belt_missed_is_said_too(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    path = home.recordings / "run.mcap"
    journal = Journal.open(path, RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC)))
    for t in range(61):
        journal.write(Packet("sensor", "0000ffe4-0000-1000-8000-00805f9a34fb", float(t), bytes(20)))
        journal.write(Packet("sensor", uuids.BATTERY, float(t), bytes(1)))
        if t <= 40:
            journal.write(Packet("belt", uuids.TREADMILL, float(t), bytes(4)))
    saved = path.read_bytes()
    journal.close()
    path.write_bytes(saved[:-7])

    (closed,) = close_cut_recordings(home)

    assert closed.sentences[1:] == [
        "belt: 20 s are missing",
        "sensor: nothing is missing before that",
    ]


def test_a_cut_recording_on_another_disk_is_closed_and_the_old_file_stays(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    disk = tmp_path / "disk" / "night.mcap"
    disk.parent.mkdir()
    cut_recording(disk)
    old = disk.read_bytes()
    (home.recordings / "run.mcap").symlink_to(disk)

    (closed,) = close_cut_recordings(home)

    assert closed.path == home.recordings / "run.mcap"
    assert disk.with_name("night.original.mcap").read_bytes() == old
    assert is_closed(disk)


def test_a_cut_recording_is_closed_and_what_is_missing_is_said(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    path = home.recordings / "run.mcap"
    cut_recording(path)
    assert not is_closed(path)

    (closed,) = close_cut_recordings(home)

    assert is_closed(path)
    assert Recording(path).header.started.year == 2026
    assert closed.sentences == [
        "run.mcap: was cut off at 1:00 and is closed now",
        "pod-left: nothing is missing before that",
        "pod-right: 30 s are missing",
    ]
    assert close_cut_recordings(home) == []


def test_what_is_missing_stays_in_the_note_and_stands_in_the_report(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    path = home.recordings / "run.mcap"
    cut_recording(path)
    write_note(path, Note(athlete="Ada"))

    close_cut_recordings(home)

    note, story = read_note(path), story_of(path)
    row = row_of("run", str(path), story, note, "")
    german, english = (
        report_bytes((row, story, note), None, one, "html").decode() for one in LANGUAGES
    )
    assert note.athlete == "Ada"
    assert "The recording was cut off at 1:00; what came after is not known." in english
    assert "pod-left: nothing is missing; pod-right: 30 s are missing" in english
    assert "pod-left: es fehlt nichts; pod-right: es fehlen 30 s" in german


def test_a_note_that_cannot_be_read_keeps_no_recording_from_being_closed(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    path = home.recordings / "run.mcap"
    cut_recording(path)
    note_of(path).write_text("{")

    assert len(close_cut_recordings(home)) == 1
    assert note_of(path).read_text() == "{"


def test_a_recording_that_is_being_made_is_left_alone(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    path = home.recordings / "run.mcap"
    with Journal.open(path, RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC))) as journal:
        journal.write(Packet("pod", uuids.IMU, 0.0, bytes(30)))

        assert close_cut_recordings(home) == []

        journal.write(Packet("pod", uuids.IMU, 1.0, bytes(30)))

    assert len(list(Recording(path).packets())) == 2


def test_what_is_no_recording_is_left_alone(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    other = home.recordings / "other.mcap"
    other.write_bytes(b"somebody else's file" * 10)

    assert close_cut_recordings(home) == []
    assert other.read_bytes() == b"somebody else's file" * 10
