"""Choose which utterance speaks now: one table, and the walk over it; pure.

    what comes is, against what speaks now    what comes    what was speaking
    ----------------------------------------  ------------  ------------------------------
    more urgent                               speaks        waits, and begins again
    as urgent                                 speaks        is over; a red flag waits instead
    less urgent                               waits         goes on

Nothing that expired is spoken, nothing twice.
"""

from collections import deque
from enum import StrEnum, auto
from typing import Final, NamedTuple

from monitor.voice.utterances import Urgency, Utterance

_REMEMBERED: Final = 100
"""Utterances that are known to be said already."""


class Standing(StrEnum):
    """How urgent what comes is, against what speaks."""

    MORE = auto()
    EQUAL = auto()
    LESS = auto()


class Fate(StrEnum):
    """What becomes of an utterance."""

    SPEAKS = auto()
    GOES_ON = auto()
    WAITS = auto()
    IS_OVER = auto()


class Rule(NamedTuple):
    """What becomes of the one that comes, and of the one that was speaking."""

    comes: Fate
    speaking: Fate


RULES: Final[dict[Standing, Rule]] = {
    Standing.MORE: Rule(Fate.SPEAKS, Fate.WAITS),
    Standing.EQUAL: Rule(Fate.SPEAKS, Fate.IS_OVER),
    Standing.LESS: Rule(Fate.WAITS, Fate.GOES_ON),
}
NEVER_OVER: Final = frozenset({Urgency.RED_FLAG})
"""What is not over because another as urgent came: it waits."""


class Policy:
    """Decide, utterance by utterance, what one ear hears.

    Attributes
    ----------
    expired : int
        Utterances that were not said, because their time had passed.
    """

    def __init__(self) -> None:
        self.expired = 0
        self._speaking: Utterance | None = None
        self._waiting: list[Utterance] = []
        self._known: deque[str] = deque(maxlen=_REMEMBERED)

    @property
    def speaking(self) -> Utterance | None:
        """What speaks now."""
        return self._speaking

    def offer(self, utterance: Utterance, now_s: float) -> bool:
        """Take an utterance; True if it speaks at once, whatever spoke before."""
        if utterance.key in self._known:
            return False
        self._known.append(utterance.key)
        if utterance.expires_s <= now_s:
            self.expired += 1
            return False
        if self._speaking is None:
            self._speaking = utterance
            return True
        rule = RULES[_standing(utterance, self._speaking)]
        if rule.comes is Fate.WAITS:
            self._waiting.append(utterance)
            return False
        if rule.speaking is Fate.WAITS or self._speaking.urgency in NEVER_OVER:
            self._waiting.append(self._speaking)
        self._speaking = utterance
        return True

    def done(self, now_s: float) -> Utterance | None:
        """What speaks came to its end; return what speaks next, if anything does."""
        alive = [each for each in self._waiting if each.expires_s > now_s]
        self.expired += len(self._waiting) - len(alive)
        self._speaking = max(alive, key=lambda each: each.urgency, default=None)
        self._waiting = [each for each in alive if each is not self._speaking]
        return self._speaking


def _standing(comes: Utterance, speaking: Utterance) -> Standing:
    if comes.urgency == speaking.urgency:
        return Standing.EQUAL
    return Standing.MORE if comes.urgency > speaking.urgency else Standing.LESS
