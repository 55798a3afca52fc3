"""Make whole strides of one foot: instants in session time, load measured, motion and gait."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from monitor.gait.buffer import History
from monitor.gait.imu.stride_detector import ImuStride
from monitor.gait.load.limits import LoadLimits
from monitor.gait.load.measures import LoadMeter
from monitor.gait.overstride import overstride
from monitor.gait.stride_fusion import FusedStride
from monitor.gait.walk_run import FootGait
from monitor.types import Gait, LoadMeasures, MotionMeasures, Side, Stride, StrideFlag

_NO_DISTANCE: Final = StrideFlag.SIDEWAYS | StrideFlag.MOUNTING_GUESSED | StrideFlag.LENGTH_DOUBTED
"""Strides whose speed or angle is not that of somebody who runs ahead."""
_NONE: Final = StrideFlag.NONE  # most strides have no flag, and combining flags is slow


class StrideMaker:
    """Turn fused strides into ``Stride``.

    Parameters
    ----------
    side : Side
    history : History
        The foot's samples.
    meter : LoadMeter
    gait : FootGait
        What is said of the foot's gait.
    limits : LoadLimits
    """

    def __init__(
        self, side: Side, history: History, meter: LoadMeter, gait: FootGait, limits: LoadLimits
    ) -> None:
        self._side = side
        self._history = history
        self._meter = meter
        self._gait = gait
        self._overstride = limits.overstride

    def made(self, fused: list[FusedStride]) -> Iterator[Stride]:
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
                yield self._stride(item, (ic_s, tc_s, next_ic_s), load, dead_cells=dead_cells)

    def _stride(
        self,
        fused: FusedStride,
        contacts_s: tuple[float, float | None, float],
        load: LoadMeasures | None,
        *,
        dead_cells: bool = False,
    ) -> Stride:
        ic_s, tc_s, next_ic_s = contacts_s
        cycle = fused.motion
        by_motion = None if cycle is None else cycle.gait
        contact_s = None if tc_s is None else tc_s - ic_s
        gait = self._gait.of(contact_s, next_ic_s - ic_s, by_motion)
        if cycle is not None and not fused.timed_by_load:
            gait = cycle.gait
        ahead = self._ahead(cycle) if cycle is not None and gait is Gait.RUN else None
        ahead_m, band_m = ahead or (None, None)
        flags = _load_flags(fused) if cycle is None else cycle.flags
        return Stride(
            side=self._side,
            ic_s=ic_s,
            tc_s=tc_s,
            next_ic_s=next_ic_s,
            gait=gait,
            flags=flags | StrideFlag.DEAD_CELL if dead_cells else flags,
            motion=None if cycle is None else _timed(fused, cycle),
            heel_to_pelvis_m=ahead_m,
            heel_to_pelvis_band_m=band_m,
            load=load,
        )

    def _ahead(self, cycle: ImuStride) -> tuple[float, float] | None:
        """Overstride distance of a running stride and its band, m."""
        if cycle.flags is not _NONE and cycle.flags & _NO_DISTANCE:
            return None
        motion = cycle.motion
        return overstride(motion.speed_m_s, motion.foot_strike_angle_rad, self._overstride)


def _timed(fused: FusedStride, cycle: ImuStride) -> MotionMeasures:
    """What motion measured, without the errors of contacts that the load timed."""
    motion = cycle.motion
    by_motion = fused.ic == cycle.ic, fused.tc == cycle.tc
    if all(by_motion):
        return motion
    return replace(
        motion,
        ic_error_s=motion.ic_error_s if by_motion[0] else None,
        tc_error_s=motion.tc_error_s if by_motion[1] else None,
    )


def _load_flags(fused: FusedStride) -> StrideFlag:
    flags = StrideFlag.NONE if fused.follows else StrideFlag.FIRST
    return flags if fused.complete else flags | StrideFlag.GAP
