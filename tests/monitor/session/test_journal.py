import errno
import os
import random
import resource
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mcap.reader import make_reader

from monitor.errors import RecordingError
from monitor.session import finish
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.session.limits import SessionLimits
from monitor.session.recording import Recording, read_packets
from monitor.types import Packet

HEADER = RecordingHeader(datetime(2025, 5, 1, 7, 30, tzinfo=UTC), "0.1.0", "", "live")
WRITER = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from monitor.session.header import RecordingHeader
    from monitor.session.journal import Journal
    from monitor.types import Packet

    journal = Journal.open(Path(sys.argv[1]), RecordingHeader(datetime.now(UTC)))
    count = 0
    while True:
        journal.write(Packet("left", "imu", count / 62.0, count.to_bytes(4, "little") * 50))
        count += 1
        if count % 50 == 0:
            print(count, flush=True)
        if count == int(sys.argv[2]):
            journal.close()
            break
"""


def packet(i: int, size: int = 100) -> Packet:
    return Packet("left", "imu", float(i), bytes([i % 256]) * size)


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 6))]
)
def test_a_killed_process_loses_nothing_that_was_handed_over(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    path = tmp_path / "run.mcap"
    # odd seeds are killed while the recording is being rewritten
    last = rng.randrange(20_000, 40_000) if seed % 2 else 10**9
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(path), str(last)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    target = last - last % 50 if seed % 2 else 50 * rng.randrange(1, 200)

    for line in process.stdout:
        if int(line) >= target:
            break
    if seed % 2:
        while not path.with_name("run.mcap.part").exists() and process.poll() is None:
            pass
    process.send_signal(signal.SIGKILL)
    handed_over = int(([line, *process.stdout])[-1])
    process.wait()
    process.stdout.close()

    recording = Recording(path)
    back = list(recording.packets())
    assert len(back) >= handed_over
    assert [int.from_bytes(p.payload[:4], "little") for p in back] == list(range(len(back)))
    assert not recording.recovery.damaged_bytes


def test_closing_leaves_a_finished_recording_that_other_tools_read(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    with Journal.open(path, HEADER) as journal:
        for i in range(100):
            journal.write(packet(i))

    with path.open("rb") as file:
        messages = list(make_reader(file).iter_messages())

    assert [p.name for p in tmp_path.iterdir()] == ["run.mcap"]
    assert len(messages) == 100
    _, channel, message = messages[3]
    assert channel.topic == "left/imu"
    assert channel.metadata == {"sensor": "left", "characteristic": "imu"}
    assert message.log_time == HEADER.started_ns + 3_000_000_000
    assert message.data[8:-4] == packet(3).payload


def test_a_full_disk_is_said_once_and_the_session_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    journal = Journal.open(path, HEADER)
    errors = []
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
        for i in range(200):
            try:
                journal.write(packet(i, 1000)._replace(t_rx_s=i / 1000))
            except RecordingError as error:
                errors.append(str(error))
        written = journal.packets
        during = list(read_packets(path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    journal.write(packet(7)._replace(t_rx_s=60.0))
    journal.close()

    recording = Recording(path)
    back = list(recording.packets())
    assert len(errors) == 1
    assert "run.mcap: File too large" in errors[0]
    assert len(during) == written == 9
    assert journal.lost_packets == 191
    assert back == [*during, packet(7)._replace(t_rx_s=60.0)]
    assert recording.recovery.damaged_bytes == 0


def test_no_room_for_the_rewriting_leaves_the_recording_as_readable(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    packets = [Packet("left", "imu", float(i), random.Random(i).randbytes(500)) for i in range(400)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    journal = Journal.open(path, HEADER)
    for one in packets:
        journal.write(one)

    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
        journal.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    recording = Recording(path)
    assert list(recording.packets()) == packets
    assert not recording.recovery.finished
    assert [p.name for p in tmp_path.iterdir()] == ["run.mcap"]


def test_an_unfinished_recording_can_be_finished_later(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    journal = Journal.open(path, HEADER)
    for i in range(50):
        journal.write(packet(i))
    cut = path.read_bytes()[:-20]
    journal.close()
    path.write_bytes(cut)

    count = finish.finish_recording(path)

    recording = Recording(path)
    assert count == 49
    assert list(recording.packets()) == [packet(i) for i in range(49)]
    assert recording.recovery.finished


def test_a_recording_is_never_overwritten_by_a_new_session(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    path.write_bytes(b"dear to somebody")

    with pytest.raises(RecordingError, match=r"run\.mcap: File exists"):
        Journal.open(path, HEADER)

    assert path.read_bytes() == b"dear to somebody"


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(RecordingError, match=r"run\.mcap"):
        Journal.open(tmp_path / "file" / "run.mcap", HEADER)


def test_a_packet_after_the_end_is_refused(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "run.mcap", HEADER)
    journal.close()
    journal.close()

    with pytest.raises(RecordingError):
        journal.write(packet(1))


def test_an_import_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    finish.write_recording(path, HEADER, [packet(1)])

    def broken() -> Iterator[Packet]:
        yield packet(2)
        raise RecordingError("the file ends here")

    with pytest.raises(RecordingError, match="ends here"):
        finish.write_recording(path, HEADER, broken(), force=True)

    assert list(read_packets(path)) == [packet(1)]
    assert os.listdir(tmp_path) == ["run.mcap"]  # noqa: PTH208  # the names alone


def test_the_disk_is_synced_while_the_session_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = threading.Event()
    fsync = os.fsync

    def watched(handle: int) -> None:
        fsync(handle)
        if threading.current_thread() is not threading.main_thread():
            synced.set()

    monkeypatch.setattr(os, "fsync", watched)
    journal = Journal.open(tmp_path / "run.mcap", HEADER, SessionLimits(sync_every_s=0.01))
    journal.write(packet(1))

    assert synced.wait(5.0)
    journal.close()


def test_a_disk_that_cannot_sync_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = threading.Event()
    fsync = os.fsync

    def broken(handle: int) -> None:
        if threading.current_thread() is threading.main_thread() or failed.is_set():
            fsync(handle)
            return
        failed.set()
        raise OSError(errno.EIO, "Input/output error")

    journal = Journal.open(tmp_path / "run.mcap", HEADER, SessionLimits(sync_every_s=0.05))
    monkeypatch.setattr(os, "fsync", broken)
    errors = []

    assert failed.wait(5.0)
    for i in range(10_000):
        try:
            journal.write(packet(i))
        except RecordingError as error:
            errors.append(str(error))
    journal.close()

    assert len(errors) == 1
    assert errors[0].endswith("run.mcap: Input/output error; the disk is tried again")
    back = list(read_packets(tmp_path / "run.mcap"))
    assert len(back) == journal.packets
    assert journal.packets + journal.lost_packets == 10_000
