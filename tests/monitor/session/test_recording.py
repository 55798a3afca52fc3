import random
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcap.opcode import Opcode
from mcap.writer import Writer

from monitor.errors import RecordingError
from monitor.session.finish import finish_recording, write_recording
from monitor.session.framing import MAGIC, RECORD_HEAD
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.session.limits import SessionLimits
from monitor.session.parser import PacketParser
from monitor.session.recording import Recording, read_batches, read_header, read_packets
from monitor.types import Packet
from tests.tries import tries

HEADER = RecordingHeader(
    datetime(2025, 5, 1, 7, 30, tzinfo=UTC), "0.1.0", "[lacing]\nsustained_s = 45.0\n", "live"
)
IMU = "0000a001-0000-1000-8000-00805f9b34fb"
PRESSURE = "0000a002-0000-1000-8000-00805f9b34fb"


def some_packets(n: int, seed: int = 1) -> list[Packet]:
    rng = random.Random(seed)
    return [
        Packet(
            rng.choice(["left", "right"]),
            rng.choice([IMU, PRESSURE]),
            i / 61.7,
            rng.randbytes(rng.choice([0, 1, 20, 241])),
        )
        for i in range(n)
    ]


def raw_bytes(folder: Path, packets: list[Packet]) -> bytes:
    path = folder / "raw.mcap"
    journal = Journal.open(path, HEADER)
    for packet in packets:
        journal.write(packet)
    raw = path.read_bytes()
    journal.close()
    path.unlink()
    return raw


def is_subsequence(part: list[Packet], whole: list[Packet]) -> bool:
    rest = iter(whole)
    return all(packet in rest for packet in part)


def read(data: bytes, path: Path) -> Recording:
    path.write_bytes(data)
    return Recording(path)


@pytest.mark.parametrize("finished", [False, True])
def test_packets_come_back_bit_for_bit(tmp_path: Path, finished: bool) -> None:
    path = tmp_path / "run.mcap"
    packets = some_packets(3000)
    packets[7] = packets[7]._replace(t_rx_s=0.1 + 0.2)
    path.write_bytes(raw_bytes(tmp_path, packets))
    if finished:
        finish_recording(path, SessionLimits(chunk_bytes=20_000))

    recording = Recording(path)
    back = list(recording.packets())

    assert back == packets
    assert recording.header == HEADER
    assert recording.recovery.whole
    assert recording.recovery.finished is finished
    assert recording.read_bytes == recording.size_bytes == path.stat().st_size


def test_batches_are_full_except_the_last(tmp_path: Path) -> None:
    packets = some_packets(1001)
    write_recording(tmp_path / "run.mcap", HEADER, packets)

    batches = list(read_batches(tmp_path / "run.mcap", 250))

    assert [len(batch) for batch in batches] == [250, 250, 250, 250, 1]
    assert [packet for batch in batches for packet in batch] == packets


def test_times_before_the_start_and_beyond_all_clocks_survive(tmp_path: Path) -> None:
    packets = [Packet("a", IMU, t_s, b"x") for t_s in (-5.0, 1e12, 0.0, 1.7e9 + 1e-7)]

    write_recording(tmp_path / "run.mcap", HEADER, packets)

    assert list(read_packets(tmp_path / "run.mcap")) == packets


@pytest.mark.parametrize("finished", [False, True])
def test_a_recording_cut_at_any_byte_gives_what_came_before_the_cut(
    tmp_path: Path, finished: bool
) -> None:
    packets = some_packets(12)
    data = raw_bytes(tmp_path, packets)
    path = tmp_path / "cut.mcap"
    if finished:
        path.write_bytes(data)
        finish_recording(path, SessionLimits(chunk_bytes=4096))
        data = path.read_bytes()
    seen = 0

    for cut in range(len(data) + 1):
        recording = read(data[:cut], path)
        back = list(recording.packets())
        recovery = recording.recovery

        assert back == packets[: len(back)]
        assert len(back) >= seen
        assert recovery.finished is (finished and cut == len(data))
        assert recovery.damaged_bytes == 0
        seen = len(back)

    assert seen == len(packets)


def test_a_cut_inside_an_unfinished_recording_costs_one_packet(tmp_path: Path) -> None:
    packets = some_packets(12)
    data = raw_bytes(tmp_path, packets)

    recording = read(data[:-1], tmp_path / "cut.mcap")

    assert list(recording.packets()) == packets[:-1]
    assert recording.recovery.cut_bytes > 0
    assert "bytes at the end unreadable" in recording.recovery.summary


@pytest.mark.parametrize("finished", [False, True])
def test_a_flipped_bit_never_gives_a_wrong_packet_nor_a_silent_loss(
    tmp_path: Path, finished: bool
) -> None:
    packets = some_packets(14, seed=3)
    data = raw_bytes(tmp_path, packets)
    path = tmp_path / "flip.mcap"
    if finished:
        path.write_bytes(data)
        finish_recording(path, SessionLimits(chunk_bytes=4096))
        data = path.read_bytes()
    rng = random.Random(5)

    for at in range(len(data)):
        broken = bytearray(data)
        broken[at] ^= 1 << rng.randrange(8)
        recording = read(bytes(broken), path)
        back = list(recording.packets())

        assert is_subsequence(back, packets)
        assert back == packets or not recording.recovery.whole


def test_a_flipped_bit_in_one_packet_costs_that_packet_only(tmp_path: Path) -> None:
    packets = some_packets(60, seed=4)
    data = raw_bytes(tmp_path, packets)
    victim = max(range(5, 50), key=lambda i: len(packets[i].payload))
    at = data.index(packets[victim].payload)
    broken = bytearray(data)

    for place in (at, at + 100, at - 39, at - 38, at - 30):  # payload, opcode, length, channel
        broken[:] = data
        broken[place] ^= 0x10
        recording = read(bytes(broken), tmp_path / "flip.mcap")

        assert list(recording.packets()) == packets[:victim] + packets[victim + 1 :]
        assert recording.recovery.missing_packets == 1
        assert recording.recovery.damaged_bytes == 39 + 4 + len(packets[victim].payload)


def test_a_damaged_first_chunk_does_not_cost_the_others(tmp_path: Path) -> None:
    packets = some_packets(500)
    path = tmp_path / "run.mcap"
    write_recording(path, HEADER, packets, SessionLimits(chunk_bytes=4096))
    data = bytearray(path.read_bytes())
    data[data.index(b"zstd") + 100] ^= 0x01
    path.write_bytes(data)

    recording = Recording(path)
    back = list(recording.packets())

    assert 450 < len(back) < 500
    assert back == packets[-len(back) :]
    assert recording.recovery.missing_packets == 500 - len(back)


@tries(200)
@given(data=st.binary(max_size=400), cuts=st.lists(st.integers(0, 400), max_size=5))
def test_rubbish_after_a_good_start_is_counted_and_raises_nothing(
    data: bytes, cuts: list[int]
) -> None:
    parser = PacketParser()
    edges = [0, *sorted(cuts), 400]

    found = [p for a, b in pairwise(edges) for p in parser.push(data[a:b])]
    found += parser.finish()

    assert found == []
    assert parser.cut_bytes <= len(data)


@tries(50)
@given(cuts=st.lists(st.integers(0, 6000), max_size=30))
def test_packets_do_not_depend_on_how_the_file_is_read(
    cuts: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    packets = some_packets(30)
    data = bytearray(raw_bytes(tmp_path_factory.mktemp("raw"), packets))
    data[len(data) // 2] ^= 0xFF
    whole = PacketParser()
    pieces = PacketParser()
    edges = [0, *sorted(cuts), len(data)]

    expected = whole.push(bytes(data)) + whole.finish()
    found = [p for a, b in pairwise(edges) for p in pieces.push(bytes(data[a:b]))]
    found += pieces.finish()

    assert found == expected
    assert len(found) == 29
    assert (pieces.damaged_bytes, pieces.cut_bytes) == (whole.damaged_bytes, whole.cut_bytes)


@pytest.mark.parametrize("content", [b"hello, this is a text file", b"\x00" * 100, b"PK\x03\x04"])
def test_another_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)

    with pytest.raises(RecordingError, match=r"notes\.txt: not a recording"):
        read_header(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"none\.mcap: No such file"):
        Recording(tmp_path / "none.mcap")
    with pytest.raises(RecordingError, match="Is a directory"):
        Recording(tmp_path)


def test_an_mcap_file_of_another_program_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "robot.mcap").open("wb") as file:
        writer = Writer(file)
        writer.start(profile="ros2")
        channel = writer.register_channel("odometry", "cdr", 0)
        writer.add_message(channel, 1, b"turtle" * 10, 1)
        writer.finish()  # type: ignore[no-untyped-call] # mcap says no types here

    with pytest.raises(RecordingError, match=r"robot\.mcap: not a recording"):
        Recording(tmp_path / "robot.mcap")


def records_of(data: bytes) -> list[tuple[int, int, int]]:
    """Opcode, place and whole size of every record of a file, up to its footer."""
    found, at = [], len(MAGIC)
    while at < len(data) - len(MAGIC):
        opcode, length = RECORD_HEAD.unpack_from(data, at)
        found.append((opcode, at, RECORD_HEAD.size + length))
        at += RECORD_HEAD.size + length
    return found


@cache
def finished() -> bytes:
    """A finished recording of many small chunks."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "run.mcap"
        write_recording(path, HEADER, some_packets(400, seed=9), SessionLimits(chunk_bytes=2048))
        return path.read_bytes()


@tries(150)
@given(which=st.integers(0, 200), longer=st.one_of(st.integers(0, 63), st.integers(-80, 30_000)))
def test_a_record_of_a_wrong_length_costs_no_other(which: int, longer: int) -> None:
    data, packets = finished(), some_packets(400, seed=9)
    records = records_of(data)
    opcode, at, size = records[which % len(records)]
    length = size - RECORD_HEAD.size
    wrong = length ^ 1 << longer if 0 <= longer < 64 else max(length + longer, 0)

    with TemporaryDirectory() as folder:
        broken = data[: at + 1] + wrong.to_bytes(8, "little") + data[at + 9 :]
        recording = read(broken, Path(folder) / "broken.mcap")
        back = list(recording.packets())

    own = PacketParser()
    own.push(data[:at])
    costs = len(own.push(data[at : at + size])) if opcode == Opcode.CHUNK else 0
    assert is_subsequence(back, packets)
    assert len(packets) - len(back) <= costs
    assert wrong == length or not recording.recovery.whole
    assert recording.header == HEADER or opcode == Opcode.METADATA
