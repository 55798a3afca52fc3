"""Find which data of one foot are missing, and for how long.

Each kind of data has its own silence: an insole can fall silent while the pod beside it goes on. A
dropout is told once it is surely over, so that an unstable link does not flood; one that stays
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


class Dropout(NamedTuple):
    """Data that were lost: when that was known, which kinds, how long, whether it is over.

    ``all_kinds`` says that nothing of the foot was left.
    """

    t_s: float
    kinds: tuple[str, ...]
    all_kinds: bool
    lost_s: float
    over: bool


@dataclass(slots=True)
class _KindState:
    """One kind of data, counted in rows.

    ``run`` are missing up to now, ``lost`` were in dropouts before; ``since`` is the row from which
    the data have come without a break, ``told`` says that this silence was spoken of.
    """

    since: int | None = None
    run: int = 0
    lost: int = 0
    told: bool = False

    @property
    def calm(self) -> bool:
        return self.lost == 0 and self.run == 0


class DropoutFinder:
    """Follow what is missing of one foot.

    Latency: ``dropout_back_s`` after the data came back.

    Parameters
    ----------
    rate_hz : float
        Grid of the foot.
    limits : IngestLimits
    """

    def __init__(self, rate_hz: float, limits: IngestLimits) -> None:
        self._rate_hz = rate_hz
        self._dropout_samples = round(limits.dropout_s * rate_hz)
        self._back_samples = round(limits.dropout_back_s * rate_hz)
        self._silent_samples = round(limits.silent_s * rate_hz)
        self._streams = {kind: _KindState() for kind in _KINDS}
        self._stop: int | None = None

    def push(self, block: FootBlock) -> list[Dropout]:
        """Consume a block and return the dropouts that it settles, in order of time."""
        if self._stop is not None and block.start > self._stop:
            for stream in self._started:
                stream.run += block.start - self._stop
        self._stop = block.stop
        seen = _seen(block)
        if all(
            _is_calm(stream, rows)
            for stream, rows in zip(self._streams.values(), seen, strict=True)
        ):
            return []
        turns = np.flatnonzero((seen[:, 1:] != seen[:, :-1]).any(axis=0)) + 1
        edges = [0, *turns.tolist(), len(block)]
        return [
            dropout
            for a, b in pairwise(edges)
            for dropout in self._walk(block.start + a, block.t_s[a:b], seen[:, a])
        ]

    @property
    def _started(self) -> list[_KindState]:
        return [stream for stream in self._streams.values() if stream.since is not None]

    def _walk(self, first: int, t_s: FloatArray, seen: MaskArray) -> list[Dropout]:
        """Rows from number ``first`` on in which nothing comes or goes."""
        pairs = list(zip(self._streams.items(), seen.tolist(), strict=True))
        for (_, stream), there in pairs:
            if there:
                _resume(stream, first, self._dropout_samples)
        there_since = [
            stream.since for (_, stream), there in pairs if there and stream.since is not None
        ]
        found = self._ended({k: one for (k, one), there in pairs if there}, first, t_s)
        for (kind, stream), there in pairs:
            if there or stream.since is None:
                continue
            if there_since and not stream.told:
                row = (
                    max(
                        self._silent_samples - stream.run,
                        self._back_samples + min(there_since) - first,
                        1,
                    )
                    - 1
                )
                if row < len(t_s):
                    stream.told = True
                    lost_s = (stream.run + row + 1) / self._rate_hz
                    found.append(Dropout(float(t_s[row]), (kind,), False, lost_s, False))
            stream.run += len(t_s)
        return sorted(found)

    def _ended(self, there: dict[str, _KindState], first: int, t_s: FloatArray) -> list[Dropout]:
        """Tell the dropouts that are over, together if they end together."""
        back = {kind: stream for kind, stream in there.items() if stream.lost}
        if not back:
            return []
        latest = max(stream.since for stream in back.values() if stream.since is not None)
        row = max(self._back_samples + latest - first, 1) - 1
        if row >= len(t_s):
            return []
        lost_s = max(stream.lost for stream in back.values()) / self._rate_hz
        for stream in back.values():
            stream.lost = 0
        everything = len(back) == len(self._started)
        return [Dropout(float(t_s[row]), tuple(back), everything, lost_s, True)]


def _resume(stream: _KindState, row: int, dropout: int) -> None:
    """Let a stream speak: what was missing until now counts if it was long."""
    if stream.run:
        stream.lost += stream.run if stream.run >= dropout else 0
        stream.run, stream.told = 0, False
        stream.since = row
    if stream.since is None:
        stream.since = row


def _seen(block: FootBlock) -> MaskArray:
    """Which kinds of data each row has, shape (kinds, n)."""
    pressure = any_finite(block.plantar_kpa) | any_finite(block.instep_kpa)
    return np.array([any_finite(block.acc_m_s2), pressure, np.isfinite(block.load_n)])


def _is_calm(stream: _KindState, rows: MaskArray) -> bool:
    """Whether nothing of a stream is missing, or it has never begun."""
    return stream.calm and bool(rows.all() if stream.since is not None else not rows.any())
