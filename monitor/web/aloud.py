"""Answer the runner aloud, on every way that there is: the radio, and the hub's own sound."""

from collections.abc import Callable

from monitor.voice.utterances import Utterance, answer_of, taken


class Aloud:
    """What is said to a runner of one session who presses, asks or is led.

    Parameters
    ----------
    now_s : callable
        Session time, s.
    say : callable
        Says an utterance.
    """

    def __init__(self, now_s: Callable[[], float], say: Callable[[Utterance], None]) -> None:
        self._now_s = now_s
        self._says = [say]
        self._number = 0

    def also(self, say: Callable[[Utterance], None]) -> None:
        """Answer on one more way."""
        self._says.append(say)

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
        for say in self._says:
            say(utterance)
