"""Answer the runner aloud, on every way that there is: the radio, and the hub's own sound."""

from collections.abc import Callable
from typing import Protocol

from monitor.voice.utterances import Utterance, answer_of, taken


class Voice(Protocol):
    """A way to the runner's ear."""

    def say(self, utterance: Utterance, /) -> None:
        """Say something, as its policy lets it."""
        ...

    def end(self) -> None:
        """The session is over: of what it still says only red flags are said."""
        ...


class Aloud:
    """What is said to a runner of one session who presses, asks or is led.

    Parameters
    ----------
    now_s : callable
        Session time, s.
    voice : Voice
        The first way; ``also`` adds more.
    """

    def __init__(self, now_s: Callable[[], float], voice: Voice) -> None:
        self._now_s = now_s
        self._voices = [voice]
        self._number = 0

    def also(self, voice: Voice) -> None:
        """Answer on one more way."""
        self._voices.append(voice)

    def end(self) -> None:
        """The session is over, on every way; what is answered from now on is said as before."""
        for voice in self._voices:
            voice.end()

    def phrase(self, phrase: str) -> None:
        """Say texts of the voice: their keys, with blanks between."""
        self._say(answer_of(self._name(), self._now_s(), phrase))

    def sound(self) -> None:
        """Let the runner hear that a press was taken."""
        self._say(taken(self._name(), self._now_s()))

    def _name(self) -> str:
        self._number += 1
        return f"in run {self._number}"

    def _say(self, utterance: Utterance) -> None:
        for voice in self._voices:
            voice.say(utterance)
