"""What is said: the radio's first byte, the hub's own sound, a broker's subscriber, the beat."""

import asyncio
import shutil
import stat
import subprocess
import time
from collections.abc import Coroutine
from pathlib import Path

import numpy as np

from benchmarks.delivery import beside
from benchmarks.delivery.rows import percentile, row, used_s
from benchmarks.delivery.station import PORT, Station
from monitor.settings.voice import VoiceSettings
from monitor.sinks import Outbox
from monitor.sinks.voice import VoiceSink
from monitor.voice import mp3
from monitor.voice.metronome import beats
from monitor.voice.speech import ESPEAK, Speech
from monitor.voice.utterances import Urgency, Utterance
from tests.monitor.voice.test_metronome import onsets_s
from tests.system.test_mqtt_brokers import delivered_over

_BEAT_SPM = 171.0
_COST_S = 15.0


async def radio(run: Station, count: int) -> None:
    """Let a listener wait for sentences; the cost is that of the hub and of this listener."""
    alone = await _share(asyncio.sleep(_COST_S))
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
    share = await _share(_listen(reader, _COST_S)) - alone
    writer.close()
    row(
        "say (new words) → first byte of the radio, p95",
        f"{percentile(late_ms, 0.95):.0f} ms",
        "≤ 250 ms",
    )
    row("radio, one listener over none: hub", f"{100 * share:.1f} % of a core", "under 1 %")


async def _share(deed: Coroutine[None, None, None]) -> float:
    """Give the share of a core that this process takes while something is done."""
    before_s, begun_s = used_s(), time.monotonic()
    await deed
    return (used_s() - before_s) / (time.monotonic() - begun_s)


async def _listen(reader: asyncio.StreamReader, seconds: float) -> None:
    begun_s = time.monotonic()
    while time.monotonic() < begun_s + seconds:
        await _frames(reader)


async def voice(folder: Path, count: int) -> None:
    """Let the hub speak through a player that only says that it was started; the broker is dead."""
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
    async with beside.dead_broker() as deaf, asyncio.TaskGroup() as tasks:
        tasks.create_task(sink.run(outbox))
        for number in range(count + 1):
            said_s = time.time()
            for each in (deaf, outbox):
                each.put_nowait(beside.advice(number))
            await told.get()
            started_s = float(played.read_text().splitlines()[-1])
            late_ms.append(1000.0 * (started_s - said_s))
        outbox.put_nowait(None)
    # the first waits until all phrases are rendered, which a run does before it starts
    what = "decision → hub audio begins, a broker that never answers beside it, p99"
    row(what, f"{percentile(late_ms[1:], 0.99):.0f} ms", "≤ 250 ms")


async def broker(folder: Path, count: int) -> None:
    """Let a broker deliver while a loudspeaker hangs."""
    late_s = await beside.to_a_subscriber(folder, count)
    late_ms = 1000.0 * percentile(late_s, 0.99)
    what = "decision → MQTT subscriber, a loudspeaker that hangs beside it, p99"
    row(what, f"{late_ms:.0f} ms", "≤ 50 ms")


async def killed(folder: Path, times: int) -> None:
    """Kill a broker again and again while sentences come."""
    found = await delivered_over(folder, times)
    numbers = list(dict.fromkeys(found))
    is_whole = numbers == list(range(1, 2 * times + 1))
    measured = f"{len(numbers)} of {2 * times}, {'in order' if is_whole else 'NOT IN ORDER'}"
    again = len(found) - len(numbers)
    row(
        f"broker killed {times} times: sentences delivered",
        f"{measured}; {again} came twice, with their number",
        "each once by number, in order",
    )


def metronome() -> None:
    """Listen to the beat as the radio has it."""
    sound = b"".join(mp3.encode(beats(_BEAT_SPM)))
    command = ["mpg123", "-q", "--no-gapless", "-s", "-"]
    done = subprocess.run(command, input=sound, capture_output=True, check=True)
    steps_s = np.diff(onsets_s(np.frombuffer(done.stdout, "<i2") / 32_768.0, mp3.STREAM_HZ))
    mean = abs(60.0 / float(steps_s.mean()) / _BEAT_SPM - 1.0)
    worst = float(np.abs(steps_s * _BEAT_SPM / 60.0 - 1.0).max())
    row(
        "metronome on the radio, against the wanted cadence: mean / worst beat",
        f"{100 * mean:.2f} % / {100 * worst:.2f} %",
        "≤ 1 %",
    )


async def ears(folder: Path, seconds: float) -> None:
    """Let a demo run without page, voice and radio, and with them."""
    bare = await beside.run_with("--no-page", "--no-voice", seconds=seconds, watch=False)
    player = beside.MutePlayer(folder) if shutil.which(ESPEAK) else None
    voice = "--no-voice" if player is None else "--voice"
    whole = await beside.run_with("--page", voice, seconds=seconds, watch=True, player=player)
    said = f"voice ({player.count} said)" if player is not None else "no voice (no espeak-ng)"
    what = f"page and radio, watched, and {said}, over a run without them"
    row(f"{what}: memory", f"{whole.mib - bare.mib:.0f} MiB", "≤ 40 MiB")
    row(f"{what}: hub", f"{100 * (whole.core - bare.core):.1f} % of a core", "≤ 3 %")


def _new_words(number: int) -> Utterance:
    """Give words that were never said: nothing of them is rendered yet."""
    words = f"left sole may go numb in about {number} min, ease off a little"
    return Utterance(f"new {number}", Urgency.FORM, time.monotonic() + 60.0, words=words)


async def _frames(reader: asyncio.StreamReader) -> list[bytes]:
    size = int(await reader.readline(), 16)
    return list(mp3.split((await reader.readexactly(size + 2))[:-2]))
