"""A session with everything real but the sensors: journal, screen, event file."""

import asyncio
import logging
import os
import resource
import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from firmware_sim.record import record
from monitor.app import run
from monitor.config import Config
from monitor.errors import RecordingError, SinkError
from monitor.pipeline import Pipeline
from monitor.serialise import event_to_json
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.session.recording import Recording
from monitor.sinks import Outbox, Sink
from monitor.sinks.console import ConsoleSink
from monitor.sinks.event_file import EventFile
from monitor.types import Packet
from monitor.wire import uuids

HEADER = RecordingHeader(datetime(2025, 5, 1, 7, 30, tzinfo=UTC))


@pytest.fixture(scope="module")
def packets(tmp_path_factory: pytest.TempPathFactory) -> list[Packet]:
    """Twelve seconds of two pods."""
    path = tmp_path_factory.mktemp("session") / "run.mcap"
    record("demo", path, duration_s=12.0)
    return list(Recording(path).packets())


async def arriving(packets: list[Packet], size: int = 50) -> AsyncIterator[list[Packet]]:
    for start in range(0, len(packets), size):
        yield packets[start : start + size]
        await asyncio.sleep(0)


def expected(packets: Iterable[Packet]) -> list[str]:
    pipeline = Pipeline(Config())
    events = pipeline.push(list(packets)) + pipeline.finish()
    return [event_to_json(event) for event in events]


def screen() -> tuple[Console, StringIO]:
    shown = StringIO()
    return Console(file=shown, width=200, markup=False), shown


async def test_a_session_is_recorded_shown_and_written(
    packets: list[Packet], tmp_path: Path
) -> None:
    console, shown = screen()
    sinks: dict[str, Sink] = {
        "console": ConsoleSink(console),
        "events": EventFile(tmp_path / "events.jsonl"),
    }

    with Journal.open(tmp_path / "run.mcap", HEADER) as journal:
        await run(arriving(packets), Pipeline(Config()), journal.write, sinks)

    assert list(Recording(tmp_path / "run.mcap").packets()) == packets
    assert (tmp_path / "events.jsonl").read_text().splitlines() == expected(packets)
    assert "strides L " in shown.getvalue()
    assert "[dim]" not in shown.getvalue()


class Dead:
    """Gives up at once."""

    async def run(self, outbox: Outbox) -> None:
        raise SinkError("nobody there")


class Broken:
    """Fails in a way that nobody foresaw."""

    async def run(self, outbox: Outbox) -> None:
        raise OSError(28, "No space left on device")


class Stuck:
    """Takes one event, and then never another."""

    def __init__(self) -> None:
        self.freed = asyncio.Event()

    async def run(self, outbox: Outbox) -> None:
        await outbox.get()
        await self.freed.wait()


async def test_a_sink_that_gives_up_ends_nothing_and_is_named(
    packets: list[Packet], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sinks: dict[str, Sink] = {"dead": Dead(), "events": EventFile(tmp_path / "events.jsonl")}

    await run(arriving(packets), Pipeline(Config()), lambda _: None, sinks)

    assert (tmp_path / "events.jsonl").read_text().splitlines() == expected(packets)
    assert "sink dead: nobody there" in caplog.text


@pytest.mark.unforeseen
async def test_a_sink_that_fails_unforeseen_ends_nothing_and_is_named(
    packets: list[Packet], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sinks: dict[str, Sink] = {"broken": Broken(), "events": EventFile(tmp_path / "events.jsonl")}

    await run(arriving(packets), Pipeline(Config()), lambda _: None, sinks)

    assert (tmp_path / "events.jsonl").read_text().splitlines() == expected(packets)
    assert "sink broken: failed unforeseen" in caplog.text
    assert "No space left on device" in caplog.text


def arrived_of(recorded: list[Packet]) -> list[Packet]:
    """What came, without what was said."""
    return [packet for packet in recorded if packet.characteristic != uuids.SAID]


async def test_a_sink_that_hangs_delays_no_packet_and_no_other_sink(
    packets: list[Packet], tmp_path: Path
) -> None:
    stuck = Stuck()
    sinks: dict[str, Sink] = {"stuck": stuck, "events": EventFile(tmp_path / "events.jsonl")}
    recorded: list[Packet] = []

    async def free_at_the_end() -> AsyncIterator[list[Packet]]:
        async for batch in arriving(packets):
            yield batch
        assert arrived_of(recorded) == packets
        stuck.freed.set()

    await run(free_at_the_end(), Pipeline(Config()), recorded.append, sinks)

    assert (tmp_path / "events.jsonl").read_text().splitlines() == expected(packets)


async def test_a_terminal_that_is_paused_delays_no_packet(packets: list[Packet]) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with suppress(BlockingIOError):
        while os.write(writing, b"." * 4096):
            pass
    os.set_blocking(writing, True)
    recorded: list[Packet] = []
    seen: list[bytes] = []

    def read_on() -> None:
        while data := os.read(reading, 65_536):
            seen.append(data)

    reader = threading.Thread(target=read_on)

    async def pausing() -> AsyncIterator[list[Packet]]:
        async for batch in arriving(packets):
            yield batch
        assert arrived_of(recorded) == packets
        assert not seen
        reader.start()

    with os.fdopen(writing, "w") as file:
        sinks: dict[str, Sink] = {"console": ConsoleSink(Console(file=file, width=200))}
        await run(pausing(), Pipeline(Config()), recorded.append, sinks)
    reader.join()
    os.close(reading)

    assert b"strides L " in b"".join(seen)


async def test_a_full_disk_is_told_and_what_was_written_stays(
    packets: list[Packet], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    console, shown = screen()
    sinks: dict[str, Sink] = {
        "console": ConsoleSink(console),
        "events": EventFile(tmp_path / "events.jsonl"),
    }
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    path = tmp_path / "run.mcap"

    with Journal.open(path, HEADER) as journal:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        try:
            await run(arriving(packets), Pipeline(Config()), journal.write, sinks)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    recording = Recording(path)
    back = list(recording.packets())
    assert 10 < len(back) < len(packets)
    assert back == packets[: len(back)]
    assert recording.recovery.missing_packets == len(packets) - len(back)
    assert shown.getvalue().count("the disk is tried again") == 1
    assert "strides L " in shown.getvalue()
    assert "sink events:" in caplog.text
    assert "File too large" in caplog.text


def test_an_event_file_that_cannot_be_written_is_known_before_the_run(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="No such file or directory"):
        EventFile(tmp_path / "nowhere" / "events.jsonl")


async def test_a_recording_that_goes_on_after_a_full_disk_says_what_is_missing(
    packets: list[Packet], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    path = tmp_path / "run.mcap"

    async def with_room_later() -> AsyncIterator[list[Packet]]:
        async for batch in arriving(packets):
            if batch[-1].t_rx_s > 4.0:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            yield batch

    with caplog.at_level(logging.WARNING), Journal.open(path, HEADER) as journal:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        try:
            await run(with_room_later(), Pipeline(Config()), journal.write, {})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    recording = Recording(path)
    back = list(recording.packets())
    assert back[-1] == packets[-1]
    assert recording.recovery.finished
    assert recording.recovery.missing_packets == len(packets) - len(back) > 100
    assert "goes on" in caplog.text
