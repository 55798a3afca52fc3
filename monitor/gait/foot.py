"""THE composition for one foot, written out: from its samples to its strides.

Motion and load are read side by side, fused into strides, measured, and said in the order in which
they end.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from monitor.gait.buffer import History
from monitor.gait.gaps import without_jumps
from monitor.gait.imu.stride_detector import ImuStride, ImuStrides
from monitor.gait.limits import GaitLimits
from monitor.gait.load.contacts import LoadContacts, LoadEdge
from monitor.gait.load.measures import LoadMeter
from monitor.gait.load.standing_load import StandingMean
from monitor.gait.overstride import overstride
from monitor.gait.stride_fusion import FusedStride, StrideFusion
from monitor.gait.walk_run import FootGait
from monitor.settings.athlete import Athlete
from monitor.total import total
from monitor.types import (
    CellLayout,
    FootBlock,
    Gait,
    GaitChange,
    LoadMeasures,
    MotionMeasures,
    Side,
    StandingLoad,
    Stride,
    StrideFlag,
)
from monitor.units import PA_PER_KPA

_PIECE: Final = 16384
"""Samples that go through the stages at once: what a processor keeps near."""

FootEvent = Stride | GaitChange | StandingLoad
"""What one foot says."""


class Foot:
    """Strides, changes of gait and standing load of one foot, from its aligned samples.

    Latency: at most one stride after it ended; the first wait for the mounting (ten strides at
    most) and for the levels of the sole (two seconds).

    Parameters
    ----------
    side : Side
    rate_hz : float
        Grid of the blocks.
    imu : bool
        Whether the foot has an inertial sensor.
    layout : CellLayout or None
        Where the pressure cells are; None gives contacts and plain means only.
    plantar_cells : int
        Cells of the sole; with 0, ``load_n`` is read.
    mounted : bool
        The inertial samples are in the foot's own axes already.
    athlete : Athlete
    limits : GaitLimits
    """

    def __init__(  # noqa: PLR0913  these are the parts of a foot, each by name
        self,
        side: Side,
        rate_hz: float,
        *,
        imu: bool,
        layout: CellLayout | None,
        plantar_cells: int,
        mounted: bool,
        athlete: Athlete,
        limits: GaitLimits,
    ) -> None:
        load = limits.load
        self._side = side
        self._overstride = load.overstride
        self._longest_samples = load.stride.max_stride_s * rate_hz
        self._imu = ImuStrides(side, rate_hz, limits.imu, mounted=mounted) if imu else None
        self._contacts = LoadContacts(
            rate_hz, load.contact, plantar_cells=plantar_cells, layout=layout
        )
        self._meter = LoadMeter(rate_hz, load.pressure, layout, athlete.shoe_length_m)
        self._standing = StandingMean(rate_hz, load.pressure)
        self._n_per_load = _n_per_load(plantar_cells, layout)
        self._history = History()
        self._fusion = StrideFusion(rate_hz, load.stride, self._history, has_imu=imu)
        self._gait = FootGait(side, load.stride)
        self._stop: int | None = None
        self._t_last_s = 0.0
        self._settled_s = float("-inf")
        self._last_end: float | None = None
        self._told: list[FootEvent] = []
        self._turned: list[tuple[float, bool]] = []

    @property
    def settled_s(self) -> float:
        """Session time up to which everything has been said."""
        return self._settled_s

    def push(self, block: FootBlock) -> list[FootEvent]:
        """Consume a block and return what it settles, in order of time."""
        if not len(block):
            return []
        expected = block.start if self._stop is None else self._stop
        out: list[FootEvent] = []
        for whole in without_jumps(block, expected, self._t_last_s):
            for piece in _pieces(whole):
                out += self._step(piece)
        self._stop, self._t_last_s = block.stop, float(block.t_s[-1])
        return out

    def finish(self) -> list[FootEvent]:
        """Return what was still open."""
        motion = self._imu.finish() if self._imu else []
        out = self._fuse(self._contacts.finish(), motion, float("inf"), float("inf"))
        self._settled_s = float("inf")
        return self._settled(out)

    def take_turned(self) -> list[tuple[float, bool]]:
        """When its sensor turned, s, and whether up is elsewhere since; since the last time."""
        turned, self._turned = self._turned, []
        return turned

    def _step(self, block: FootBlock) -> list[FootEvent]:
        load = self._contacts.load_of(block)
        self._history.append(block, load)
        stood = self._stood(self._standing.push(block.start, load))
        edges = self._contacts.push_load(block.start, load)
        motion = self._imu.push(block) if self._imu else []
        self._note_turned()
        motion_known = self._imu.settled if self._imu else float("inf")
        out = self._fuse(edges, motion, self._contacts.settled, motion_known)
        settled = self._fusion.settled
        self._settled_s = max(self._settled_s, self._history.time_at(settled))
        self._history.forget_before(int(settled - 2.0 * self._longest_samples))
        return self._settled([*stood, *out])

    def _note_turned(self) -> None:
        if self._imu is None or not self._imu.turned:
            return
        remounted, self._imu.turned = self._imu.turned, []
        self._turned += [(self._history.time_at(at), tilted) for at, tilted in remounted]

    def _stood(self, means: list[tuple[int, float]]) -> list[StandingLoad]:
        """Say how much the standing runner presses, where that is a force."""
        if self._n_per_load is None:
            return []
        return [
            StandingLoad(self._history.time_at(stop - 1), self._side, self._n_per_load * mean)
            for stop, mean in means
        ]

    def _settled(self, said: Sequence[FootEvent]) -> list[FootEvent]:
        """Hold what is said until everything before it is known; return it in order of time."""
        told = sorted([*self._told, *said], key=_moment_s)
        due = bisect_right(told, self._settled_s, key=_moment_s)
        self._told = told[due:]
        return told[:due]

    def _fuse(
        self,
        edges: list[LoadEdge],
        motion: Sequence[ImuStride | GaitChange],
        load_known: float,
        motion_known: float,
    ) -> list[Stride | GaitChange]:
        fused = self._fusion.fuse(edges, motion, load_known=load_known, motion_known=motion_known)
        strides = iter(self._measured([item for item in fused if isinstance(item, FusedStride)]))
        out: list[Stride | GaitChange] = []
        for item in fused:
            if isinstance(item, GaitChange):
                out += self._gait.change(item.gait, item.t_s)
                continue
            out += self._stood_before(item.ic)
            stride = next(strides)
            out.append(stride)
            by_load = item.timed_by_load or item.motion is None
            out += self._gait.observe(stride.gait, stride.next_ic_s, by_load=by_load)
            self._last_end = item.next_ic
        out += self._stood_before(min(self._fusion.settled, float(self._history.stop)))
        return out

    def _stood_before(self, now: float) -> Iterable[GaitChange]:
        """Say that the runner stands where no sensor of motion can say it."""
        if self._imu is not None or self._last_end is None:
            return []
        stands_from = self._last_end + self._longest_samples
        if now <= stands_from:
            return []
        self._last_end = None
        return self._gait.change(Gait.STAND, self._history.time_at(stands_from))

    def _measured(self, fused: list[FusedStride]) -> Iterator[Stride]:
        """Measure the load of all strides at once, and say each whole."""
        contacts = np.array([[w.ic, w.tc, w.next_ic] for w in fused if w.tc is not None])
        loads = iter(self._meter.measure(self._history, contacts.reshape(-1, 3).T))
        instants = [at for w in fused for at in (w.ic, w.ic if w.tc is None else w.tc, w.next_ic)]
        at_s = self._history.times_at(instants)
        for item, ic_s, tc_s, next_ic_s in zip(
            fused, at_s[::3], at_s[1::3], at_s[2::3], strict=True
        ):
            if item.tc is None:
                yield self._stride(item, (ic_s, None, next_ic_s), None)
            else:
                load, dead_cells = next(loads)
                flags = StrideFlag.DEAD_CELL if dead_cells else StrideFlag.NONE
                yield self._stride(item, (ic_s, tc_s, next_ic_s), load, flags)

    def _stride(
        self,
        fused: FusedStride,
        contacts_s: tuple[float, float | None, float],
        load: LoadMeasures | None,
        flags: StrideFlag = StrideFlag.NONE,
    ) -> Stride:
        ic_s, tc_s, next_ic_s = contacts_s
        cycle = fused.motion
        gait = self._gait.of(None if tc_s is None else tc_s - ic_s, next_ic_s - ic_s)
        if cycle is not None and not fused.timed_by_load:
            gait = cycle.gait
        ahead = self._ahead(cycle.motion) if cycle is not None and gait is Gait.RUN else None
        ahead_m, band_m = ahead or (None, None)
        return Stride(
            side=self._side,
            ic_s=ic_s,
            tc_s=tc_s,
            next_ic_s=next_ic_s,
            gait=gait,
            flags=flags | (_load_flags(fused) if cycle is None else cycle.flags),
            motion=None if cycle is None else cycle.motion,
            heel_to_pelvis_m=ahead_m,
            heel_to_pelvis_band_m=band_m,
            load=load,
        )

    def _ahead(self, motion: MotionMeasures) -> tuple[float, float] | None:
        """Overstride distance of a running stride and its band, m."""
        return overstride(motion.speed_m_s, motion.foot_strike_angle_rad, self._overstride)


def _moment_s(said: FootEvent) -> float:
    return said.next_ic_s if isinstance(said, Stride) else said.t_s


def _n_per_load(plantar_cells: int, layout: CellLayout | None) -> float | None:
    """Force per unit of the load that decides: the sole's area, or 1 for a measured force."""
    if not plantar_cells:
        return 1.0
    if layout is None:
        return None
    return PA_PER_KPA * total(cell.area_m2 for cell in layout.plantar)


def _load_flags(fused: FusedStride) -> StrideFlag:
    flags = StrideFlag.NONE if fused.follows else StrideFlag.FIRST
    return flags if fused.complete else flags | StrideFlag.GAP


def _pieces(block: FootBlock) -> Iterator[FootBlock]:
    """Cut a long block."""
    if len(block) <= _PIECE:
        yield block
        return
    for start in range(0, len(block), _PIECE):
        cut = slice(start, start + _PIECE)
        yield FootBlock(
            side=block.side,
            start=block.start + start,
            rate_hz=block.rate_hz,
            t_s=block.t_s[cut],
            acc_m_s2=block.acc_m_s2[cut],
            gyr_rad_s=block.gyr_rad_s[cut],
            plantar_kpa=block.plantar_kpa[cut],
            instep_kpa=block.instep_kpa[cut],
            load_n=block.load_n[cut],
        )
