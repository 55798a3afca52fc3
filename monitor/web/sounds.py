"""What the radio says, encoded once and kept."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from monitor.errors import SinkError
from monitor.sinks.voice import spoken
from monitor.voice import mp3
from monitor.voice.speech import Speech
from monitor.voice.utterances import BEATS_S, Earcon, Utterance

_KEPT: Final = 64
"""Sentences that stay encoded, about 80 kB each; then the one that was said longest ago goes."""

_What = tuple[str, str, Earcon | None, float, float]
"""What tells the sound of an utterance from others."""


class Sounds:
    """Utterances as MP3 frames; slow, so that callers are in a thread."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._encoded: dict[_What, list[bytes]] = {}
        self._bed: list[bytes] = []
        self._mute: Utterance | None = None
        """What could not be said last; none once anything else in words could be."""

    @property
    def work(self) -> bool:
        """Whether what was to be said last could be: noise and tones tell a runner nothing."""
        return self._mute is None

    def try_again(self) -> None:
        """Render what could not be said: so it is known before the next sentence who says it."""
        mute = self._mute
        if mute is not None:
            with suppress(SinkError):
                spoken(mute, self._speech, 0.0)
                self._mute = None if self._mute is mute else self._mute

    def bed(self) -> list[bytes]:
        """Give the faint noise between what is said."""
        if not self._bed:
            self._bed = mp3.bed()
        return self._bed

    def parts(self, utterance: Utterance) -> Iterator[list[bytes]]:
        """Encode an utterance, some frames at a time.

        Raises
        ------
        SinkError
            If its words cannot be rendered.
        """
        try:
            # no lead-in: the bed has woken every headset
            samples = spoken(utterance, self._speech, 0.0)
        except SinkError:
            self._mute = utterance
            raise
        self._works(utterance)
        return mp3.encode_in_parts(samples)

    def frames(self, utterance: Utterance) -> list[bytes]:
        """Encode an utterance, or take what was encoded before."""
        frames = self.kept(utterance)
        if frames is None:
            frames = joined(self.parts(utterance))
            self.keep(utterance, frames)
        return frames

    def kept(self, utterance: Utterance) -> list[bytes] | None:
        """Frames of an utterance that was encoded before."""
        frames = self._encoded.get(_what(utterance))
        if frames is not None:
            self._works(utterance)
        return frames

    def keep(self, utterance: Utterance, frames: list[bytes]) -> None:
        """Keep the frames of an utterance; forget the one that was said longest ago."""
        if utterance.beats_s < BEATS_S:  # what is left of a minute is never left again
            return
        self._encoded.pop(_what(utterance), None)
        self._encoded[_what(utterance)] = frames
        if len(self._encoded) > _KEPT:
            del self._encoded[next(iter(self._encoded))]

    def _works(self, utterance: Utterance) -> None:
        """Take note that something can be heard: a tone needs no voice."""
        if utterance.words or utterance.phrase:
            self._mute = None


def joined(parts: Iterator[list[bytes]]) -> list[bytes]:
    """All frames of parts that are encoded one after the other."""
    return [frame for part in parts for frame in part]


def _what(utterance: Utterance) -> _What:
    words, beats = (utterance.words, utterance.phrase), (utterance.beat_spm, utterance.beats_s)
    return *words, utterance.earcon, *beats
