"""Contacts of one foot, from measured force or the pressure of its sole."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, NamedTuple

import numpy as np

from monitor.gait.load.contact_states import TRANSITIONS, State, Trigger
from monitor.gait.load.level_crossing import LoadSignal, crossings
from monitor.gait.load.levels import FixedLevel, SoleLevel, SoleMean
from monitor.gait.load.limits import ContactLimits
from monitor.gait.segments import IndexArray, MaskArray
from monitor.types import CellLayout, FloatArray, FootBlock


class LoadEdgeKind(Enum):
    """What a load signal says of a foot."""

    IC = auto()
    """It touched the ground."""
    TC = auto()
    """It left the ground."""
    LOST = auto()
    """Nothing is known from here to the next edge."""


class LoadEdge(NamedTuple):
    """One instant on the foot's grid: ``at`` is a fractional sample number.

    ``sure`` is False where samples were lost around it.
    """

    kind: LoadEdgeKind
    at: float
    sure: bool = True


# members cost more to look up than what is done with them
_IC: Final = LoadEdgeKind.IC
_TC: Final = LoadEdgeKind.TC
_DOWN_PEAK: Final = Trigger.DOWN_PEAK
_ELAPSED: Final = Trigger.ELAPSED
_UP_OFF: Final = Trigger.UP_OFF
_UNKNOWN: Final = State.UNKNOWN
_TOUCHING: Final = State.TOUCHING
_LOADING: Final = State.LOADING
_PRESSED: Final = State.PRESSED
_EDGES = {(State.LOADING, State.ON): LoadEdgeKind.IC, (State.LEAVING, State.OFF): LoadEdgeKind.TC}
_DATED = (State.TOUCHING, State.LEAVING)
"""States whose beginning may turn out to be a contact or its end."""
_TRIGGERS = tuple(Trigger)


@dataclass(frozen=True, slots=True)
class _Parameters:
    """Times of :class:`ContactLimits` in samples.

    ``tail_share`` is the share of the steep fall by which the end of a contact lies later, 0 for a
    measured force.
    """

    min_contact: float
    min_swing: float
    toe_brush: float
    unsure: float
    bridge: float
    walk_contact: float
    tail_share: float

    @classmethod
    def of(cls, rate_hz: float, limits: ContactLimits, *, sole: bool) -> "_Parameters":
        """Convert the limits."""
        fall = limits.peak_weight - limits.off_weight
        return cls(
            min_contact=limits.min_contact_s * rate_hz,
            min_swing=limits.min_swing_s * rate_hz,
            toe_brush=limits.toe_brush_s * rate_hz,
            unsure=max(1.0, limits.unsure_s * rate_hz),
            bridge=limits.bridge_s * rate_hz,
            walk_contact=limits.walk_contact_s * rate_hz,
            tail_share=(limits.off_weight - limits.on_weight) / fall if sole else 0.0,
        )


@dataclass(slots=True)
class _Now:
    """The present state and what led to it; instants are fractional sample numbers.

    ``since`` the state may be dated, ``sure`` says whether samples around that were lost, ``last``
    is the last finite sample, ``heavy_to`` where the load last fell from the heavy level, and
    ``landed`` the start of the present contact.
    """

    state: State = State.UNKNOWN
    since: float = 0.0
    sure: bool = True
    last: int = -1
    heavy_to: float = 0.0
    landed: float = 0.0


class LoadContacts:
    """Find the contacts of one foot from measured force or from the pressure of its sole.

    A contact starts where the load rises through a level and ends where it falls through one: 40 N
    of measured force, or shares of the body's weight above the unloaded sole, both followed
    through the run (``SoleLevel``). Instants lie between samples (``crossing``). The foam of a sole
    is slow to unload: there a walker's contact ends at a higher level, a runner's where the steep
    fall from a heavier one, followed straight on, would meet the level of the start.

    Latency: four samples after the shortest contact or swing; the first two seconds of a sole are
    held until its levels are known.

    Parameters
    ----------
    rate_hz : float
        Grid of the foot.
    limits : ContactLimits
    plantar_cells : int
        Cells of the sole; 0 reads ``load_n``.
    layout : CellLayout or None
        Areas of the cells; None counts all the same.
    """

    def __init__(
        self,
        rate_hz: float,
        limits: ContactLimits,
        *,
        plantar_cells: int = 0,
        layout: CellLayout | None = None,
    ) -> None:
        self._sole = SoleMean(plantar_cells, layout) if plantar_cells else None
        self._level = SoleLevel(rate_hz, limits) if plantar_cells else FixedLevel(limits)
        self._signal = LoadSignal()
        self._given = _Parameters.of(rate_hz, limits, sole=self._sole is not None)
        self._waits = {
            State.TOUCHING: limits.touch_s * rate_hz,
            State.LOADING: self._given.min_contact,
            State.LEAVING: self._given.min_swing,
        }
        self._now = _Now()

    @property
    def settled(self) -> float:
        """Sample number before which no further edge will be said."""
        last = self._signal.decided - 1
        if self._now.last >= 0 and last - self._now.last <= self._given.bridge:
            last = self._now.last
        if self._now.state in (State.TOUCHING, State.LOADING, State.LEAVING):
            return min(self._now.since, float(last))
        return float(last)

    def push(self, block: FootBlock) -> list[LoadEdge]:
        """Consume a block that follows the last one and return the contacts that it settles."""
        return self.push_load(block.start, self.load_of(block))

    def load_of(self, block: FootBlock) -> FloatArray:
        """Signal that decides: measured force, N, or mean pressure of the sole, kPa."""
        return block.load_n if self._sole is None else self._sole(block.plantar_kpa)

    def push_load(self, start: int, load: FloatArray) -> list[LoadEdge]:
        """Consume the signal of a block instead of the block."""
        self.take(start, load)
        return self.decide()

    def take(self, start: int, load: FloatArray) -> None:
        """Take the signal of a block, and learn its levels; :meth:`decide` follows."""
        self._signal.append(start, load)
        self._level.push(start, load)

    def unloaded(self, stops: IndexArray) -> FloatArray:
        """Load of the foot in the air, as known before each number; NaN before a swing was seen.

        Ask between :meth:`take` and :meth:`decide`, about samples just taken.
        """
        return self._level.unloaded(stops)

    def decide(self) -> list[LoadEdge]:
        """Return the contacts that the samples taken settle."""
        return self._decide(self._signal.stop - LoadSignal.AHEAD_SAMPLES)

    def finish(self) -> list[LoadEdge]:
        """Return the contacts that waited for more samples; what is still open stays unsaid."""
        self._level.close()
        return self._decide(self._signal.stop)

    def _decide(self, stop: int) -> list[LoadEdge]:
        """Walk the table over the samples before ``stop`` whose levels are known."""
        stop = min(stop, self._level.known_to(stop))
        if stop <= self._signal.decided:
            return []
        index, load = self._signal.finite_before(stop)
        levels = self._level.at(index)
        edges: list[LoadEdge] = []
        for at, number, gap, trigger in self._triggers(index, load, levels):
            self._pass_time(number, edges)
            if trigger is _DOWN_PEAK:
                self._now.heavy_to = at
            self._fire(trigger, at, gap <= self._given.unsure, edges)
        if len(index):
            self._now.last = int(index[-1])
        self._pass_time(float(stop - 1), edges)
        if self._now.last >= 0 and stop - 1 - self._now.last > self._given.bridge:
            self._fire(Trigger.LOST, float(self._now.last), True, edges)
        self._signal.decide(stop, keep_samples=int(self._given.bridge))
        self._level.forget_before(self._signal.first)
        return edges

    def _triggers(
        self, index: IndexArray, load: FloatArray, levels: FloatArray
    ) -> Iterator[tuple[float, float, float, Trigger]]:
        """Yield the crossings in order: instant, number of the sample after, gap, trigger."""
        on, off, peak = levels
        fresh = index[1:] >= self._signal.decided
        gap = np.diff(index)
        lost = np.flatnonzero(fresh & (gap > self._given.bridge)) + 1
        before = index[lost - 1].astype(np.float64)
        fresh &= gap <= self._given.bridge
        passed = (
            (on, True),
            (off, True),
            (peak, True),
            (peak, False),
            (off, False),
            (on, False),
        )  # in the order of the triggers
        turns = [
            np.flatnonzero(_turned(load >= level, rising=rising) & fresh) + 1
            for level, rising in passed
        ]
        level = np.concatenate([w[turn] for (w, _), turn in zip(passed, turns, strict=True)])
        at = crossings(self._signal, index, load, np.concatenate(turns), level)
        turns.append(lost)
        after = np.concatenate(turns)
        codes = np.repeat([*range(len(passed)), Trigger.LOST], [len(turn) for turn in turns])
        columns = (after, codes, np.concatenate([at, before]), index[after], gap[after - 1])
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for _, code, instant, number, missing in sorted(rows):
            yield instant, float(number), float(missing), _TRIGGERS[code]

    def _pass_time(self, now: float, edges: list[LoadEdge]) -> None:
        """Let the shortest contact or swing pass, or the longest light touch."""
        wait = self._waits.get(self._now.state)
        if wait is not None and now - self._now.since >= wait:
            self._fire(_ELAPSED, now, True, edges)

    def _fire(self, trigger: Trigger, at: float, sure: bool, edges: list[LoadEdge]) -> None:
        now = self._now
        before = now.state
        after = TRANSITIONS[before].get(trigger)
        if after is None:
            if before is _TOUCHING:
                self._restart_brush(trigger, at, sure)
            return
        now.state = after
        kind = _EDGES.get((before, after))
        if kind is _IC:
            now.landed = now.since
            edges.append(LoadEdge(kind, now.since, now.sure))
        elif kind is _TC:
            edges.append(LoadEdge(kind, now.since + self._tail(), now.sure))
        elif after is _UNKNOWN:
            edges.append(LoadEdge(LoadEdgeKind.LOST, at))
        elif after in _DATED or before is _PRESSED:
            now.since, now.sure = at, sure and after is not _LOADING

    def _tail(self) -> float:
        """Time from the upper level to the lower one, if the foot went on leaving as it began.

        A walker's foot leaves slowly: how slowly says more of the walker than of the foam.
        """
        if self._now.since - self._now.landed >= self._given.walk_contact:
            return 0.0
        return min(
            self._given.tail_share * (self._now.since - self._now.heavy_to), self._given.min_swing
        )

    def _restart_brush(self, trigger: Trigger, at: float, sure: bool) -> None:
        """Start the contact at the second crossing if the first was a light touch in swing."""
        if trigger is _UP_OFF and at - self._now.since > self._given.toe_brush:
            self._now.since, self._now.sure = at, sure


def _turned(above: MaskArray, *, rising: bool) -> MaskArray:
    """Where a level was passed upwards, or downwards, since the sample before."""
    return above[1:] & ~above[:-1] if rising else above[:-1] & ~above[1:]
