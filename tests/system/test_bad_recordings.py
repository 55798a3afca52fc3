"""Whatever a recording holds, and wherever it was cut: every command reads it and says so."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firmware_sim.record import record
from monitor.cli import app
from monitor.errors import RecordingError
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.session.limits import SessionLimits
from monitor.session.recording import Recording
from monitor.types import Packet
from monitor.wire import uuids

SAMPLES = {uuids.IMU, uuids.PRESSURE}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifteen seconds of two pods."""
    path = tmp_path_factory.mktemp("good") / "run.mcap"
    record("demo", path, duration_s=15.0)
    return path


def footloose(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def truncated(chance: random.Random, packet: Packet) -> list[Packet]:
    return [packet._replace(payload=packet.payload[: chance.randrange(len(packet.payload))])]


def flipped(chance: random.Random, packet: Packet) -> list[Packet]:
    payload = bytearray(packet.payload)
    payload[chance.randrange(len(payload))] ^= 1 << chance.randrange(8)
    return [packet._replace(payload=bytes(payload))]


def twice(chance: random.Random, packet: Packet) -> list[Packet]:
    return [packet, packet]


def lost(chance: random.Random, packet: Packet) -> list[Packet]:
    return []


def unknown(chance: random.Random, packet: Packet) -> list[Packet]:
    return [packet, packet._replace(characteristic="0000fff1-0000-1000-8000-00805f9b34fb")]


Damage = Callable[[random.Random, Packet], list[Packet]]


def damaged(packets: Sequence[Packet], damage: Damage) -> list[Packet]:
    """One packet in fifty of the samples is not as it was."""
    chance = random.Random(3)
    return [
        each
        for packet in packets
        for each in (
            damage(chance, packet)
            if packet.characteristic in SAMPLES and chance.random() < 0.02
            else [packet]
        )
    ]


def shuffled(packets: Sequence[Packet]) -> list[Packet]:
    """Samples that follow each other changed places."""
    chance = random.Random(4)
    groups = [list(packets[i : i + 4]) for i in range(0, len(packets), 4)]
    return [
        packet
        for group in groups
        for packet in (
            chance.sample(group, len(group))
            if SAMPLES.issuperset(packet.characteristic for packet in group)
            else group
        )
    ]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (truncated, "packets could not be read and were skipped"),
        (flipped, "strides"),
        (twice, "strides"),
        (lost, "strides"),
        (unknown, "packets could not be read and were skipped"),
    ],
)
def test_damaged_packets_are_counted_and_the_rest_is_used(
    good: Path, tmp_path: Path, damage: Damage, says: str
) -> None:
    path, recording = tmp_path / "bad.mcap", Recording(good)
    packets = damaged(list(recording.packets()), damage)
    write_recording(path, recording.header, packets)

    shown = footloose("replay", path)
    footloose("analyse", path, "-o", tmp_path / "out")
    seen = footloose("inspect", path)

    assert says in shown
    assert "strides L" in shown
    page = json.loads((tmp_path / "out" / "bad" / "summary.json").read_text())
    assert all(foot["strides"] > 3 for foot in page["feet"].values())
    assert page["packets"]["read"] == len(packets)
    assert damage is flipped or ("packets lost" in seen) == (damage in {lost, truncated})
    assert ("unknown 0000fff1" in seen) == (damage is unknown)


def test_shuffled_packets_change_nothing(good: Path, tmp_path: Path) -> None:
    path, recording = tmp_path / "bad.mcap", Recording(good)
    write_recording(path, recording.header, shuffled(list(recording.packets())))

    footloose("replay", good, "--quiet", "--events", tmp_path / "good.jsonl")
    footloose("replay", path, "--quiet", "--events", tmp_path / "bad.jsonl")

    assert (tmp_path / "bad.jsonl").read_bytes() == (tmp_path / "good.jsonl").read_bytes()


@pytest.mark.parametrize("closed", [True, False])
def test_a_recording_cut_anywhere_is_read_as_far_as_it_goes(
    good: Path, tmp_path: Path, closed: bool
) -> None:
    recording, chance = Recording(good), random.Random(5)
    if closed:
        small = SessionLimits(chunk_bytes=20_000)
        write_recording(tmp_path / "closed.mcap", recording.header, recording.packets(), small)
        data = (tmp_path / "closed.mcap").read_bytes()
    else:
        journal = Journal.open(tmp_path / "journal.mcap", recording.header)
        for packet in recording.packets():
            journal.write(packet)
        data = (tmp_path / "journal.mcap").read_bytes()
        journal.close()
    read = []
    for length in [*sorted(chance.sample(range(20_000, len(data)), 3)), len(data) - 1]:
        path = tmp_path / f"cut{length}.mcap"
        path.write_bytes(data[:length])
        shown = footloose("replay", path)
        footloose("analyse", path, "-o", tmp_path / "out")
        seen = footloose("inspect", path)
        page = json.loads((tmp_path / "out" / path.stem / "summary.json").read_text())
        read.append(page["packets"]["read"])
        assert f"{read[-1]} packets; not closed" in shown
        assert f"--repack {path}" in seen

    assert read == sorted(read)
    assert read[-1] > 500


@pytest.mark.parametrize("length", [0, 5, 40])
@pytest.mark.parametrize("command", [["replay"], ["analyse", "-o", "nowhere"], ["inspect"]])
def test_a_recording_that_holds_nothing_is_an_error(
    good: Path, tmp_path: Path, length: int, command: list[str]
) -> None:
    path = tmp_path / "cut.mcap"
    path.write_bytes(good.read_bytes()[:length])

    done = CliRunner().invoke(app, [*command, str(path)])

    assert not Path("nowhere").exists()
    error = done.exception
    if isinstance(error, ExceptionGroup):
        (error,) = error.exceptions
    assert isinstance(error, RecordingError)
    assert "cut.mcap: nothing to read: 0 packets; not closed" in str(error)


def test_a_killed_recording_is_closed_when_asked(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.mcap"
    path.write_bytes(good.read_bytes()[:-100])

    shown = footloose("inspect", "--repack", path)

    assert "repacked" in shown
    assert "not closed" not in footloose("inspect", path)


def test_one_bad_session_does_not_keep_the_others_from_being_analysed(
    good: Path, tmp_path: Path
) -> None:
    sessions = [good, tmp_path / "nowhere.mcap", good]

    done = CliRunner().invoke(app, ["analyse", *map(str, sessions), "-o", str(tmp_path / "out")])

    assert isinstance(done.exception, ExceptionGroup)
    assert (tmp_path / "out" / "run" / "summary.json").exists()
    assert (tmp_path / "out" / "run_2" / "summary.json").exists()


def test_a_header_of_another_kind_gives_the_packets_all_the_same(
    good: Path, tmp_path: Path
) -> None:
    path, recording = tmp_path / "odd.mcap", Recording(good)
    header = RecordingHeader(recording.header.started, config='{"[/odd]": 1}', profile="{[/odd]")
    write_recording(path, header, recording.packets())

    shown = footloose("replay", path)

    assert "recorded profile not used" in shown
    assert "strides L" in shown
