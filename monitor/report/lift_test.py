"""Tell whether one foot is held up less than the other, or than it used to be. Pure.

Feet differ by nature, and from day to day, so today's difference is held against those of earlier
tests of the same runner. What is assumed before there are any gives way to what they show. The
chance of an alarm without a reason is 1 % a test, all comparisons together. A test that shows
nothing does not say that both feet are well.
"""

from collections.abc import Sequence
from enum import StrEnum, auto
from math import sqrt
from typing import Final

from msgspec import Struct

from monitor.report.lift_measure import FootLift, Why
from monitor.report.statistics import mean, student
from monitor.types import Side

NATURE_DEG: Final = 2.5
"""How much the lift of two well feet of one runner is taken to differ from nought, standard
deviation. Rule of thumb: nobody has measured it; ankles that bend up differ by 2…3°."""
DAY_DEG: Final = 1.0
"""How much that difference is taken to change from test to test. Rule of thumb: the angle of a foot
at contact is repeated within 1…2° in the laboratory (with markers put on anew, which a foot that
stands flat spares us); earlier tests correct it."""
DAY_WORTH: Final = 6.0
"""How many repetitions that is worth. Rule of thumb."""
EFFORT_DEG: Final = 3.5
"""How much one foot's own lift is taken to change from test to test: on a good day both are held up
more. Rule of thumb; earlier tests correct it."""
LEAST_OWN: Final = 3
"""So many earlier tests before a foot is held against itself. Rule of thumb."""
HELD_DEG: Final = 5.0
"""A foot that is held up by less did not walk on its heel. Rule of thumb: ordinary walking tips it
the other way by 15°."""
LEAST_DEG: Final = 2.0
"""Smaller differences are not told, however sure. Rule of thumb."""
_ALPHA_FEET: Final = 0.008
"""Chance that well feet are called unlike; with the two below 1 % a test [P]."""
_ALPHA_OWN: Final = 0.001
"""Chance that one well foot is called lower than it used to be [P], as above."""


class LiftVerdict(StrEnum):
    """What a lift test says."""

    LOWER = auto()
    """One foot is held up less."""
    ALIKE = auto()
    """No difference that this test can see; it excludes nothing."""
    NOT_HELD = auto()
    """Neither foot was held up: not walked on the heels, or neither can be."""
    UNKNOWN = auto()
    """Not assessed."""


class Lifts(Struct, frozen=True):
    """An earlier test: the lift of both feet, degrees."""

    left: float
    right: float


class LiftResult(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a lift test says.

    ``difference`` is left less right, degrees, ``usual`` that of earlier tests (nought without),
    ``limit`` how much it has to be off to be told; ``lower`` are the feet that are held up less, by
    ``by`` degrees than the other foot (``against_other``) or than they used to be.
    """

    verdict: LiftVerdict
    feet: tuple[FootLift, ...]
    tests: int = 0
    difference: float | None = None
    usual: float | None = None
    limit: float | None = None
    lower: tuple[Side, ...] = ()
    by: float | None = None
    against_other: bool = True

    @property
    def why(self) -> Why | None:
        """Why it is not assessed; None where it is."""
        return next((foot.why for foot in self.feet if foot.why is not None), None)

    def lift_deg(self, side: Side) -> float | None:
        """Give the lift of one foot."""
        return next((foot.lift_deg for foot in self.feet if foot.side is side), None)


def judge_lift(feet: Sequence[FootLift], earlier: Sequence[Lifts]) -> LiftResult:
    """Hold a test against the other foot, and against earlier tests of the same runner."""
    told = tuple(feet)
    known = {foot.side: foot.lift_deg for foot in told if foot.lift_deg is not None}
    if len(known) < len(Side):
        return LiftResult(verdict=LiftVerdict.UNKNOWN, feet=told, tests=len(earlier))
    left, right = (known[side] for side in Side)
    if max(left, right) < HELD_DEG:
        return LiftResult(verdict=LiftVerdict.NOT_HELD, feet=told, tests=len(earlier))
    before = [one.left - one.right for one in earlier]
    usual, limit = expected(before, NATURE_DEG, DAY_DEG, _ALPHA_FEET / 2.0)
    limit = max(limit, LEAST_DEG)
    off = left - right - usual
    result = LiftResult(
        verdict=LiftVerdict.ALIKE,
        feet=told,
        tests=len(earlier),
        difference=round(left - right, 2),
        usual=round(usual, 2),
        limit=round(limit, 2),
    )
    if abs(off) > limit:
        lower = Side.LEFT if off < 0.0 else Side.RIGHT
        return _lower(result, (lower,), abs(off), against_other=True)
    fell = {side: _fell(known[side], [getattr(one, side) for one in earlier]) for side in Side}
    feet_down = tuple(side for side, by in fell.items() if by is not None)
    if feet_down:
        by = max(by for by in fell.values() if by is not None)
        return _lower(result, feet_down, by, against_other=False)
    return result


def expected(
    before: Sequence[float], nature: float, day: float, alpha: float
) -> tuple[float, float]:
    """Give what is to be expected next, and how far off it may be by a chance of ``alpha`` a side.

    A value that is drawn once about nought (``nature``) and scatters from test to test (``day``, to
    begin with): mean and Student's t of what is predicted.
    """
    count = len(before)
    middle = mean(before) if count else 0.0
    power = 0.0
    for value in before:
        power += (value - middle) ** 2
    freedom = DAY_WORTH + max(count - 1, 0)
    day2 = (DAY_WORTH * day**2 + power) / freedom
    weight = count + day2 / nature**2
    spread = sqrt(day2 + day2 / weight)
    return middle * count / weight, student(1.0 - alpha, freedom) * spread


def _fell(now: float, before: Sequence[float]) -> float | None:
    """Give by how much a foot is lower than it used to be, where that is more than chance."""
    if len(before) < LEAST_OWN:
        return None
    middle = mean(before)
    # its level was drawn from so wide a range that only its own tests tell of it
    _, limit = expected([value - middle for value in before], 1e3, EFFORT_DEG, _ALPHA_OWN)
    return round(middle - now, 2) if middle - now > limit else None


def _lower(
    result: LiftResult, lower: tuple[Side, ...], by: float, *, against_other: bool
) -> LiftResult:
    return LiftResult(
        verdict=LiftVerdict.LOWER,
        feet=result.feet,
        tests=result.tests,
        difference=result.difference,
        usual=result.usual,
        limit=result.limit,
        lower=lower,
        by=round(by, 2),
        against_other=against_other,
    )
