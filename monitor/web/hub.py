"""Run the page beside a session: in its process, on its loop, and never in its way."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import msgspec
import uvicorn

from monitor.errors import RecordingError, SinkError
from monitor.settings.page import PageSettings
from monitor.sinks import Outbox
from monitor.types import Packet, Side
from monitor.web import addresses
from monitor.web.board import Board
from monitor.web.client import LEAST_S
from monitor.web.inbox import Deeds, Inbox
from monitor.web.ledger import Ledger
from monitor.web.messages import MOST_BYTES, Hello, PressMessage, read
from monitor.web.pairing import Pairing
from monitor.web.radio import Radio
from monitor.web.server import make_app

logger = logging.getLogger(__name__)

_FRESH_S: Final = 0.05
"""Pages that ask within this time get the same text. Rule of thumb: half of what a page waits."""
_MOST_CONNECTIONS: Final = 64
_FAREWELL_S: Final = 1
"""How long the end of a run waits for pages to go."""


class Recorder(Protocol):
    """The recording that goes on."""

    path: Path
    packets: int

    def write(self, packet: Packet) -> None:
        """Write a packet."""

    def sync(self) -> None:
        """Wait until it is on the disk."""


@dataclass(frozen=True, slots=True)
class Session:
    """What the hub needs of the session that it shows."""

    run: str
    """Names the run, unlike every other."""
    take: Callable[[Packet], None]
    """Hands a packet to the session."""
    end: Callable[[], None]
    now_s: Callable[[], float]
    recorder: Recorder


class Hub:
    """The board, the inbox and the pages that watch; a ``Sink``.

    Parameters
    ----------
    session : Session
    ledger : Ledger
    radio : Radio
    """

    def __init__(self, session: Session, ledger: Ledger, radio: Radio) -> None:
        self._session = session
        self.radio = radio
        self._board = Board(session.run)
        self._watching: set[asyncio.Event] = set()
        self._text, self._text_s = "", float("-inf")
        self.inbox = Inbox(
            ledger,
            session.recorder.sync,
            session.take,
            session.now_s,
            Deeds(session.end, self._seen, self._tell_state),
        )

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes."""
        while (event := await outbox.get()) is not None:
            self._board.push(event)
            self._poke()
        self._board.phase = "ended"
        self._poke()

    def write(self, packet: Packet) -> None:
        """Record a packet, and take note of it.

        Raises
        ------
        RecordingError
            As the recording does.
        """
        recorder = self._session.recorder
        before = recorder.packets
        try:
            recorder.write(packet)
        finally:
            self._board.hear(packet)
        if recorder.packets > before:
            self.inbox.written(packet)

    def watch(self, news: asyncio.Event) -> None:
        """Set an event whenever something changes."""
        self._watching.add(news)

    def unwatch(self, news: asyncio.Event) -> None:
        """Leave it."""
        self._watching.discard(news)

    @property
    def run_name(self) -> str:
        """Name of the run."""
        return self._board.run

    @property
    def number(self) -> int:
        """Number of the last news."""
        return self._board.number

    def state_text(self) -> str:
        """Give the latest state as JSON; one text for all who ask at about the same time."""
        now_s = self._session.now_s()
        if now_s - self._text_s >= _FRESH_S:
            self._text, self._text_s = _json(self._board.state(now_s)), now_s
        return self._text

    def news_text(self, since: int) -> str:
        """Give the news after a number as JSON."""
        news = self._board.news_after(since)
        return _json({"type": "events", "run": self.run_name, "events": news})

    def press(self, message: PressMessage, done: Callable[[], None]) -> None:
        """Take a press of the runner."""
        self.inbox.press(message, done)

    def command(self, text: bytes, done: Callable[[str], None]) -> None:
        """Take a press as text; ``done`` gets its identity when it is on the disk.

        Raises
        ------
        ValueError
            If it is no press.
        """
        message = read(text)
        if isinstance(message, Hello):
            raise ValueError("a greeting is no press")  # noqa: TRY004 - what was said is wrong
        self.press(message, lambda: done(message.id))

    def _seen(self, number: int) -> None:
        self._board.seen(number)
        self._poke()

    def _tell_state(self) -> None:
        """Say aloud which feet are seen."""
        seen = self._board.sensors.feet(self._session.now_s())
        which = "both" if len(seen) == len(Side) else next(iter(seen), "none")
        self.radio.say_phrase(f"seen.{which}")

    def _poke(self) -> None:
        self._text_s = float("-inf")
        for news in self._watching:
            news.set()


@dataclass(frozen=True, slots=True)
class Door:
    """Where pages come in: a socket that listens, and who is let in."""

    listener: socket.socket
    pairing: Pairing
    settings: PageSettings

    @property
    def urls(self) -> list[str]:
        """Addresses with the token, best first; not for any log."""
        hosts = addresses.lan() if self.settings.lan else ["127.0.0.1"]
        return [f"http://{host}:{self.settings.port}/#{self.pairing.token}" for host in hosts]


@contextlib.contextmanager
def open_door(settings: PageSettings, pairing_file: Path | None) -> Iterator[Door]:
    """Listen for pages; ``None`` as file pairs them for this run only.

    Raises
    ------
    SinkError
        If the port is taken or the pairing cannot be kept.
    """
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("0.0.0.0" if settings.lan else "127.0.0.1", settings.port))  # noqa: S104  # asked for with --lan
        listener.listen()
        yield Door(listener, Pairing(pairing_file), settings)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SinkError(f"the page's port {settings.port}: {reason}") from error
    finally:
        listener.close()


@contextlib.asynccontextmanager
async def open_hub(
    door: Door | None, session: Session, ledger_file: Path | None, radio: Radio
) -> AsyncIterator[Hub]:
    """Serve pages beside a session; without a door, only take note."""
    ledger = await asyncio.to_thread(_ledger, ledger_file, session.recorder.path)
    hub = Hub(session, ledger, radio)
    server = _server(hub, door)
    async with asyncio.TaskGroup() as tasks:
        inbox = tasks.create_task(hub.inbox.run(), name="page-inbox")
        if door is not None:
            tasks.create_task(server.serve(sockets=[door.listener]), name="page-server")
        try:
            yield hub
        finally:
            hub.inbox.close()
            await asyncio.wait([inbox])
            await asyncio.sleep(LEAST_S)  # pages get to know how it ended
            server.should_exit = True
    try:
        ledger.close()
    except RecordingError as error:
        logger.warning("page: %s", error)


def _ledger(file: Path | None, recording: Path) -> Ledger:
    """Open the ledger; one that cannot be read costs its memory, not the run."""
    try:
        return Ledger(file, recording)
    except RecordingError as error:
        logger.warning("page: taps may be recorded twice: %s", error)
        return Ledger(None, recording)


class _Server(uvicorn.Server):
    """A server that leaves signals to the session."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(hub: Hub, door: Door | None) -> _Server:
    pairing, settings = (door.pairing, door.settings) if door else (Pairing(None), PageSettings())
    app = make_app(hub, pairing, addresses.hosts(settings))
    return _Server(
        uvicorn.Config(
            app,
            http="h11",
            ws="websockets-sansio",
            ws_max_size=MOST_BYTES,
            ws_ping_interval=5.0,
            ws_ping_timeout=10.0,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_graceful_shutdown=_FAREWELL_S,
        )
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
