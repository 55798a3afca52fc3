"""Let a phone with a locked screen hear the coach: one stream that never ends.

A page cannot speak once the phone is locked, but what it plays plays on. So the hub sends a radio:
faint noise, and what is said in between, as it is said.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Final

from monitor.errors import SinkError
from monitor.settings.voice import VoiceSettings
from monitor.sinks import Outbox
from monitor.voice import mp3
from monitor.voice.metronome import Metronome
from monitor.voice.policy import Policy
from monitor.voice.speech import Speech
from monitor.voice.utterances import Urgency, Utterance, answer_of, utterance_of
from monitor.web.programme import Programme, silence
from monitor.web.sounds import Sounds, joined
from monitor.web.unheard import Unheard

logger = logging.getLogger(__name__)

_CHUNK_FRAMES: Final = 8
"""Frames that are sent together: 0.2 s; words begin at once all the same."""
_HEAD_START_FRAMES: Final = 64
"""Frames sent at once to a new listener: more than the 32 KiB block that a browser waits for."""
_AGAIN_S: Final = 2.0
"""Time between two tries whether it can speak again. Rule of thumb: sooner than two sentences."""
_LATE_S: Final = 1.0
"""A listener further behind than this skips to the present. Rule of thumb."""


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
        self._on_air = silence(0)
        self._listeners: set[asyncio.Event] = set()
        self._begun, self._cut = asyncio.Event(), asyncio.Event()
        self._asked = 0
        self._unheard = Unheard()
        self.handed: Callable[[Utterance, bool], None] = _nobody
        """Told of each utterance that goes on the air while somebody listens; again, with True,
        at its end."""

    def tune(self, now_s: Callable[[], float]) -> None:
        """Let a new session speak; what the one before still had to say is over."""
        self._now_s, self._policy, self._metronome = now_s, Policy(), Metronome()
        self._unheard.clear()
        self._hush()

    def end(self) -> None:
        """The session is over: of what it still says only red flags are said, and nobody is told.

        Its last sentences may reach us after this. Who presses or asks is answered as before.
        """
        self.handed = _nobody
        self._unheard.clear()
        if self._policy.end(self._now_s()):
            self._hush()

    def reached(self, advice: int) -> None:
        """Take note that an advice was heard, on whatever way."""
        self._unheard.reached(advice)

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes."""
        own = [
            asyncio.create_task(self._speak(), name="radio-speak"),
            asyncio.create_task(self._mend(), name="radio-mend"),
        ]
        try:
            while (event := await outbox.get()) is not None:
                beat = self._metronome.push(event) if self._settings.metronome else None
                for utterance in (utterance_of(event), beat):
                    if utterance is not None and self._policy.is_wanted(utterance):
                        self.say(utterance)
        finally:
            for task in own:
                task.cancel()
            await asyncio.wait(own)

    def say(self, utterance: Utterance) -> None:
        """Put something on the air, as the policy lets it, or keep it for who joins soon."""
        if not self._policy.is_over:
            self._unheard.owe(utterance)
        if not self._listeners:
            self._unheard.lose(utterance, self._now_s())
        elif self._policy.offer(utterance, self._now_s()):
            self._cut.set()
            self._begun.set()

    def say_phrase(self, phrase: str) -> None:
        """Say a text of the voice, to whoever asked."""
        self._asked += 1
        self.say(answer_of(str(self._asked), self._now_s(), phrase))

    async def stream(self) -> AsyncIterator[bytes]:
        """Give the stream to one listener, as fast as it is heard."""
        bed = await asyncio.to_thread(self._sounds.bed)
        news = asyncio.Event()
        self._listeners.add(news)
        self._make_up()
        try:
            async for chunk in self._paced(news, bed):
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

    @property
    def speaks(self) -> bool:
        """Whether it could say what it was to say last."""
        return self._sounds.work

    def _make_up(self) -> None:
        """Say, to who joins, what was just lost, and anew the red flags that nobody heard."""
        if (lost := self._unheard.lost(self._now_s())) is not None:
            self.say(lost)
        is_replayed = asyncio.get_running_loop().time() < self._on_air.until_s
        flags = [
            flag
            for number, flag in self._unheard.flags(self._now_s())
            if not self._policy.has(number) and not (is_replayed and self._on_air.advice == number)
        ]
        for place, flag in reversed(list(enumerate(flags))):  # the last one speaks first
            self._asked += 1
            self.say(flag.anew(str(self._asked), "" if place else "unheard"))

    def _hush(self) -> None:
        """Let what is on the air stop."""
        self._on_air = silence(self._on_air.number + 1)
        self._cut.set()
        self._wake()

    async def _paced(self, news: asyncio.Event, bed: list[bytes]) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        # who joins now may have lost a stream, and what it was about to hear
        is_missed = loop.time() < self._on_air.until_s
        place, heard, frames = 0, self._on_air.number - is_missed, bed
        wanted, due_s, on_air = _HEAD_START_FRAMES, loop.time(), silence(0)
        while True:
            rest: list[bytes] = []
            if self._on_air.number != heard:
                # who was sent words ahead of time waits longer for the next ones
                if on_air.is_over and frames is on_air.frames:
                    rest = frames[place:]
                on_air = self._on_air
                heard, frames, place = on_air.number, on_air.frames, 0
            chunk = rest + frames[place : place + wanted]
            place += len(chunk) - len(rest)
            if not chunk:
                # what refers back must follow what it refers to: no bed in between
                if frames is self._on_air.frames and not self._on_air.is_whole:
                    await _until(news, _CHUNK_FRAMES * mp3.FRAME_S)
                    news.clear()
                else:
                    frames, place = bed, 0
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
            while (utterance := self._policy.due(self._now_s())) is not None:
                policy = self._policy
                self._cut.clear()
                if await self._air(utterance):
                    policy.done(self._now_s())

    async def _mend(self) -> None:
        """Find out when a voice that failed works again, until cancelled."""
        while True:
            await asyncio.sleep(_AGAIN_S)
            if not self.speaks:
                await asyncio.to_thread(self._sounds.try_again)

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
                self.handed(utterance, False)
            await _until(self._cut, programme.ends_s - loop.time())
            programme.is_over = not self._cut.is_set()
            if self._listeners and not self._cut.is_set():
                self.handed(utterance, True)
        return not self._cut.is_set()

    async def _broadcast(self, utterance: Utterance) -> Programme | None:
        """Put an utterance on the air as soon as its first frames are encoded.

        None if it was cut off before.
        """
        known = self._sounds.kept(utterance)
        if known is not None:
            return self._begin(known, utterance, is_whole=True)
        parts = await asyncio.to_thread(self._sounds.parts, utterance)
        frames = await asyncio.to_thread(next, parts)
        if self._cut.is_set():
            return None
        programme = self._begin(frames, utterance, is_whole=False)
        frames += await asyncio.to_thread(joined, parts)
        programme.close()
        self._wake()
        self._sounds.keep(utterance, frames)
        return programme

    def _begin(self, frames: list[bytes], utterance: Utterance, *, is_whole: bool) -> Programme:
        now_s = asyncio.get_running_loop().time()
        self._on_air = Programme(self._on_air.number + 1, frames, now_s, utterance.advice)
        if is_whole:
            self._on_air.close()
        self._wake()
        return self._on_air

    def _wake(self) -> None:
        for news in self._listeners:
            news.set()


def _nobody(_: Utterance, __: bool) -> None:
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
