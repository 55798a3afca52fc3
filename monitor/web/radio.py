"""Let a phone with a locked screen hear the coach: one stream that never ends.

A page cannot speak once the phone is locked, but what it plays plays on. So the hub sends a radio:
faint noise, and what is said in between, as it is said.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from monitor.errors import SinkError
from monitor.settings.voice import VoiceSettings
from monitor.sinks import Outbox
from monitor.voice import mp3
from monitor.voice.metronome import Metronome
from monitor.voice.policy import Policy
from monitor.voice.speech import Speech
from monitor.voice.utterances import Urgency, Utterance, answer_of, utterance_of
from monitor.web.sounds import Sounds, joined

logger = logging.getLogger(__name__)

_CHUNK_FRAMES: Final = 8
"""Frames that are sent together: 0.2 s; words begin at once all the same."""
_HEAD_START_FRAMES: Final = 64
"""Frames sent at once to a new listener: more than the 32 KiB block that a browser waits for."""
_LATE_S: Final = 1.0
"""A listener further behind than this skips to the present. Rule of thumb."""
_REJOIN_S: Final = 3.0
"""Who joins so soon after a sentence lost it in a broken stream, s. Rule of thumb: what a browser
holds back, and what its page waits before it joins anew."""


@dataclass(slots=True)
class Programme:
    """Something that is on the air: its frames, and a number that tells it from others."""

    number: int
    frames: list[bytes]
    begun_s: float
    """When it went on the air, on the loop's clock, s."""
    until_s: float = float("inf")
    """Whoever joins before this, on the loop's clock, hears it from its beginning."""

    @property
    def is_whole(self) -> bool:
        """Whether all of it is encoded; if not, more frames come."""
        return self.until_s < float("inf")

    def close(self) -> None:
        """All frames are there."""
        self.until_s = self.begun_s + len(self.frames) * mp3.FRAME_S + _REJOIN_S


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
        self._settings, self._now_s = settings, now_s
        self._sounds = Sounds(speech)
        self._policy, self._metronome = Policy(), Metronome()
        self._bed: list[bytes] = []
        self._on_air = Programme(0, [], 0.0, 0.0)
        self._listeners: set[asyncio.Event] = set()
        self._begun, self._cut = asyncio.Event(), asyncio.Event()
        self._asked = 0
        self.handed: Callable[[Utterance], None] = _nobody
        """Told of each utterance that goes on the air while somebody listens."""

    def tune(self, now_s: Callable[[], float]) -> None:
        """Let a new session speak; what the one before still had to say is over."""
        self._now_s, self._policy, self._metronome = now_s, Policy(), Metronome()
        self._cut.set()

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes."""
        speaking = asyncio.create_task(self._speak(), name="radio-speak")
        try:
            while (event := await outbox.get()) is not None:
                beat = self._metronome.push(event) if self._settings.metronome else None
                for utterance in (utterance_of(event), beat):
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
        self.say(answer_of(self._asked, phrase, self._now_s()))

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
        return b"".join(await asyncio.to_thread(self._sounds.frames, utterance))

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
                # what refers back must follow what it refers to: no bed in between
                if frames is self._on_air.frames and not self._on_air.is_whole:
                    await _until(news, _CHUNK_FRAMES * mp3.FRAME_S)
                    news.clear()
                else:
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
                policy = self._policy
                self._cut.clear()
                if await self._air(utterance):
                    policy.done(self._now_s())

    async def _air(self, utterance: Utterance) -> bool:
        """Let all hear an utterance; False if another one took its place."""
        loop = asyncio.get_running_loop()
        try:
            programme = await self._broadcast(utterance)
        except SinkError as error:
            logger.warning("radio: not said: %s", error)
            return not self._cut.is_set()
        except Exception:  # a slip of ours costs one sentence, not the radio of every later run
            logger.exception("radio: not said: %s", utterance.key)
            return not self._cut.is_set()
        if programme is not None:
            if self._listeners:
                self.handed(utterance)
            await _until(self._cut, programme.until_s - _REJOIN_S - loop.time())
        return not self._cut.is_set()

    async def _broadcast(self, utterance: Utterance) -> Programme | None:
        """Put an utterance on the air as soon as its first frames are encoded.

        None if it was cut off before.
        """
        known = self._sounds.kept(utterance)
        if known is not None:
            return self._begin(known, is_whole=True)
        parts = await asyncio.to_thread(self._sounds.parts, utterance)
        frames = await asyncio.to_thread(next, parts)
        if self._cut.is_set():
            return None
        programme = self._begin(frames, is_whole=False)
        frames += await asyncio.to_thread(joined, parts)
        programme.close()
        self._wake()
        self._sounds.keep(utterance, frames)
        return programme

    def _begin(self, frames: list[bytes], *, is_whole: bool) -> Programme:
        now_s = asyncio.get_running_loop().time()
        self._on_air = Programme(self._on_air.number + 1, frames, now_s)
        if is_whole:
            self._on_air.close()
        self._wake()
        return self._on_air

    def _wake(self) -> None:
        for news in self._listeners:
            news.set()


def _nobody(_: Utterance) -> None:
    """Tell nobody."""


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
