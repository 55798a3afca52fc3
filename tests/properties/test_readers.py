"""Whatever a file contains: what is sound of it, or one error of ours that names it.

Also within bounded memory. What is damaged here is small and sound; the attacks on sizes have tests
of their own (test_case_attacks.py, test_import_repairs.py).
"""

import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import load
from monitor.errors import MonitorError
from monitor.session import chunks
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.session.recording import Recording
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.csv_map import read_map
from monitor.sources.importers.fit_crc import crc16
from monitor.sources.importers.guess import propose
from monitor.sources.importers.recognise import recognise
from monitor.types import Packet
from monitor.wire import CHARACTERISTICS
from tests.garbled import GOOD, MAP, RUBBISH, table
from tests.memory import Peak
from tests.tries import tries


def damaged(good: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with a few pieces replaced, cut off, doubled or flipped."""
    place = st.integers(0, len(good))
    new = st.one_of(
        st.binary(max_size=8),
        st.sampled_from(RUBBISH),
        st.tuples(place, st.integers(1, 60)).map(lambda cut: good[cut[0] : cut[0] + cut[1]]),
    )
    edits = st.lists(st.tuples(place, st.integers(0, 12), new), min_size=1, max_size=4)

    def apply(changes: list[tuple[int, int, bytes]]) -> bytes:
        data = good
        for at, length, piece in changes:
            data = data[:at] + piece + data[at + length :]
        return data

    return st.one_of(edits.map(apply), place.map(lambda at: good[:at]), st.binary(max_size=300))


def refused(path: Path, read: Callable[[], object]) -> bool:
    """Whether reading a file ends in an error of ours, which then has to name the file."""
    try:
        read()
    except MonitorError as error:
        if path.name not in str(error):
            raise
        return True
    return False


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("readers")
    (path / "map.toml").write_text(MAP)
    return path


@pytest.mark.parametrize("name", GOOD)
def test_a_sound_file_is_read(folder: Path, name: str) -> None:
    path = folder / "good"
    path.write_bytes(GOOD[name]())

    run = IMPORT_FORMATS[name]([path], folder / "map.toml" if name == "csv" else None)

    assert len(list(run.packets)) >= 2
    assert recognise([path]) == name


@pytest.mark.parametrize("name", GOOD)
@tries(250)
@given(data=st.data())
def test_a_damaged_file_is_refused_by_name_or_read_soundly(
    folder: Path, name: str, data: st.DataObject
) -> None:
    path = folder / "damaged"
    content = data.draw(damaged(GOOD[name]()))
    if name == "fit" and data.draw(st.booleans()):  # past the checksum, to the reader itself
        content = content[:-2] + struct.pack("<H", crc16(content[:-2]))
    path.write_bytes(content)
    peak = Peak()

    def read() -> None:
        run = IMPORT_FORMATS[name]([path], folder / "map.toml" if name == "csv" else None)
        for packet in run.packets:
            CHARACTERISTICS[packet.characteristic].decode(packet.payload)

    refused(path, read)
    assert peak.is_bounded(len(content))


@tries(250)
@given(content=damaged(table()))
def test_a_guess_is_a_map_or_a_refusal(folder: Path, content: bytes) -> None:
    path = folder / "guess.csv"
    path.write_bytes(content)

    def read() -> None:
        text = propose([path]).text
        (folder / "proposal.toml").write_text(text, encoding="utf-8")

    if not refused(path, read):
        proposal = folder / "proposal.toml"
        text = proposal.read_text(encoding="utf-8").replace(
            "# rate_hz = 100.0 ", "rate_hz = 100.0 #"
        )
        proposal.write_text(text, encoding="utf-8")  # as its owner would, having looked
        assert read_map(proposal).stream


@tries(250)
@given(content=damaged(MAP.encode()))
def test_a_map_or_a_configuration_is_read_or_refused_by_name(folder: Path, content: bytes) -> None:
    path = folder / "any.toml"
    path.write_bytes(content)

    refused(path, lambda: read_map(path))
    refused(path, lambda: load(path))


@pytest.fixture(scope="module")
def recording(folder: Path) -> bytes:
    path = folder / "good.mcap"
    packets = [Packet("pod", "imu", i / 50.0, bytes([i % 256]) * 40) for i in range(150)]
    write_recording(path, RecordingHeader(datetime(2026, 1, 1, tzinfo=UTC)), packets)
    return path.read_bytes()


@tries(250)
@given(data=st.data())
def test_a_damaged_recording_gives_no_packet_that_was_not_in_it(
    folder: Path, recording: bytes, data: st.DataObject
) -> None:
    path = folder / "damaged.mcap"
    path.write_bytes(data.draw(damaged(recording)))

    found: list[Packet] = []
    refused(path, lambda: found.extend(Recording(path).packets()))

    assert all(p.payload == p.payload[:1] * 40 and p.sensor == "pod" for p in found)


@tries(250)
@given(records=st.binary(max_size=200), data=st.data())
def test_a_damaged_chunk_gives_its_records_or_an_error(records: bytes, data: st.DataObject) -> None:
    packed = zstandard.compress(records)
    head = struct.pack("<QQQI", 0, 0, len(records), zlib.crc32(records))
    good = head + struct.pack("<I4sQ", 4, b"zstd", len(packed)) + packed

    assert chunks.unpack(good) == records
    try:
        found = chunks.unpack(data.draw(damaged(good)))
    except ValueError:
        return
    assert len(found) <= len(records) + 300
