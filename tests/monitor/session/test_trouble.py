"""The disk is full, or the file is gone: it is said, counted, and nothing more is lost."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import RecordingError
from monitor.session.finish import repack_recording
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.session.limits import SessionLimits
from monitor.session.recording import Recording
from monitor.types import Packet

HEADER = RecordingHeader(datetime(2025, 5, 1, 7, 30, tzinfo=UTC), "0.1.0", "", "live")
QUICK = SessionLimits(sync_every_s=0.001)


def packet(i: int) -> Packet:
    return Packet("left", "imu", i / 1000.0, bytes([i % 256]) * 1000)


@contextmanager
def full_at(size_bytes: int) -> Iterator[None]:
    """No file grows beyond this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def read(path: Path) -> tuple[list[Packet], int]:
    """Packets that are there, and how many are said to be missing."""
    recording = Recording(path)
    back = list(recording.packets())
    return back, recording.recovery.missing_packets


def test_kept_and_missing_add_up_on_a_disk_that_stays_full(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    journal = Journal.open(path, HEADER)
    errors = []

    with full_at(10_000):
        for i in range(200):
            try:
                journal.write(packet(i))
            except RecordingError as error:
                errors.append(str(error))
        journal.close()

    back, missing = read(path)
    assert back == [packet(i) for i in range(len(back))]
    assert (len(back), len(back) + missing) == (journal.packets, 200)
    assert errors == [f"{path}: File too large; the disk is tried again"]
    assert journal.incomplete == f"{missing} of 200 packets are missing: File too large"


def test_what_is_missing_stays_known_when_there_is_room_again(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    journal = Journal.open(path, HEADER)
    with full_at(10_000):
        for i in range(200):
            try:
                journal.write(packet(i))
            except RecordingError:
                continue
        journal.close()
    before = read(path)

    repack_recording(path)
    once = read(path)
    repack_recording(path)

    assert read(path) == once == before


def test_a_recording_without_trouble_is_complete(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "run.mcap", HEADER) as journal:
        journal.write(packet(0))

    assert journal.incomplete == ""
    assert read(tmp_path / "run.mcap") == ([packet(0)], 0)


def test_a_deleted_recording_is_said_once_and_written_again(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "run.mcap"
    journal = Journal.open(path, HEADER, QUICK)
    errors: list[str] = []
    journal.write(packet(0))
    path.unlink()
    path.parent.rmdir()

    count = 1
    while not errors or count % 100:
        try:
            journal.write(packet(count))
        except RecordingError as error:
            errors.append(str(error))
        count += 1
    journal.close()

    assert errors == [f"{path}: was moved or deleted; at the end it is written again"]
    assert journal.path == path
    assert journal.incomplete == ""
    assert read(path) == ([packet(i) for i in range(count)], 0)


def test_what_stands_in_the_place_of_a_moved_recording_stays(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    journal = Journal.open(path, HEADER)
    journal.write(packet(0))
    path.rename(tmp_path / "moved.mcap")
    path.write_bytes(b"somebody else's")

    journal.write(packet(1))
    journal.close()

    assert journal.path == tmp_path / "run_2.mcap"
    assert path.read_bytes() == b"somebody else's"
    assert read(journal.path) == ([packet(0), packet(1)], 0)
    assert read(tmp_path / "moved.mcap") == ([packet(0), packet(1)], 0)


def test_what_comes_after_the_end_is_written_into_no_other_file(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "run.mcap", HEADER)
    journal.write(packet(0))
    journal.close()
    whole = (tmp_path / "run.mcap").read_bytes()
    # the files of a report get the numbers that the recording had
    others = [tmp_path / f"{name}.html" for name in "abc"]
    opened = [other.open("wb", buffering=0) for other in others]
    for file in opened:
        file.write(b"A" * 5000)

    with suppress(RecordingError):
        journal.write(packet(1))
    for file in opened:
        file.close()

    assert [other.read_bytes() for other in others] == [b"A" * 5000] * 3
    assert (tmp_path / "run.mcap").read_bytes() == whole
    assert journal.lost_packets == 0
