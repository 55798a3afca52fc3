"""Choose which utterance speaks now: one table, and the walk over it; pure.

    what comes is, against what speaks now    what comes    what was speaking
    ----------------------------------------  ------------  ------------------------------
    more urgent                               speaks        waits, and begins again
    as urgent                                 speaks        is over; a red flag waits instead
    as urgent, but of the other foot          speaks        waits, and begins again
    as urgent, but a sound without words      speaks        waits, and begins again
    less urgent                               waits         goes on

Nothing that expired is spoken, nothing twice. What waits is over when something as urgent comes
about the same foot. Beats of a metronome are over when anything else comes but a sound without
words: then they go on for what is left of them.
"""

from collections import deque
from dataclasses import replace
from enum import StrEnum, auto
from typing import Final, NamedTuple

from monitor.types import Side
from monitor.voice.utterances import Urgency, Utterance

_REMEMBERED: Final = 100
"""Utterances that are known to be said already."""


class Standing(StrEnum):
    """How urgent what comes is, against what speaks."""

    MORE = auto()
    EQUAL = auto()
    BESIDE = auto()
    """As urgent, but of the other foot, or a sound without words: it says nothing of the same."""
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
    Standing.BESIDE: Rule(Fate.SPEAKS, Fate.WAITS),
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
    is_over : bool
        Whether the run has ended.
    """

    def __init__(self) -> None:
        self.expired = 0
        self.is_over = False
        self._speaking: Utterance | None = None
        self._since_s = 0.0
        self._waiting: list[Utterance] = []
        self._known: deque[str] = deque(maxlen=_REMEMBERED)

    @property
    def speaking(self) -> Utterance | None:
        """What speaks now."""
        return self._speaking

    def due(self, now_s: float) -> Utterance | None:
        """Give what is to begin now: what speaks, unless its time passed while nobody began it."""
        if self._speaking is not None and self._speaking.expires_s <= now_s:
            self.expired += 1
            self.done(now_s)
        return self._speaking

    def offer(self, utterance: Utterance, now_s: float) -> bool:
        """Take an utterance; True if it speaks at once, whatever spoke before."""
        if utterance.key in self._known:
            return False
        self._known.append(utterance.key)
        if utterance.expires_s <= now_s:
            self.expired += 1
            return False
        self._waiting = [each for each in self._waiting if not _ends(utterance, each)]
        if self._speaking is None:
            self._begin(utterance, now_s)
            return True
        rule = RULES[_standing(utterance, self._speaking)]
        if rule.comes is Fate.WAITS:
            self._waiting.append(utterance)
            return False
        waits = rule.speaking is Fate.WAITS or self._speaking.urgency in NEVER_OVER
        left = self._left(self._speaking, now_s)
        if waits and not _ends(utterance, left):
            self._waiting.append(left)
        self._begin(utterance, now_s)
        return True

    def done(self, now_s: float) -> Utterance | None:
        """What speaks came to its end; return what speaks next, if anything does."""
        alive = [each for each in self._waiting if each.expires_s > now_s]
        self.expired += len(self._waiting) - len(alive)
        self._begin(max(alive, key=lambda each: each.urgency, default=None), now_s)
        self._waiting = [each for each in alive if each is not self._speaking]
        return self._speaking

    def end(self, now_s: float) -> bool:
        """The run is over: only a red flag is still said; True if what spoke has to stop."""
        self.is_over = True
        self._waiting = [each for each in self._waiting if each.urgency in NEVER_OVER]
        if self._speaking is None or self._speaking.urgency in NEVER_OVER:
            return False
        self.done(now_s)
        return True

    def is_wanted(self, utterance: Utterance) -> bool:
        """Whether what a session says is said: all while it goes on, red flags after its end."""
        return not self.is_over or utterance.urgency in NEVER_OVER

    def has(self, advice: int) -> bool:
        """Whether an advice speaks or waits."""
        held = self._waiting if self._speaking is None else [self._speaking, *self._waiting]
        return any(each.advice == advice for each in held)

    def _begin(self, utterance: Utterance | None, now_s: float) -> None:
        self._speaking, self._since_s = utterance, now_s

    def _left(self, speaking: Utterance, now_s: float) -> Utterance:
        """Give what is left of what speaks: beats go on, all else begins again."""
        if not speaking.beat_spm:
            return speaking
        left_s = speaking.beats_s - (now_s - self._since_s)
        return replace(speaking, beats_s=left_s, expires_s=now_s + left_s)


def _standing(comes: Utterance, speaking: Utterance) -> Standing:
    if comes.urgency == speaking.urgency:
        other = {comes.side, speaking.side} == set(Side)
        return Standing.BESIDE if comes.is_sound or other else Standing.EQUAL
    return Standing.MORE if comes.urgency > speaking.urgency else Standing.LESS


def _ends(comes: Utterance, waiting: Utterance) -> bool:
    """Whether what comes makes what waits needless."""
    if waiting.beat_spm:
        return not comes.is_sound
    same = waiting.side is not None and waiting.side == comes.side
    return same and comes.urgency == waiting.urgency and waiting.urgency not in NEVER_OVER
