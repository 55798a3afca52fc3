"""What one page gets over its socket.

The latest state, never a queue of old ones; and the news that it has not seen, by number.
"""

import asyncio
from typing import Final, Protocol

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from monitor.sinks import Answered
from monitor.sinks.press_id import id_of
from monitor.web.inbox import Done, Refuse
from monitor.web.messages import Hello, PressMessage, read
from monitor.web.radio import Radio
from monitor.web.watchers import Watchers

LEAST_S: Final = 0.1
"""Shortest time between two states. Rule of thumb: no eye takes more."""
_NO_TEXT: Final = 1003
_GONE: Final = 1006
"""Codes of RFC 6455 7.4.1: what came cannot be taken, and no farewell came."""
_MOST_S: Final = 1.0
"""Longest: a page calls what it shows old after 2.5 s."""


class Watched(Protocol):
    """The hub, as a page sees it."""

    @property
    def watchers(self) -> Watchers:
        """Who is woken when something changes."""
        ...

    def state_text(self) -> str:
        """Give the latest state as JSON."""

    def news_text(self, since: int) -> str:
        """Give the news after a number as JSON."""

    @property
    def run_name(self) -> str:
        """Name of the run: numbers of another one mean nothing."""

    @property
    def radio(self) -> Radio:
        """What a locked phone hears."""

    @property
    def number(self) -> int:
        """Number of the last news."""

    def press(self, message: PressMessage, done: Done, refuse: Refuse | None = None) -> None:
        """Take a press of the runner; ``refuse`` is told why it never can be."""

    def command(self, text: bytes, done: Answered) -> None:
        """Take a press as text, of a program: what can do nothing now is refused."""


class Client:
    """One socket, from ``hello`` to its end."""

    def __init__(self, socket: WebSocket, watched: Watched) -> None:
        self._socket, self._watched = socket, watched
        self._news = asyncio.Event()
        self._acks: list[str] = []
        self._since, self._run = -1, ""

    async def run(self) -> None:
        """Serve the page until it goes."""
        self._watched.watchers.watch(self._news)
        try:
            await self._hello()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(), name="page-listen")
                tasks.create_task(self._tell(), name="page-tell")
        except* (WebSocketDisconnect, RuntimeError):
            pass  # it went; a message that crosses its going is a RuntimeError
        finally:
            self._watched.watchers.unwatch(self._news)

    async def _hello(self) -> None:
        """Wait for what the page knows already."""
        while True:
            message = await self._read()
            if isinstance(message, Hello):
                if message.run == self._watched.run_name:
                    self._since, self._run = message.since, message.run
                return
            if message is not None:
                self._take(message)

    async def _listen(self) -> None:
        while True:
            message = await self._read()
            if message is not None and not isinstance(message, Hello):
                self._take(message)

    async def _read(self) -> Hello | PressMessage | None:
        text = await self._text()
        try:
            return read(text)
        except ValueError as error:
            await self._socket.send_text(_refusal(text, error))
            return None

    async def _text(self) -> str:
        """Give the next message; a page that sends bytes is none of ours."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code") or _GONE)
        text = message.get("text")
        if text is None:
            await self._socket.close(_NO_TEXT)
            raise WebSocketDisconnect(_NO_TEXT)
        return str(text)

    def _take(self, message: PressMessage) -> None:
        def answer(text: str) -> None:
            self._acks.append(text)
            self._news.set()

        self._watched.press(
            message,
            lambda: answer(f'{{"type":"ack","id":{_quoted(message.id)}}}'),
            lambda why: answer(_refused(message.id, why)),
        )

    async def _tell(self) -> None:
        """Send what is new, as fast as the page takes it and never faster than it can look."""
        while True:
            self._news.clear()
            acks, self._acks = self._acks, []
            for answer in acks:
                await self._socket.send_text(answer)
            number = self._watched.number
            if self._run != self._watched.run_name:
                self._run, self._since = self._watched.run_name, -1
            if number > self._since:
                await self._socket.send_text(self._watched.news_text(self._since))
                self._since = number
            await self._socket.send_text(self._watched.state_text())
            await asyncio.sleep(LEAST_S)
            try:
                async with asyncio.timeout(_MOST_S - LEAST_S):
                    await self._news.wait()
            except TimeoutError:
                continue


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()


def _refusal(text: str, error: ValueError) -> str:
    """Say why a message is not taken; with its identity, so that it is not sent again."""
    return _refused(id_of(text), str(error))


def _refused(identity: str | None, why: str) -> str:
    return msgspec.json.encode({"type": "refused", "id": identity, "why": why}).decode()
