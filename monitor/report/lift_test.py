"""Tell whether one foot is held up less than the other, or than it used to be. Pure.

Feet differ by nature, and from day to day, so today's test is held against earlier ones of the same
runner (``lift_odds.py``). What is assumed before there are any gives way to what they show. The
chance of an alarm without a reason is 1 % a test, all comparisons together. A test that shows
nothing does not say that both feet are well.
"""

from collections.abc import Sequence
from enum import StrEnum, auto
from math import log, sqrt
from typing import Final

from msgspec import Struct

from monitor.report.lift_measure import FootLift, Why
from monitor.report.lift_odds import Assumed, Expectation, log_odds
from monitor.report.statistics import mean, student
from monitor.types import Side

FEET: Final = Assumed(scatter=1.15, spread=0.3, level=2.5)
"""How the lift of two well feet of one runner differs. Rules of thumb, as nobody has measured it.
Ankles that bend up differ by 2…3°, so the level. From day to day the angle of a foot at contact is
repeated within 1…2° in the laboratory (with markers put on anew, which a foot that stands flat
spares us), here taken as 1°; what the test itself is off by (0.55°, measured on the simulator)
comes on top. One runner repeats it a third better than another."""
BOTH: Final = Assumed(scatter=3.0, spread=0.5)
"""How the mean lift of both feet changes from test to test: on a good day both are held up more.
Rule of thumb; earlier tests correct it."""
EFFORT_DEG: Final = 3.5
"""How much one foot's own lift is taken to change from test to test: on a good day both are held up
more. Rule of thumb; earlier tests correct it."""
EFFORT_WORTH: Final = 6.0
"""How many repetitions that is worth. Rule of thumb."""
LEAST_OWN: Final = 3
"""So many earlier tests before a foot is held against itself. Rule of thumb."""
HELD_DEG: Final = 5.0
"""A foot that is held up by less did not walk on its heel. Rule of thumb: ordinary walking tips it
the other way by 15°."""
LEAST_DEG: Final = 2.0
"""Smaller differences are not told, however sure. Rule of thumb."""
MOST_DEG: Final = 40.0
"""No foot is held up by more. Rule of thumb."""
_FINE_DEG: Final = 0.01
"""How finely that is told. Rule of thumb."""
_ODDS: Final = (110.0, 40.0, 22.0, 17.0, 15.0, 13.0, 12.0, 11.5, 11.0, 10.0, 9.5)
"""Odds from which a foot is called lower, by the number of earlier tests; the last from there on.
With one test or more, 1 % of well runners as they are assumed reach them [P]:
tests/monitor/report/test_lift_odds.py. A first test stands on assumptions alone: 0.1 % there."""
_ALPHA_OWN: Final = 0.001
"""Chance that one well foot is called lower than it used to be [P]: little beside the 1 %."""


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
    weighed = _Weighed(earlier)
    off = left - right - weighed.usual
    result = LiftResult(
        verdict=LiftVerdict.ALIKE,
        feet=told,
        tests=len(earlier),
        difference=round(left - right, 2),
        usual=round(weighed.usual, 2),
        limit=round(weighed.limit_deg(), 2),
    )
    fell = {side: _fell(known[side], [getattr(one, side) for one in earlier]) for side in Side}
    feet_down = tuple(side for side, by in fell.items() if by is not None)
    lower = weighed.lower(left - right, (left + right) / 2.0)
    if lower is not None and len(feet_down) < len(Side):
        return _lower(result, (lower,), abs(off), against_other=True)
    if feet_down:
        by = max(by for by in fell.values() if by is not None)
        return _lower(result, feet_down, by, against_other=False)
    return result


class _Weighed:
    """Earlier tests of a runner, to hold a new one against."""

    def __init__(self, earlier: Sequence[Lifts]) -> None:
        self._feet = Expectation(FEET, [one.left - one.right for one in earlier])
        means = [(one.left + one.right) / 2.0 for one in earlier]
        self._both = Expectation(BOTH, means) if means else None
        self._needed = log(_ODDS[min(len(earlier), len(_ODDS) - 1)])

    @property
    def usual(self) -> float:
        """Difference of the feet that is to be expected."""
        return self._feet.middle

    def lower(self, difference: float, level: float) -> Side | None:
        """Give the foot that is held up less, if one is beyond chance."""
        off = difference - self.usual
        if abs(off) < LEAST_DEG:
            return None
        left, right = log_odds(difference, level, self._feet, self._both)
        odds, side = (left, Side.LEFT) if off < 0.0 else (right, Side.RIGHT)
        return side if odds > self._needed else None

    def limit_deg(self) -> float:
        """Give how far off the usual the difference has to be to be told, whatever the mean."""
        low, high = LEAST_DEG, MOST_DEG
        while high - low > _FINE_DEG:
            middle = (low + high) / 2.0
            told = log_odds(self.usual - middle, 0.0, self._feet, None)[0] > self._needed
            low, high = (low, middle) if told else (middle, high)
        return high


def _fell(now: float, before: Sequence[float]) -> float | None:
    """Give by how much a foot is lower than it used to be, where that is more than chance.

    Student's t of what earlier tests, and what is assumed of the scatter, predict.
    """
    count = len(before)
    if count < LEAST_OWN:
        return None
    middle, power = mean(before), 0.0
    for value in before:
        power += (value - middle) ** 2
    freedom = EFFORT_WORTH + count - 1
    scatter2 = (EFFORT_WORTH * EFFORT_DEG**2 + power) / freedom
    limit = student(1.0 - _ALPHA_OWN, freedom) * sqrt(scatter2 * (1.0 + 1.0 / count))
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
