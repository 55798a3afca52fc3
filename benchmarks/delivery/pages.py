"""Many pages, two of them real ones; a page that never reads; and what pages cost the pipeline."""

import asyncio
import contextlib
import json
import socket
import sys
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

import msgspec

from benchmarks.delivery.rows import percentile, resident_mib, row, used_s
from benchmarks.delivery.screens import late_s
from benchmarks.delivery.station import PORT, Station, feed
from firmware_sim.record import record
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.session.recording import Recording
from monitor.types import Packet

REAL: Final = 2
"""How many of the pages are drawn by a browser."""
LOAD_S: Final = 3.0
"""Time for programs that act as pages to connect, s."""
BATCH_S: Final = 0.05
"""Packets that are understood together, s: small, so that many are timed."""


async def pages(run: Station, count: int, seconds: float) -> None:
    """Let pages watch, and say what they cost and how late they are."""
    token, whole_s = run.door.pairing.token, seconds + LOAD_S
    screens = await _program("screens", PORT, token, REAL, whole_s + LOAD_S)
    await feed(run, _until_ready(screens))
    programs = await _program("clients", PORT, token, count - REAL, whole_s)
    await feed(run, LOAD_S)
    before_mib, before_s, begun_s = resident_mib(), used_s(), time.monotonic()
    await feed(run, seconds)
    share = (used_s() - before_s) / (time.monotonic() - begun_s)
    growth_mib = resident_mib() - before_mib
    await feed(run, 2.0 * LOAD_S)
    seen = json.loads((await programs.communicate())[0])
    shown = json.loads((await screens.communicate())[0])
    dom_s = [late for each in shown for late in late_s(run.fed, each)]
    per_s = max(seen["bytes"]) / whole_s / 1000.0
    what = f"{count} pages, 10 Hz, {_numbers(run)} numbers, {seconds:.0f} s"
    row(f"{what}: hub", f"{100 * share:.1f} % of a core", "≤ 6 %")
    row(f"{what}: growth", f"{growth_mib:.1f} MiB", "≤ 10 MB")
    row(f"{what}: each", f"{per_s:.1f} kB/s", "≤ 3 kB/s")
    late_ms = 1000.0 * percentile(seen["ages"], 0.99)
    row(f"{what}: update → a page has it, p99", f"{late_ms:.0f} ms", "(no target)")
    late_ms = 1000.0 * percentile(dom_s, 0.99)
    drawn = f"update → DOM of {REAL} real pages, p99 of {len(dom_s)}"
    row(f"{what}: {drawn}", f"{late_ms:.0f} ms", "≤ 150 ms")


async def stuck(run: Station, seconds: float) -> None:
    """Let one page never read, and say what that costs."""
    reader = socket.create_connection(("127.0.0.1", PORT))
    key = "AAAAAAAAAAAAAAAAAAAAAA=="
    reader.sendall(
        f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        f"Authorization: Bearer {run.door.pairing.token}\r\n\r\n".encode()
    )
    hello = b'{"type":"hello"}'
    reader.sendall(bytes([0x81, 0x80 | len(hello), 0, 0, 0, 0]) + hello)
    await feed(run, 2.0)
    before_mib = resident_mib()
    others = await _program("clients", PORT, run.door.pairing.token, 1, seconds)
    await feed(run, seconds + LOAD_S)
    grown_mib = resident_mib() - before_mib
    seen = json.loads((await others.communicate())[0])
    what = f"one page that never reads, {seconds:.0f} s"
    row(f"{what}: hub grows", f"{grown_mib:.1f} MiB", "≤ 5 MB")
    late_ms = 1000.0 * percentile(seen["ages"], 0.99)
    row(f"{what}: update → another page has it, p99", f"{late_ms:.0f} ms", "≤ 150 ms")
    reader.close()


async def pipeline(run: Station, count: int, seconds: float) -> None:
    """Time packets → events without pages and with them, in turns."""
    recording = run.folder / "easy.mcap"
    await asyncio.to_thread(record, "easy_run", recording, duration_s=4.0 * (seconds + LOAD_S))
    packets = list(Recording(recording).packets())
    late: dict[bool, list[float]] = {False: [], True: []}
    with ThreadPoolExecutor(1) as worker:
        understood = _understood(run, packets, Pipeline(Config()), worker)
        for watched in (False, True, False, True):
            async with _watching(run, count if watched else 0, seconds + LOAD_S):
                begun_s = time.monotonic()
                while time.monotonic() < begun_s + seconds + LOAD_S:
                    one_s = await anext(understood)
                    if time.monotonic() > begun_s + LOAD_S:
                        late[watched].append(1000.0 * one_s)
    for name, share, target in (("median", 0.5, "(no target)"), ("p99", 0.99, "≤ 1 ms more")):
        bare_ms, watched_ms = (percentile(late[watched], share) for watched in (False, True))
        row(
            f"packets → events, {count} pages over none, {len(late[True])} batches each, {name}",
            f"{watched_ms - bare_ms:+.1f} ms ({bare_ms:.1f} → {watched_ms:.1f} ms)",
            target,
        )


async def _understood(
    run: Station, packets: list[Packet], pipeline: Pipeline, worker: ThreadPoolExecutor
) -> AsyncIterator[float]:
    """Understand packets in their own time, as a run does; give how long each batch took, s."""
    loop = asyncio.get_running_loop()
    zero_s, at, until_s = time.monotonic(), 0, 0.0
    while at < len(packets):
        until_s += BATCH_S
        await asyncio.sleep(BATCH_S)
        batch: list[Packet] = []
        while at < len(packets) and packets[at].t_rx_s < until_s:
            batch.append(packets[at])
            at += 1
        begun_s = time.monotonic()
        for packet in batch:
            run.hub.write(packet._replace(t_rx_s=zero_s + packet.t_rx_s))
        events = await loop.run_in_executor(worker, partial(pipeline.push, batch))
        yield time.monotonic() - begun_s
        for event in events:
            run.outbox.put_nowait(event)


@contextlib.asynccontextmanager
async def _watching(run: Station, count: int, seconds: float) -> AsyncIterator[None]:
    if not count:
        yield
        return
    programs = await _program("clients", PORT, run.door.pairing.token, count, seconds)
    yield
    await programs.communicate()


def _numbers(run: Station) -> int:
    """How many numbers a page is told ten times a second."""

    def count(value: object) -> int:
        match value:
            case bool() | str() | None:
                return 0
            case int() | float():
                return 1
            case dict():
                return sum(map(count, value.values()))
            case list():
                return sum(map(count, value))
        raise TypeError(value)

    return count(msgspec.json.decode(run.hub.state_text()))


async def _until_ready(process: asyncio.subprocess.Process) -> None:
    """Wait until a program has said so."""
    assert process.stdout is not None
    if await process.stdout.readline() != b"ready\n":
        raise SystemExit("the browser's pages never came")


async def _program(name: str, *words: object) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"benchmarks.delivery.{name}", *map(str, words)),
        stdout=asyncio.subprocess.PIPE,
    )
