"""Ask which foot is meant, where a report did not say: three questions, and silence is a no.

    stage     trigger: next stage
    idle      a report without a foot: waiting
    waiting   the pause is over: asks left
    asks      yes: idle    silence: asks the next one, or idle after the last

*Yes* is the same button again while the question is open, or a button that says no kind and no
place. Any other report ends the questions and is answered itself, and so does an OK; the foot stays
unsaid then, as after silence. A question that may not be said for half a minute lapses. What was
pressed before a question and came after it answers nothing, and nobody is asked about what was
added after the session.
"""

from dataclasses import replace
from typing import Final, NamedTuple

from monitor.advice.limits import AdviceLimits
from monitor.types import Feeling, Side, Symptom

FEET: Final[tuple[Side | None, ...]] = (Side.LEFT, Side.RIGHT, None)
"""What is asked about, in order; None: both."""


class Question(NamedTuple):
    """Whether it is this foot; None: both."""

    side: Side | None


class WhichFoot:
    """Follow one report that named no foot.

    Attributes
    ----------
    about_s : float, optional
        When that report was pressed; stays after the answer.
    """

    def __init__(self, limits: AdviceLimits) -> None:
        self._limits = limits
        self._about: Symptom | None = None
        self._asked = 0
        self.about_s: float | None = None
        self._since_s = 0.0

    def named(self, symptom: Symptom) -> Symptom | None:
        """Give the earlier report with its foot, if this one says yes."""
        about = self._about
        if symptom.added or about is None or not self._asked or symptom.t_s < self._since_s:
            return None  # the same again, before anything was asked
        late = symptom.t_s > self._since_s + self._limits.which_wait_s
        if late or not _is_same(symptom, about):
            return None
        side = FEET[self._asked - 1]
        at = replace(about, t_s=symptom.t_s, heard_s=symptom.heard_s)
        return replace(at, side=side, both=side is None)

    def push(self, symptom: Symptom) -> Symptom | None:
        """Take a report; the earlier report with its foot, if this one says yes."""
        if symptom.added:
            return None
        about, named = self._about, self.named(symptom)
        if named is not None:
            self._about = None
            return named
        if about is not None and (_is_same(symptom, about) or symptom.t_s < about.t_s):
            return None  # the same again, or an earlier word, does not end the question
        self._about = None
        if symptom.feeling is not Feeling.OK and not symptom.sides and _has_foot(symptom):
            self._about, self._asked, self._since_s = symptom, 0, symptom.known_s
            self.about_s = symptom.t_s
        return None

    def due(self, now_s: float) -> Question | None:
        """Let time pass; the question that is due, until it is asked or lapses."""
        if self._about is None:
            return None
        limits = self._limits
        wait_s = limits.which_pause_s if not self._asked else limits.which_wait_s
        late_s = now_s - self._since_s - wait_s
        if late_s < 0.0:
            return None
        if self._asked == len(FEET) or late_s >= limits.better_wait_s:
            self._about = None
            return None
        return Question(FEET[self._asked])

    def asked(self, now_s: float) -> None:
        """Take note that the question that was due was asked."""
        self._asked, self._since_s = self._asked + 1, now_s


def _is_same(symptom: Symptom, about: Symptom) -> bool:
    """Whether a report says nothing but what was said before: so it can only mean *yes*."""
    bare = symptom.feeling is Feeling.SOMETHING and symptom.zone is None
    same = symptom.feeling is about.feeling and symptom.zone is about.zone
    return not symptom.sides and (same or bare)


def _has_foot(symptom: Symptom) -> bool:
    """Whether a foot could be named: dizziness has none."""
    return symptom.feeling is not Feeling.DIZZY
