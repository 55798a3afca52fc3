"""Tell which of two lacings presses less: trials of both, tied by turns, held side by side.

Pure. Tying the same laces again never presses exactly alike. How much that scatters is estimated
from the trials of one lacing that were tied twice, of both feet, together with what is assumed
before (``TIE_KPA``); so even one trial each has an honest band. Tying A, B and A takes out what
grows evenly meanwhile, as swelling does. All bands are 95 % for all feet, or zones, together.
"""

from collections.abc import Sequence
from enum import StrEnum, auto
from math import sqrt
from typing import Final

from msgspec import Struct

from monitor.report.compare import LEAST, Verdict
from monitor.report.lace_spot import SPOTS
from monitor.report.lace_trial import TONGUE, Heel, Trial, ZonePressure
from monitor.report.statistics import mean, student
from monitor.types import Side

TIE_KPA: Final = 0.5
"""How much tying the same laces again is taken to scatter, kPa. Rule of thumb; the trials that were
tied twice correct it."""
TIE_WORTH: Final = 6.0
"""How many repetitions that is worth. Rule of thumb."""
LEAST_KPA: Final = LEAST["instep"]
"""Smaller differences are not told, however sure."""
HEEL_KPA: Final = 0.3
"""Below this under the sole in swing nothing can be said of the heel. Rule of thumb."""
HEEL_FALLS: Final = 0.5
"""A heel's share of the pressure in swing that falls below this part of what it was: it lifts. Rule
of thumb; tried on made-up pressure only."""
_ALPHA: Final = 0.05
"""One difference in twenty may be chance. Rule of thumb: the usual level."""
A: Final = "A"
B: Final = "B"


class Felt(StrEnum):
    """The runner's own verdict on B, held against A."""

    BETTER = auto()
    SAME = auto()
    WORSE = auto()


class Slip(StrEnum):
    """What the heel does with B, held against A."""

    MORE = auto()
    LESS = auto()
    SAME = auto()
    UNKNOWN = auto()


class LaceChange(Struct, frozen=True, kw_only=True):
    """One zone of one foot in swing, kPa: means of A and B, B − A with half its band."""

    side: Side
    zone: str
    a: float
    b: float
    change: float
    band: float
    verdict: Verdict


class LacingResult(Struct, frozen=True, kw_only=True):
    """What a lacing test says.

    ``told`` are the changes that are sure, one a foot; ``changes`` are all. ``order`` is how the
    trials were tied; ``felt`` None was not said.
    """

    order: str
    changes: tuple[LaceChange, ...]
    told: tuple[LaceChange, ...]
    slips: dict[Side, Slip]
    felt: Felt | None

    @property
    def verdict(self) -> Verdict:
        """*Less* or *more*, *none* that we can see (or both), *unknown* where nothing was measured.

        Feet of which one is pressed more and the other less are *none* for the pair.
        """
        if not self.changes:
            return Verdict.UNKNOWN
        said = {one.verdict for one in self.told}
        return said.pop() if len(said) == 1 else Verdict.NONE


def judge(trials: Sequence[Trial], felt: Felt | None = None) -> LacingResult:
    """Hold the trials of A and B side by side."""
    order = "".join(trial.lacing for trial in trials)
    sides = [side for side in Side if _measured(trials, side, TONGUE)]
    whole = [_change(trials, side, TONGUE, len(sides)) for side in sides]
    parts = [(side, zone) for side in sides for zone in SPOTS if _measured(trials, side, zone)]
    zones = [_change(trials, side, zone, len(parts)) for side, zone in parts]
    told = [_told(one, [z for z in zones if z.side is one.side]) for one in whole]
    return LacingResult(
        order=order,
        changes=(*whole, *zones),
        told=tuple(one for one in told if one is not None),
        slips={side: _slip(trials, side) for side in Side},
        felt=felt,
    )


def _told(whole: LaceChange, zones: Sequence[LaceChange]) -> LaceChange | None:
    """Give what is sure of a foot: the whole tongue, else a zone to which pressure moved."""
    if whole.verdict is not Verdict.NONE:
        return whole
    sure = [zone for zone in zones if zone.verdict is not Verdict.NONE]
    return max(sure, key=lambda zone: abs(zone.change) / zone.band, default=None)


def _change(trials: Sequence[Trial], side: Side, zone: str, together: int) -> LaceChange:
    """Give B − A of one zone, with a band for so many of them together."""
    tied = {lacing: _zone(trials, lacing, side, zone) for lacing in (A, B)}
    means = {lacing: mean([z.swing.mean_kpa for z in some]) for lacing, some in tied.items()}
    power, freedom = _repeats(trials, zone)
    tie_kpa2 = (TIE_WORTH * TIE_KPA**2 + power) / (TIE_WORTH + freedom)
    spread = 0.0
    for some in tied.values():
        within = mean([z.variance for z in some])
        spread += (tie_kpa2 + within) / len(some)
    change = means[B] - means[A]
    band = student(1.0 - _ALPHA / 2.0 / together, TIE_WORTH + freedom) * sqrt(spread)
    sure = abs(change) > band and abs(change) >= LEAST_KPA
    verdict = Verdict.NONE
    if sure:
        verdict = Verdict.MORE if change > 0.0 else Verdict.LESS
    return LaceChange(
        side=side,
        zone=zone,
        a=round(means[A], 3),
        b=round(means[B], 3),
        change=round(change, 3),
        band=round(band, 3),
        verdict=verdict,
    )


def _repeats(trials: Sequence[Trial], zone: str) -> tuple[float, float]:
    """Give how much trials of one lacing differ (a sum of squares), and in how many ways."""
    power = freedom = 0.0
    for side in Side:
        for lacing in (A, B):
            tied = [z.swing.mean_kpa for z in _zone(trials, lacing, side, zone)]
            if len(tied) > 1:
                middle = mean(tied)
                for value in tied:
                    power += (value - middle) ** 2
                freedom += len(tied) - 1.0
    return power, freedom


def _slip(trials: Sequence[Trial], side: Side) -> Slip:
    """Tell whether the heel lifts in its shoe: its share of what stays under the foot falls."""
    shares = {}
    for lacing in (A, B):
        heels = [heel for t in trials if t.lacing == lacing and (heel := t.heel(side))]
        if not heels or mean([heel.sole_kpa for heel in heels]) < HEEL_KPA:
            return Slip.UNKNOWN
        shares[lacing] = mean([_share(heel) for heel in heels])
    if shares[B] < HEEL_FALLS * shares[A]:
        return Slip.MORE
    return Slip.LESS if shares[A] < HEEL_FALLS * shares[B] else Slip.SAME


def _share(heel: Heel) -> float:
    return max(heel.heel_kpa, 0.0) / max(heel.sole_kpa, HEEL_KPA)


def _zone(trials: Sequence[Trial], lacing: str, side: Side, zone: str) -> list[ZonePressure]:
    tied = [trial.find(side, zone) for trial in trials if trial.lacing == lacing]
    return [one for one in tied if one is not None]


def _measured(trials: Sequence[Trial], side: Side, zone: str) -> bool:
    return all(_zone(trials, lacing, side, zone) for lacing in (A, B))
