"""Which data of one foot are missing, and for how long?

Each kind of data has its own silence: an insole can fall silent while the pod beside it goes on. A
hole is told once it is surely over, so that a link that flutters does not flood; one that stays
open beside living data is told while it lasts.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from monitor.gait.segments import MaskArray, any_finite
from monitor.ingest.limits import IngestLimits
from monitor.types import FloatArray, FootBlock

_KINDS: Final = ("motion", "pressure", "force")


class Hole(NamedTuple):
    """Data that were lost: when that was known, which kinds, how long, whether it is over.

    ``all_kinds`` says that nothing of the foot was left.
    """

    t_s: float
    kinds: tuple[str, ...]
    all_kinds: bool
    lost_s: float
    over: bool


@dataclass(slots=True)
class _Lane:
    """One kind of data, counted in rows.

    ``run`` are missing up to now, ``lost`` were in holes before; ``since`` is the row from which
    the data have come without a break, ``told`` says that this silence was spoken of.
    """

    since: int | None = None
    run: int = 0
    lost: int = 0
    told: bool = False

    @property
    def calm(self) -> bool:
        return self.lost == 0 and self.run == 0


class HoleFinder:
    """Follow what is missing of one foot.

    Latency: ``hole_back_s`` after the data came back.

    Parameters
    ----------
    rate_hz : float
        Grid of the foot.
    limits : IngestLimits
    """

    def __init__(self, rate_hz: float, limits: IngestLimits) -> None:
        self._rate_hz = rate_hz
        self._hole = round(limits.hole_s * rate_hz)
        self._back = round(limits.hole_back_s * rate_hz)
        self._silent = round(limits.silent_s * rate_hz)
        self._lanes = {kind: _Lane() for kind in _KINDS}
        self._stop: int | None = None

    def push(self, block: FootBlock) -> list[Hole]:
        """Consume a block and return the holes that it settles, in order of time."""
        if self._stop is not None and block.start > self._stop:
            for lane in self._started:
                lane.run += block.start - self._stop
        self._stop = block.stop
        seen = _seen(block)
        if all(_is_calm(lane, rows) for lane, rows in zip(self._lanes.values(), seen, strict=True)):
            return []
        turns = np.flatnonzero((seen[:, 1:] != seen[:, :-1]).any(axis=0)) + 1
        edges = [0, *turns.tolist(), len(block)]
        return [
            hole
            for a, b in pairwise(edges)
            for hole in self._walk(block.start + a, block.t_s[a:b], seen[:, a])
        ]

    @property
    def _started(self) -> list[_Lane]:
        return [lane for lane in self._lanes.values() if lane.since is not None]

    def _walk(self, first: int, t_s: FloatArray, seen: MaskArray) -> list[Hole]:
        """Rows from number ``first`` on in which nothing comes or goes."""
        pairs = list(zip(self._lanes.items(), seen.tolist(), strict=True))
        for (_, lane), there in pairs:
            if there:
                _resume(lane, first, self._hole)
        there_since = [lane.since for (_, lane), there in pairs if there and lane.since is not None]
        found = self._ended({k: one for (k, one), there in pairs if there}, first, t_s)
        for (kind, lane), there in pairs:
            if there or lane.since is None:
                continue
            if there_since and not lane.told:
                row = max(self._silent - lane.run, self._back + min(there_since) - first, 1) - 1
                if row < len(t_s):
                    lane.told = True
                    lost_s = (lane.run + row + 1) / self._rate_hz
                    found.append(Hole(float(t_s[row]), (kind,), False, lost_s, False))
            lane.run += len(t_s)
        return sorted(found)

    def _ended(self, there: dict[str, _Lane], first: int, t_s: FloatArray) -> list[Hole]:
        """Tell the holes that are over, together if they end together."""
        back = {kind: lane for kind, lane in there.items() if lane.lost}
        if not back:
            return []
        latest = max(lane.since for lane in back.values() if lane.since is not None)
        row = max(self._back + latest - first, 1) - 1
        if row >= len(t_s):
            return []
        lost_s = max(lane.lost for lane in back.values()) / self._rate_hz
        for lane in back.values():
            lane.lost = 0
        everything = len(back) == len(self._started)
        return [Hole(float(t_s[row]), tuple(back), everything, lost_s, True)]


def _resume(lane: _Lane, row: int, hole: int) -> None:
    """Let a lane speak: what was missing until now counts if it was long."""
    if lane.run:
        lane.lost += lane.run if lane.run >= hole else 0
        lane.run, lane.told = 0, False
        lane.since = row
    if lane.since is None:
        lane.since = row


def _seen(block: FootBlock) -> MaskArray:
    """Which kinds of data each row has, shape (kinds, n)."""
    pressure = any_finite(block.plantar_kpa) | any_finite(block.instep_kpa)
    return np.array([any_finite(block.acc_m_s2), pressure, np.isfinite(block.load_n)])


def _is_calm(lane: _Lane, rows: MaskArray) -> bool:
    """Whether nothing of a lane is missing, or it has never begun."""
    return lane.calm and bool(rows.all() if lane.since is not None else not rows.any())
