"""The radio as an answer to a request: it ends when the listener does."""

import asyncio
from pathlib import Path
from typing import Any

from starlette.types import Message

from monitor.web.radio_answer import RadioResponse
from tests.monitor.web.serving import radio

GET: dict[str, Any] = {"type": "http", "method": "GET"}


async def never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


async def test_a_listener_that_takes_nothing_any_more_is_dropped(tmp_path: Path) -> None:
    sent: list[str] = []

    async def send(message: Message) -> None:
        sent.append(message["type"])
        if sent[-1] == "http.response.body":
            await never()

    async with asyncio.timeout(20):
        await RadioResponse(radio(tmp_path), dead_s=0.05)(GET, never, send)

    assert sent == ["http.response.start", "http.response.body"]


async def test_a_listener_that_went_is_sent_no_more(tmp_path: Path) -> None:
    sent: list[str] = []
    gone = asyncio.Event()

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message["type"])
        if len(sent) == 3:
            gone.set()
            await asyncio.sleep(0)

    async with asyncio.timeout(20):
        await RadioResponse(radio(tmp_path))(GET, receive, send)

    assert len(sent) in {3, 4}
