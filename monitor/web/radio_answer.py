"""The radio as an answer to a request: it ends when the listener does."""

import asyncio
import logging
from typing import Final

from starlette.types import Receive, Scope, Send

from monitor.web.radio import Radio

logger = logging.getLogger(__name__)

_DEAD_S: Final = 10.0
"""A listener that takes nothing for so long is dropped, s."""
_HEADERS: Final = (
    (b"content-type", b"audio/mpeg"),
    (b"cache-control", b"no-store"),
    # whatever range is asked for, the answer is 200 and the stream as it is now
    (b"accept-ranges", b"none"),
)


class RadioResponse:
    """The stream as an answer; ends when the listener goes, or takes nothing for ``dead_s``."""

    def __init__(self, radio: Radio, dead_s: float = _DEAD_S) -> None:
        self._radio = radio
        self._dead_s = dead_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body"})
            return
        gone = asyncio.create_task(_gone(receive), name="radio-gone")
        try:
            async for chunk in self._radio.stream():
                async with asyncio.timeout(self._dead_s):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
                if gone.done():
                    return
        except TimeoutError:
            logger.info("radio: a listener took nothing for %.0f s", self._dead_s)
        finally:
            gone.cancel()


async def _gone(receive: Receive) -> None:
    """Wait until the listener is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
