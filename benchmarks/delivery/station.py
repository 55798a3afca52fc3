"""A hub that is fed ten times a second, with everything real but the sensors."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
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


@dataclass
class Station:
    """A hub that runs."""

    hub: Hub
    door: Door
    outbox: Outbox
    air: Outbox


@contextlib.asynccontextmanager
async def station(folder: Path) -> AsyncIterator[Station]:
    header = RecordingHeader(datetime.now(UTC))
    voice = VoiceSettings()
    radio = Radio(voice, Speech(voice), time.monotonic)
    with (
        Journal.open(folder / "run.mcap", header) as journal,
        open_door(PageSettings(port=PORT), None) as door,
    ):
        session = Session("run", lambda _: None, lambda: None, time.monotonic, journal)
        async with open_hub(door, session, None, radio) as hub:
            outbox: Outbox = asyncio.Queue()
            air: Outbox = asyncio.Queue()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(hub.run(outbox))
                tasks.create_task(radio.run(air))
                yield Station(hub, door, outbox, air)
                outbox.put_nowait(None)
                air.put_nowait(None)


async def feed(run: Station, seconds: float) -> None:
    """Let strides, heart beats, risks and packets come, as of two lively feet."""
    end_s = time.monotonic() + seconds
    while (now_s := time.monotonic()) < end_s:
        for side in Side:
            run.hub.write(Packet(f"pod-{side}", uuids.IMU, now_s, b""))
            run.outbox.put_nowait(_stride(side, now_s))
            for zone in NERVE_ZONES:
                run.outbox.put_nowait(_risk(side, zone, now_s))
        run.outbox.put_nowait(HeartBeat(now_s, 150.0 + now_s % 7.0))
        await asyncio.sleep(EVERY_S)


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
