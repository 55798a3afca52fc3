"""A hub that is fed ten times a second, with everything real but the sensors."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.settings.page import PageSettings
from monitor.settings.voice import VoiceSettings
from monitor.sinks import Outbox
from monitor.types import (
    NERVE_ZONES,
    Contribution,
    HeartBeat,
    Packet,
    Risk,
    Side,
    Stride,
    Zone,
    stride_of,
)
from monitor.voice.speech import Speech
from monitor.web.door import Door, open_door
from monitor.web.hub import Hub, Session, open_hub
from monitor.web.radio import Radio
from monitor.wire import uuids

PORT = 36_680
EVERY_S = 0.1
SLOWEST_BPM, RATES = 60, 140
"""The heart rate counts the updates, from its slowest through so many, and again."""
OTHERS = tuple(f"sensor-{number}" for number in range(9))
"""More sensors, so that a page is told sixty numbers."""


@dataclass
class Station:
    """A hub that runs."""

    hub: Hub
    door: Door
    outbox: Outbox
    air: Outbox
    folder: Path
    fed: list[float] = field(default_factory=list)
    """When each update was handed over, s since 1970."""


@contextlib.asynccontextmanager
async def station(
    folder: Path,
    settings: PageSettings | None = None,
    pairing: Path | None = None,
    radio: Radio | None = None,
) -> AsyncIterator[Station]:
    """Run a hub: by default for this machine alone, with the voice that is installed."""
    voice, name = VoiceSettings(), f"run-{os.getpid()}"
    radio = radio or Radio(voice, Speech(voice), time.monotonic)
    header = RecordingHeader(datetime.now(UTC))
    with (
        Journal.open(folder / f"{name}.mcap", header) as journal,
        open_door(settings or PageSettings(port=PORT), pairing) as door,
    ):
        session = Session(name, lambda _: None, lambda: None, time.monotonic, journal)
        async with open_hub(door, session, None, radio) as hub:
            outbox: Outbox = asyncio.Queue()
            air: Outbox = asyncio.Queue()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(hub.run(outbox))
                tasks.create_task(radio.run(air))
                yield Station(hub, door, outbox, air, folder)
                outbox.put_nowait(None)
                air.put_nowait(None)


async def feed(run: Station, end: float | Awaitable[object]) -> None:
    """Let strides, heart beats, risks and packets come, as of two lively feet.

    They come for so many seconds, or until something has happened.
    """
    waiting = asyncio.ensure_future(asyncio.sleep(end) if isinstance(end, float) else end)
    while not waiting.done():
        now_s = time.monotonic()
        for side in Side:
            run.hub.write(Packet(f"pod-{side}", uuids.IMU, now_s, b""))
            run.outbox.put_nowait(_stride(side, now_s))
            for zone in NERVE_ZONES:
                run.outbox.put_nowait(_risk(side, zone, now_s))
        for name in OTHERS:
            run.hub.write(Packet(name, uuids.IMU, now_s, b""))
        run.outbox.put_nowait(HeartBeat(now_s, float(SLOWEST_BPM + len(run.fed) % RATES)))
        run.fed.append(time.time())
        await asyncio.sleep(EVERY_S)
    await waiting


def _stride(side: Side, now_s: float) -> Stride:
    return stride_of(
        side=side,
        ic_s=now_s - 0.7 - now_s % 0.05,
        tc_s=now_s - 0.45,
        next_ic_s=now_s,
        length_from_s=now_s - 0.7,
        length_to_s=now_s,
        stride_length_m=2.1,
        forefoot_share=0.5,
        midfoot_share=0.2,
        heel_share=0.3,
        instep_swing_kpa=7.0 + now_s % 3.0,
    )


def _risk(side: Side, zone: Zone, now_s: float) -> Risk:
    level = now_s % 1.0
    parts = (Contribution("laces", level),)
    return Risk(side=side, zone=zone, t_s=now_s, level=level, coverage=0.8, contributions=parts)
