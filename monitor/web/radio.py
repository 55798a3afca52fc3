"""Let a phone with a locked screen hear the coach: one stream that never ends.

A page cannot speak once the phone is locked, but what it plays plays on. So the hub sends a radio:
faint noise, and what is said in between, as it is said.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from starlette.types import Receive, Scope, Send

from monitor.errors import SinkError
from monitor.settings.voice import VoiceSettings
from monitor.sinks import Outbox
from monitor.sinks.voice import spoken
from monitor.voice import mp3
from monitor.voice.policy import Policy
from monitor.voice.speech import Speech
from monitor.voice.utterances import Earcon, Urgency, Utterance, utterance_of

logger = logging.getLogger(__name__)

_CHUNK_FRAMES: Final = 4
"""Frames that are sent together: 0.1 s."""
_HEAD_START_FRAMES: Final = 64
"""Frames sent at once to a new listener: more than the 32 KiB block that a browser waits for."""
_LATE_S: Final = 1.0
"""A listener further behind than this skips to the present. Rule of thumb."""
_REJOIN_S: Final = 3.0
"""Who joins so soon after a sentence lost it in a broken stream, s. Rule of thumb: what a browser
holds back, and what its page waits before it joins anew."""
_KEPT: Final = 64
"""Sentences that stay encoded, about 80 kB each; then the one that was said longest ago goes."""
_DEAD_S: Final = 10.0
"""A listener that takes nothing for so long is dropped, s."""
_HEADERS: Final = (
    (b"content-type", b"audio/mpeg"),
    (b"cache-control", b"no-store"),
    # whatever range is asked for, the answer is 200 and the stream as it is now
    (b"accept-ranges", b"none"),
)


@dataclass(frozen=True, slots=True)
class Programme:
    """Something that is on the air: its frames, and a number that tells it from others."""

    number: int
    frames: list[bytes]
    until_s: float
    """Whoever joins before this, on the loop's clock, hears it from its beginning."""


class Radio:
    """What all listeners hear; a ``Sink``.

    Parameters
    ----------
    settings : VoiceSettings
    speech : Speech
    now_s : callable
        Session time, s.
    """

    def __init__(self, settings: VoiceSettings, speech: Speech, now_s: Callable[[], float]) -> None:
        self._settings, self._speech, self._now_s = settings, speech, now_s
        self._policy = Policy()
        self._bed: list[bytes] = []
        self._on_air = Programme(0, [], 0.0)
        self._listeners: set[asyncio.Event] = set()
        self._begun, self._cut = asyncio.Event(), asyncio.Event()
        self._asked = 0
        self._encoded: dict[tuple[str, str, Earcon | None], list[bytes]] = {}

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes."""
        speaking = asyncio.create_task(self._speak(), name="radio-speak")
        try:
            while (event := await outbox.get()) is not None:
                utterance = utterance_of(event)
                if utterance is not None and self._listeners:
                    self.say(utterance)
        finally:
            speaking.cancel()
            await asyncio.wait([speaking])

    def say(self, utterance: Utterance) -> None:
        """Put something on the air, as the policy lets it."""
        if self._policy.offer(utterance, self._now_s()):
            self._cut.set()
            self._begun.set()

    def say_phrase(self, phrase: str) -> None:
        """Say a text of the voice, to whoever asked."""
        self._asked += 1
        until_s = self._now_s() + _DEAD_S
        self.say(Utterance(f"asked {self._asked}", Urgency.STATUS, until_s, phrase=phrase))

    async def stream(self) -> AsyncIterator[bytes]:
        """Give the stream to one listener, as fast as it is heard."""
        if not self._bed:
            self._bed = await asyncio.to_thread(mp3.bed)
        news = asyncio.Event()
        self._listeners.add(news)
        try:
            async for chunk in self._paced(news):
                yield chunk
        finally:
            self._listeners.discard(news)

    async def phrase(self, name: str) -> bytes:
        """Give a text of the voice as a file, for a page that may lose us.

        Raises
        ------
        SinkError
            If it cannot be rendered.
        """
        utterance = Utterance(name, Urgency.STATUS, 0.0, phrase=name)
        return b"".join(await asyncio.to_thread(self._frames, utterance))

    async def _paced(self, news: asyncio.Event) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        # who joins now may have lost a stream, and what it was about to hear
        is_missed = loop.time() < self._on_air.until_s
        place, heard, frames = 0, self._on_air.number - is_missed, self._bed
        wanted, due_s = _HEAD_START_FRAMES, loop.time()
        while True:
            if self._on_air.number != heard:
                heard, frames, place = self._on_air.number, self._on_air.frames, 0
            chunk = frames[place : place + wanted]
            place += len(chunk)
            if not chunk:
                frames, place = self._bed, 0
                continue
            yield b"".join(chunk)
            # the head start is ahead of time and stays so
            due_s += (0 if wanted == _HEAD_START_FRAMES else len(chunk)) * mp3.FRAME_S
            wanted = _CHUNK_FRAMES
            due_s = max(due_s, loop.time() - _LATE_S)
            news.clear()
            await _until(news, due_s - loop.time())

    async def _speak(self) -> None:
        """Bring on the air what the policy lets speak, until cancelled."""
        while True:
            await self._begun.wait()
            self._begun.clear()
            while (utterance := self._policy.speaking) is not None:
                self._cut.clear()
                if await self._air(utterance):
                    self._policy.done(self._now_s())

    async def _air(self, utterance: Utterance) -> bool:
        """Let all hear an utterance; False if another one took its place."""
        try:
            frames = await asyncio.to_thread(self._frames, utterance)
        except SinkError as error:
            logger.warning("radio: not said: %s", error)
            return not self._cut.is_set()
        if self._cut.is_set():
            return False
        length_s = len(frames) * mp3.FRAME_S
        until_s = asyncio.get_running_loop().time() + length_s + _REJOIN_S
        self._on_air = Programme(self._on_air.number + 1, frames, until_s)
        for news in self._listeners:
            news.set()
        await _until(self._cut, length_s)
        return not self._cut.is_set()

    def _frames(self, utterance: Utterance) -> list[bytes]:
        """Encode an utterance, or take what was encoded before."""
        what = (utterance.words, utterance.phrase, utterance.earcon)
        frames = self._encoded.pop(what, None)
        if frames is None:
            frames = mp3.encode(spoken(utterance, self._speech, self._settings.lead_in_s))
        self._encoded[what] = frames
        if len(self._encoded) > _KEPT:
            del self._encoded[next(iter(self._encoded))]
        return frames


class RadioResponse:
    """The stream as an answer; ends when the listener goes, or takes nothing any more."""

    def __init__(self, radio: Radio) -> None:
        self._radio = radio

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body"})
            return
        gone = asyncio.create_task(_gone(receive), name="radio-gone")
        try:
            async for chunk in self._radio.stream():
                async with asyncio.timeout(_DEAD_S):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
                if gone.done():
                    return
        except TimeoutError:
            logger.info("radio: a listener took nothing for %.0f s", _DEAD_S)
        finally:
            gone.cancel()


async def _gone(receive: Receive) -> None:
    """Wait until the listener is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _until(event: asyncio.Event, most_s: float) -> None:
    """Wait for an event, but not longer than this."""
    if most_s <= 0.0:
        await asyncio.sleep(0)
        return
    try:
        async with asyncio.timeout(most_s):
            await event.wait()
    except TimeoutError:
        return
