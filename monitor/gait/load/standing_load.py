"""Mean load under the foot of a runner who stands still, and the body mass that two feet tell."""

import math
from collections.abc import Callable

import numpy as np

from monitor.gait.buffer import History
from monitor.gait.load.limits import PressureLimits
from monitor.gait.segments import IndexArray
from monitor.ingest.sample_buffer import SampleBuffer
from monitor.total import total
from monitor.types import CellLayout, FloatArray, Side, StandingLoad
from monitor.units import PA_PER_KPA, STANDARD_GRAVITY_M_S2

Unloaded = Callable[[IndexArray], FloatArray]
"""Load of the foot in the air, as known before each sample number; NaN while it is unknown."""


class StandingLoads:
    """Say how much the standing runner presses, where that is a force.

    Parameters
    ----------
    side : Side
    rate_hz : float
    limits : PressureLimits
    history : History
        The foot's samples, for their time.
    n_per_load : float or None
        Force per unit of the load; None if it is not known.
    """

    def __init__(
        self,
        side: Side,
        rate_hz: float,
        limits: PressureLimits,
        history: History,
        n_per_load: float | None,
    ) -> None:
        self._side = side
        self._mean = StandingMean(rate_hz, limits)
        self._history = history
        self._n_per_load = n_per_load

    def push(self, start: int, load: FloatArray, unloaded: Unloaded) -> list[StandingLoad]:
        """Consume samples that follow the last ones; return what became another mean."""
        means = self._mean.push(start, load, unloaded)
        if self._n_per_load is None:
            return []
        return [
            StandingLoad(self._history.time_at(stop - 1), self._side, self._n_per_load * mean)
            for stop, mean in means
        ]


def force_per_load(plantar_cells: int, layout: CellLayout | None) -> float | None:
    """Force per unit of the load that decides: the sole's area, or 1 for a measured force."""
    if not plantar_cells:
        return 1.0
    if layout is None:
        return None
    return PA_PER_KPA * total(cell.area_m2 for cell in layout.plantar)


class StandingMean:
    """Mean load of the quiet stretches of one foot.

    A stretch is quiet if its load stays within a share of its mean. Stretches are cut at multiples
    of their length, so the mean does not depend on how the samples arrive. What the foot in the air
    reads is no load: it is subtracted, from earlier stretches as soon as the first swing shows it.
    """

    def __init__(self, rate_hz: float, limits: PressureLimits) -> None:
        self._samples = max(1, round(limits.stand_s * rate_hz))
        self._spread = limits.stand_spread
        self._least = limits.stand_least
        self._news = limits.stand_news
        self._open: SampleBuffer | None = None
        self._early: list[float] | None = []
        """Quiet means from before the first swing; None once the unloaded sole is known."""
        self._total = 0.0
        self._count = 0
        self._said = 0.0

    @property
    def mean(self) -> float | None:
        """Mean of all quiet stretches so far, in the unit of the load; None if there was none."""
        return self._total / self._count if self._count else None

    def push(self, start: int, load: FloatArray, unloaded: Unloaded) -> list[tuple[int, float]]:
        """Consume samples that follow the last ones; return where the mean became another.

        Each is the number of the sample before which it is known, and the mean of all quiet
        stretches up to there.
        """
        if self._open is None:
            before = start % self._samples  # a stretch that began before the first sample
            self._open = SampleBuffer(1, start - before)
            self._open.extend(before)[:] = np.nan
        self._open.extend(len(load))[:, 0] = load
        first, whole = self._open.start, len(self._open) // self._samples
        stop = first + whole * self._samples
        stretches = self._open.column(first, stop, 0).reshape(whole, self._samples)
        self._open.drop(stop)
        # sample by sample: the same mean for a stretch in whatever company
        mean = np.add.accumulate(stretches, axis=1)[:, -1] / self._samples
        quiet = np.ptp(stretches, axis=1) <= self._spread * mean
        ends = first + self._samples * np.arange(1, whole + 1)
        rows = zip(
            ends.tolist(), mean.tolist(), quiet.tolist(), unloaded(ends).tolist(), strict=True
        )
        stood = []
        for end, loaded, is_quiet, empty in rows:
            self._zero(empty)
            if is_quiet:
                self._add(loaded, empty)
            average = self.mean
            if average is not None and abs(average - self._said) > self._news * average:
                self._said = average
                stood.append((end, average))
        return stood

    def _zero(self, empty: float) -> None:
        """Take the unloaded sole out of what was read before it was known."""
        if self._early is None or math.isnan(empty):
            return
        early, self._early = self._early, None
        self._total, self._count = 0.0, 0
        for loaded in early:
            self._add(loaded, empty)

    def _add(self, loaded: float, empty: float) -> None:
        """Count a quiet stretch, if the foot stood in it."""
        net = loaded if self._early is not None else loaded - empty
        if net < self._least:
            return
        if self._early is not None:
            self._early.append(loaded)
        self._total += net
        self._count += 1


def body_mass_kg(left_n: float, right_n: float) -> float:
    """Body mass from the mean forces under both feet of a runner who stands still.

    Insoles are 30 to 50 % off in absolute terms: an estimate, good against itself.

    Examples
    --------
    >>> round(body_mass_kg(360.0, 340.0), 1)
    71.4
    """
    return (left_n + right_n) / STANDARD_GRAVITY_M_S2
