"""Print the table of what reaching the runner costs."""

import argparse
import asyncio
import json
import resource
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.delivery import beside
from benchmarks.delivery.station import PORT, Station, feed, station
from monitor.settings.voice import VoiceSettings
from monitor.sinks import Outbox
from monitor.sinks.voice import VoiceSink
from monitor.voice import mp3
from monitor.voice.speech import Speech
from monitor.voice.utterances import Urgency, Utterance

_PAGE_BYTES = 4096
_MIB = 1 << 20


def resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * _PAGE_BYTES / _MIB


def used_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def row(what: str, measured: str, target: str) -> None:
    print(f"| {what} | {measured} | {target} |", flush=True)


async def pages(run: Station, count: int, seconds: float) -> None:
    """Let pages watch, and say what they cost and how late they are."""
    token = run.door.pairing.token
    command = [sys.executable, "-m", "benchmarks.delivery.clients", str(PORT), token]
    watching = await asyncio.create_subprocess_exec(
        *command, str(count), str(seconds), stdout=asyncio.subprocess.PIPE
    )
    await feed(run, 3.0)  # they load and connect
    before_mib, before_s, begun_s = resident_mib(), used_s(), time.monotonic()
    await feed(run, seconds - 4.0)
    share = (used_s() - before_s) / (time.monotonic() - begun_s)
    growth_mib = resident_mib() - before_mib
    await feed(run, 3.0)
    output, _ = await watching.communicate()
    seen = json.loads(output)
    per_s = max(seen["bytes"]) / seconds / 1000.0
    late_ms = 1000.0 * percentile(seen["ages"], 0.99)
    what = f"{count} pages, 10 Hz, {seconds:.0f} s"
    row(f"{what}: hub", f"{100 * share:.1f} % of a core", "≤ 6 %")
    row(f"{what}: growth", f"{growth_mib:.1f} MiB", "≤ 10 MB")
    row(f"{what}: each", f"{per_s:.1f} kB/s", "≤ 3 kB/s")
    row(f"{what}: event → page has it, p99", f"{late_ms:.0f} ms", "≤ 150 ms (to the DOM)")


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
    await feed(run, seconds)
    row(
        f"one page that never reads, {seconds:.0f} s: hub grows",
        f"{resident_mib() - before_mib:.1f} MiB",
        "≤ 5 MB",
    )
    reader.close()


async def radio(run: Station, count: int) -> None:
    """Let a listener wait for sentences."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    token = run.door.pairing.token
    writer.write(
        f"GET /radio.mp3 HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n"
        f"Authorization: Bearer {token}\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    bed = set(mp3.bed())
    late_ms = []
    for number in range(count):
        deadline_s = time.monotonic() + 3.0
        while time.monotonic() < deadline_s:
            await _frames(reader)
        said_s = time.monotonic()
        run.hub.radio.say(_new_words(number))
        while all(frame in bed for frame in await _frames(reader)):
            pass
        late_ms.append(1000.0 * (time.monotonic() - said_s))
    before_s, begun_s = used_s(), time.monotonic()
    while time.monotonic() < begun_s + 5.0:
        await _frames(reader)
    share = (used_s() - before_s) / (time.monotonic() - begun_s)
    writer.close()
    row(
        "say (new words) → first byte of the radio, p95",
        f"{percentile(late_ms, 0.95):.0f} ms",
        "≤ 250 ms",
    )
    row("radio, one listener: hub", f"{100 * share:.1f} % of a core", "under 1 %")


def _new_words(number: int) -> Utterance:
    """Give words that were never said: nothing of them is rendered yet."""
    words = f"left sole may go numb in about {number} min, ease off a little"
    return Utterance(f"new {number}", Urgency.FORM, time.monotonic() + 60.0, words=words)


async def _frames(reader: asyncio.StreamReader) -> list[bytes]:
    size = int(await reader.readline(), 16)
    return list(mp3.split((await reader.readexactly(size + 2))[:-2]))


async def voice(folder: Path, count: int) -> None:
    """Let the hub speak through a player that only says that it was started."""
    played = folder / "played"
    player = folder / "player"
    player.write_text(f'#!/bin/sh\ndate +%s.%N >> "{played}"\n')
    player.chmod(player.stat().st_mode | stat.S_IXUSR)
    settings = VoiceSettings(player=str(player))
    told: asyncio.Queue[str] = asyncio.Queue()

    def heard(utterance: Utterance, ended: bool) -> None:
        if ended:
            told.put_nowait(utterance.key)

    sink = VoiceSink(settings, Speech(settings, folder), time.monotonic, heard)
    outbox: Outbox = asyncio.Queue()
    late_ms = []
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(sink.run(outbox))
        for number in range(count + 1):
            said_s = time.time()
            outbox.put_nowait(beside.advice(number))
            await told.get()
            started_s = float(played.read_text().splitlines()[-1])
            late_ms.append(1000.0 * (started_s - said_s))
        outbox.put_nowait(None)
    # the first waits until all phrases are rendered, which a run does before it starts
    row("decision → hub audio begins, p99", f"{percentile(late_ms[1:], 0.99):.0f} ms", "≤ 250 ms")


async def broker(folder: Path, count: int) -> None:
    """Let a broker deliver while a loudspeaker hangs."""
    late_s = await beside.to_a_subscriber(folder, count)
    late_ms = 1000.0 * percentile(late_s, 0.99)
    what = "decision → MQTT subscriber, a loudspeaker hangs, p99"
    row(what, f"{late_ms:.0f} ms", "≤ 50 ms")


async def ears(seconds: float) -> None:
    """Let a demo run without page, voice and radio, and with them."""
    bare = await beside.run_with("--no-page", "--no-voice", seconds=seconds, watch=False)
    whole = await beside.run_with("--page", "--no-voice", seconds=seconds, watch=True)
    what = "page and radio, watched, over a run without them"
    row(f"{what}: memory", f"{whole.mib - bare.mib:.0f} MiB", "≤ 40 MiB")
    row(f"{what}: hub", f"{100 * (whole.core - bare.core):.1f} % of a core", "≤ 3 %")


def commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


async def main(*, quick: bool) -> None:
    print(f"commit {commit()}, Python {sys.version.split()[0]}{', quick' if quick else ''}\n")
    print("| | measured | target |\n|---|---|---|")
    # who hangs may still write into it
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        async with station(Path(name)) as run:
            await pages(run, 20, 10.0 if quick else 24.0)
            await stuck(run, 10.0 if quick else 60.0)
            await radio(run, 3 if quick else 20)
        await voice(Path(name), 5 if quick else 50)
        await broker(Path(name), 20 if quick else 200)
    await ears(10.0 if quick else 40.0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter, for a look")
    asyncio.run(main(quick=parser.parse_args().quick))
