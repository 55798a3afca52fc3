"""A recording that was cut off is closed afterwards, and still says what it lost."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import RecordingError
from monitor.session.finish import originals_of, repack_recording, write_recording
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.session.recording import Recording
from monitor.types import Packet

HEADER = RecordingHeader(datetime(2025, 5, 1, 7, 30, tzinfo=UTC), "0.1.0", "{}", "live")
PACKETS = [Packet("pod", "imu", i / 50.0, bytes([i % 256]) * 100) for i in range(500)]


def unfinished(path: Path) -> bytes:
    """The bytes of a recording of which the process was killed."""
    journal = Journal.open(path, HEADER)
    for packet in PACKETS:
        journal.write(packet)
    data = path.read_bytes()
    journal.close()
    path.unlink()
    return data


def test_a_cut_recording_is_repacked_with_every_packet_and_its_header(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    data = unfinished(path)
    path.write_bytes(data)

    count, original = repack_recording(path)

    recording = Recording(path)
    assert list(recording.packets()) == PACKETS
    assert (count, original, recording.header) == (500, None, HEADER)
    assert (recording.recovery.finished, recording.recovery.whole) == (True, True)
    assert path.stat().st_size < len(data) / 3


def test_what_was_lost_stays_known_however_often_it_is_repacked(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    data = unfinished(path)
    middle = len(data) // 2
    path.write_bytes(data[:middle] + data[middle + 700 : -20])
    before = Recording(path)
    back = list(before.packets())
    assert before.recovery.missing_packets == 500 - len(back) - 1 > 0
    assert before.recovery.cut_bytes > 0

    first, again = repack_recording(path), repack_recording(path)

    assert first == (len(back), tmp_path / "run.original.mcap")
    assert again == (len(back), None), "the second time all of the file could be read"
    after = Recording(path)
    assert list(after.packets()) == back
    assert after.recovery.missing_packets == before.recovery.missing_packets
    lost_bytes = before.recovery.damaged_bytes + before.recovery.cut_bytes
    assert after.recovery.damaged_bytes == lost_bytes


def test_what_cannot_be_read_stays_in_the_original(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    data = unfinished(path)[:-20]
    path.write_bytes(data)
    (tmp_path / "run.original.mcap").write_bytes(b"of another day")

    _, original = repack_recording(path)

    assert original == tmp_path / "run.original2.mcap"
    assert original.read_bytes() == data
    assert (tmp_path / "run.original.mcap").read_bytes() == b"of another day"


def test_what_cannot_be_read_stays_where_the_recording_is_a_link_to_another_disk(
    tmp_path: Path,
) -> None:
    disk, path = tmp_path / "disk" / "night.mcap", tmp_path / "run.mcap"
    data = unfinished(path)[:-20]
    disk.parent.mkdir()
    disk.write_bytes(data)
    path.symlink_to(disk)

    count, original = repack_recording(path)

    assert original == disk.with_name("night.original.mcap")
    assert not original.is_symlink()
    assert original.read_bytes() == data
    assert path.is_symlink()
    assert len(list(Recording(path).packets())) == count
    assert originals_of(path) == originals_of(disk) == [original]


def test_a_disk_without_hard_links_keeps_a_whole_copy_of_what_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run.mcap"
    data = unfinished(path)[:-20]
    path.write_bytes(data)
    synced: list[int] = []
    sync = os.fsync

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    def watch(handle: int) -> None:
        synced.append(os.fstat(handle).st_size)
        sync(handle)

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    monkeypatch.setattr(os, "fsync", watch)

    _, original = repack_recording(path)

    assert original is not None
    assert original.read_bytes() == data
    assert synced[0] == len(data), "on the disk before the recording is replaced"


def test_a_recording_of_which_no_packet_is_read_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    journal = Journal.open(path, HEADER)
    journal.close()
    data = path.read_bytes()[:200] + b"\xff" * 900
    path.write_bytes(data)

    with pytest.raises(RecordingError, match="stays as it is"):
        repack_recording(path)

    assert path.read_bytes() == data
    assert [file.name for file in tmp_path.iterdir()] == ["run.mcap"]


def test_a_recording_that_is_being_made_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"

    with Journal.open(path, HEADER) as journal:
        journal.write(PACKETS[0])
        with pytest.raises(RecordingError, match="is being recorded now"):
            repack_recording(path)
        journal.write(PACKETS[1])

    assert list(Recording(path).packets()) == PACKETS[:2]


def test_a_folder_is_made_for_a_recording_and_one_that_cannot_be_is_an_error(
    tmp_path: Path,
) -> None:
    write_recording(tmp_path / "new" / "run.mcap", HEADER, PACKETS)

    assert list(Recording(tmp_path / "new" / "run.mcap").packets()) == PACKETS
    with pytest.raises(RecordingError, match=r"Not a directory|File exists"):
        write_recording(tmp_path / "new" / "run.mcap" / "b" / "c.mcap", HEADER, PACKETS)
