"""Speak through the program that plays sound here, one WAV at a time."""

import asyncio
import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from monitor.errors import SinkError
from monitor.settings.voice import VoiceSettings
from monitor.sinks import Outbox
from monitor.types import Event, FloatArray
from monitor.voice import sound
from monitor.voice.metronome import Metronome, beats
from monitor.voice.policy import Policy
from monitor.voice.speech import Speech
from monitor.voice.utterances import Utterance, utterance_of

logger = logging.getLogger(__name__)

PLAYERS: Final = ("pw-play", "aplay")
"""Programs that play a WAV file, the best first."""
_QUIET: Final = {"aplay": ["-q"]}
_MEMORY: Final = "RUNTIME_DIRECTORY"
"""Where systemd names a folder of the unit that lies in memory: what is said there needs no room
on the card. Not /dev/shm: logind empties it when the user logs out."""
_NOT_STARTED: Final = 127
"""What a player that cannot be started ended with, as a shell says it."""
_FAREWELL_S: Final = 6.0
"""How long the end of a run waits for a sentence to end. Rule of thumb: the longest."""


def find_players(wanted: str) -> list[list[str]]:
    """Give the commands that may play a file, the best first: one that is there may yet fail.

    Raises
    ------
    SinkError
        If there is none.
    """
    named = PLAYERS if wanted == "auto" else (wanted,)
    players = [[found, *_QUIET.get(name, [])] for name in named if (found := shutil.which(name))]
    if players:
        return players
    what = " nor ".join(PLAYERS) if wanted == "auto" else wanted
    raise SinkError(f"voice: no {what} here that plays sound")


class VoiceSink:
    """Say aloud what is to be said, by the one policy.

    Parameters
    ----------
    settings : VoiceSettings
    speech : Speech
    now_s : callable
        Session time, s.
    told : callable
        Gets each utterance when it begins, and again, with True, when it was played to its end.

    Raises
    ------
    SinkError
        At once, if nothing here plays sound.
    """

    def __init__(
        self,
        settings: VoiceSettings,
        speech: Speech,
        now_s: Callable[[], float],
        told: Callable[[Utterance, bool], None] = lambda _, __: None,
    ) -> None:
        self._settings, self._speech, self._now_s = settings, speech, now_s
        self._players = find_players(settings.player)
        self._told = told
        self._policy, self._metronome = Policy(), Metronome()
        self._cut = asyncio.Event()
        self._begun, self._silent = asyncio.Event(), asyncio.Event()
        self._silent.set()
        self._failed = False
        """Whether nothing was heard of what was played last."""

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes; a sentence that speaks then may end.

        Raises
        ------
        SinkError
            If espeak-ng fails, or no file can be made at all.
        """
        await asyncio.to_thread(self._speech.prepare)
        failure = ""
        try:
            with tempfile.TemporaryDirectory(prefix="footloose-voice-", dir=_room()) as folder:
                await self._run(outbox, Path(folder) / "now.wav")
        except* SinkError as group:
            failure = str(group.exceptions[0])
        except* OSError as group:
            failure = f"voice: {group.exceptions[0]}"
        if failure:
            raise SinkError(failure)
        if self._policy.expired:
            logger.info("voice: %d expired unsaid", self._policy.expired)

    def say(self, utterance: Utterance) -> None:
        """Say something, as the policy lets it."""
        if self._policy.offer(utterance, self._now_s()):
            self._cut.set()
            self._begun.set()
            self._silent.clear()

    def end(self) -> None:
        """The session is over: of what it still says only red flags are said.

        Its last sentences may reach us after this. Who presses or asks is answered as before.
        """
        if self._policy.end(self._now_s()):
            self._cut.set()

    async def _run(self, outbox: Outbox, file: Path) -> None:
        async with asyncio.TaskGroup() as tasks:
            speaking = tasks.create_task(self._speak(file), name="voice-speak")
            while (event := await outbox.get()) is not None:
                self._take(event)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_FAREWELL_S):
                    await self._silent.wait()
            speaking.cancel()

    def _take(self, event: Event) -> None:
        beat = self._metronome.push(event) if self._settings.metronome else None
        for utterance in (utterance_of(event), beat):
            if utterance is not None and self._policy.is_wanted(utterance):
                self.say(utterance)

    async def _speak(self, file: Path) -> None:
        """Play what the policy lets speak, until cancelled."""
        while True:
            await self._begun.wait()
            self._begun.clear()
            while (utterance := self._policy.due(self._now_s())) is not None:
                self._cut.clear()
                await self._play(utterance, file)
                if not self._cut.is_set():
                    self._policy.done(self._now_s())
            self._silent.set()

    async def _play(self, utterance: Utterance, file: Path) -> None:
        """Play an utterance, unless another one takes its place; tell whether it was heard."""
        try:
            await asyncio.to_thread(self._write, utterance, file)
        except SinkError as error:
            logger.warning("voice: not said: %s", error)
            self._failed = True
            return
        self._told(utterance, False)
        for player in self._players:
            code = await self._played(player, str(file))
            if self._cut.is_set():
                return
            self._failed = code != 0
            if not self._failed:
                # the one that works is asked first from now on
                self._players = [player, *(each for each in self._players if each is not player)]
                self._told(utterance, True)
                return
            logger.warning("voice: not heard: %s ended with %s", player[0], code)

    async def _played(self, player: list[str], name: str) -> int | None:
        """Play a file until its end, or until it is cut; give what the player ended with."""
        try:
            process = await asyncio.create_subprocess_exec(
                *player,
                name,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as error:  # it may start the next time, and another one now
            logger.warning("voice: %s: %s", player[0], error.strerror)
            return _NOT_STARTED
        ended = asyncio.ensure_future(process.wait())
        cut = asyncio.ensure_future(self._cut.wait())
        try:
            await asyncio.wait({ended, cut}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            cut.cancel()
            if not ended.done():
                process.kill()
                await ended
        return process.returncode

    def _write(self, utterance: Utterance, file: Path) -> None:
        samples = spoken(utterance, self._speech, self._settings.lead_in_s)
        if self._failed and (utterance.words or utterance.phrase):
            # no path was alive: the first that is again says so
            first = replace(utterance, words="", phrase="unheard", earcon=None)
            samples = np.concatenate(
                [spoken(first, self._speech, self._settings.lead_in_s), samples]
            )
        panned = sound.towards(samples, utterance.side, self._settings.pan)
        try:
            file.write_bytes(sound.write_wav(panned))
        except OSError as error:
            raise SinkError(f"{file}: {error.strerror}") from error


def _room() -> str | None:
    """Give the folder for what is said; None: where the system puts files for a while."""
    folder = os.environ.get(_MEMORY, "").partition(":")[0]
    return folder if folder and os.access(folder, os.W_OK) else None


def spoken(utterance: Utterance, speech: Speech, lead_in_s: float) -> FloatArray:
    """Give all of an utterance: lead-in, earcon, words; shape (n,)."""
    parts = [sound.noise(lead_in_s)]
    if utterance.earcon is not None:
        parts.append(sound.earcon(utterance.earcon))
    if utterance.beat_spm:
        parts.append(beats(utterance.beat_spm, utterance.beats_s))
    if utterance.words or utterance.phrase:
        parts.append(speech.of(utterance))
    return np.concatenate(parts)
