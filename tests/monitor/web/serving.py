"""A hub with everything real but the sensors, and clients that talk to it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from monitor.home.folder import Home
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.settings.page import PageSettings
from monitor.settings.voice import VoiceSettings
from monitor.sinks import Outbox
from monitor.sources.ble_limits import RadioLimits
from monitor.texts import texts
from monitor.types import Event, Packet
from monitor.voice.sound import RATE_HZ, write_wav
from monitor.voice.speech import Speech, phrase_name
from monitor.web.afterwards import Afterwards
from monitor.web.archive import archive_at
from monitor.web.door import Door, open_door, serving
from monitor.web.hub import Hub, Session, open_hub
from monitor.web.power import Power
from monitor.web.radio import Radio
from monitor.web.setup import Setup
from monitor.web.setup_radio import SetupRadio
from monitor.web.station import Station

HEADER = RecordingHeader(datetime(2025, 5, 1, 7, 30, tzinfo=UTC))


def radio(folder: Path) -> Radio:
    """Give a radio whose phrases are recordings: ten tones, so that no test needs espeak-ng."""
    pack = folder / "pack" / "en"
    if not pack.exists():
        pack.mkdir(parents=True)
        for place, words in enumerate(texts("en").voice.values()):
            t_s = np.arange(RATE_HZ) / RATE_HZ
            tone = 0.5 * np.sin(2.0 * np.pi * (500.0 + 100.0 * place) * t_s)
            # no frame of a pure tone is like no other
            tone += 0.02 * np.random.default_rng(place).standard_normal(len(tone))
            (pack / f"{phrase_name(words)}.wav").write_bytes(write_wav(tone))
    settings = VoiceSettings(phrases=str(folder / "pack"))
    return Radio(settings, Speech(settings), lambda: 60.0)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Running:
    """A session that goes on: what arrives is recorded at once, as `app.run` does."""

    hub: Hub
    door: Door
    journal: Journal
    port: int
    outbox: Outbox
    air: Outbox
    """Events for the radio."""
    ended: asyncio.Event
    recorded: asyncio.Event
    """Set once a press has reached the recording."""
    clock: list[float] = field(default_factory=lambda: [60.0])

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def say(self, *events: Event) -> None:
        for event in events:
            self.outbox.put_nowait(event)

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.door.pairing.token}"}


@asynccontextmanager
async def running(
    folder: Path,
    port: int | None = None,
    *,
    name: str = "run",
    records: bool = True,
    lan: bool = False,
    https: bool = False,
) -> AsyncIterator[Running]:
    """Give a hub that serves pages; with ``records`` false, what arrives stays unrecorded."""
    settings = PageSettings(port=port or free_port(), lan=lan, https=https)
    clock, ended, recorded = [60.0], asyncio.Event(), asyncio.Event()
    holder: list[Hub] = []

    def take(packet: Packet) -> None:
        if records:
            holder[0].write(packet)
            recorded.set()

    with (
        Journal.open(folder / f"{name}.mcap", HEADER) as journal,
        open_door(settings, folder / "pairing.json") as door,
    ):
        session = Session(name, take, ended.set, lambda: clock[0], journal)
        async with open_hub(door, session, folder / "presses.txt", radio(folder)) as hub:
            holder.append(hub)
            outbox: Outbox = asyncio.Queue()
            heard: Outbox = asyncio.Queue()
            sink = asyncio.create_task(hub.run(outbox))
            air = asyncio.create_task(hub.radio.run(heard))
            try:
                yield Running(
                    hub, door, journal, settings.port, outbox, heard, ended, recorded, clock
                )
            finally:
                outbox.put_nowait(None)
                heard.put_nowait(None)
                await sink
                await air


async def ask(
    host: str, request: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> tuple[int, dict[str, str], bytes]:
    """Send one request as it stands; nothing between us and the bytes."""
    address, _, port = host.partition(":")
    lines = {"Host": host, "Connection": "close", **(headers or {})}
    if body and "Transfer-Encoding" not in lines:
        lines.setdefault("Content-Length", str(len(body)))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    reader, writer = await asyncio.open_connection(address, int(port))
    writer.write(f"{request} HTTP/1.1\r\n{head}\r\n".encode() + body)
    async with asyncio.timeout(20):
        answer = await reader.read()
    writer.close()
    top, _, content = answer.partition(b"\r\n\r\n")
    status, *fields = top.decode("latin-1").split("\r\n")
    named = dict(line.split(": ", 1) for line in fields)
    return int(status.split()[1]), {k.lower(): v for k, v in named.items()}, content


@asynccontextmanager
async def page(
    run: "Running | Waiting", hello: dict[str, Any] | None = None, **headers: str
) -> AsyncIterator[ClientConnection]:
    """Give a socket as a page has it, with its cookie."""
    cookie = run.door.pairing.pair(run.door.pairing.token, 0.0)
    sent = {"Origin": f"http://{run.host}", "Cookie": f"footloose={cookie}", **headers}
    async with connect(f"ws://{run.host}/ws", additional_headers=sent) as client:
        await client.send(json.dumps({"type": "hello", **(hello or {})}))
        yield client


async def heard(
    client: ClientConnection, enough: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Give the first message that is enough."""
    async with asyncio.timeout(20):
        async for text in client:
            message: dict[str, Any] = json.loads(text)
            if enough(message):
                return message
    raise AssertionError("the hub went away")


@dataclass
class Waiting:
    """A hub that waits for a run."""

    station: Station
    door: Door
    port: int
    home: Home
    setup: Setup

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.door.pairing.token}"}


@asynccontextmanager
async def waiting(folder: Path) -> AsyncIterator[Waiting]:
    """Give a hub between two runs, with a home of its own and no Bluetooth."""
    settings = PageSettings(port=free_port())
    home = Home.open(folder / "home")
    station = Station(radio(folder), Power(folder / "off"), lambda _: False)
    setup = Setup(home, SetupRadio(RadioLimits(), None), station.poke, lambda: None)
    station.told.more["setup"] = setup.state
    station.answers.take = Afterwards(home).take
    with open_door(settings, None) as door:
        async with serving(door, station, archive_at(home.root, Afterwards(home)), setup.take):
            yield Waiting(station, door, settings.port, home, setup)
