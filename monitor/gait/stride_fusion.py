"""The strides of a foot whose motion and load are both measured.

Each corrects the other. The load knows instants best, so its contacts replace those of the inertial
sensor where they are near. Reject an IMU stride during which the sole stayed loaded. Reject a load
contact without a swing (rocking, shifting weight). Where the inertial sensor was silent, only the
load is used, and the other way round.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from monitor.gait.buffer import History
from monitor.gait.imu.stride_detector import ImuStride
from monitor.gait.load.contact_log import ContactLog, LoadContact
from monitor.gait.load.contacts import LoadEdge
from monitor.gait.load.limits import StrideLimits
from monitor.types import FloatArray, GaitChange, StrideFlag

_NONE: Final = StrideFlag.NONE


class FusedStride(NamedTuple):
    """A stride whose instants are settled, as fractional sample numbers.

    ``motion`` is None where load alone shows the stride; ``follows`` says that it starts where the
    one before ended, ``complete`` that no samples it needs were lost, ``timed_by_load`` that the
    load saw its whole contact.
    """

    ic: float
    tc: float | None
    next_ic: float
    motion: ImuStride | None
    follows: bool
    complete: bool
    timed_by_load: bool


@dataclass(frozen=True, slots=True)
class _Parameters:
    """How long a stride is and how early a landing may be seen, in samples; is there an IMU."""

    landed: float
    shortest: float
    longest: float
    has_imu: bool


@dataclass(slots=True)
class _State:
    """Up to where both witnesses were heard and what came of it, as fractional sample numbers.

    Before ``load_known`` and ``motion_known`` nothing is said any more. Strides cover the time up
    to ``covered``; ``motion_end`` is where motion's last stride ended, and ``in_air`` a landing
    of motion that was rejected.
    """

    motion_known: float
    load_known: float = 0.0
    covered: float = -np.inf
    motion_end: float = -np.inf
    in_air: float = -np.inf


class StrideFusion:
    """Merge the strides of motion and the contacts of load of one foot, in order of time.

    Parameters
    ----------
    rate_hz : float
        Grid of the foot.
    limits : StrideLimits
    history : History
        The foot's samples; reaches back two of the longest strides before ``settled``.
    has_imu : bool
        Whether the foot has an inertial sensor at all.
    """

    def __init__(
        self, rate_hz: float, limits: StrideLimits, history: History, *, has_imu: bool
    ) -> None:
        self._limits = limits
        self._history = history
        self._given = _Parameters(
            landed=limits.landed_s * rate_hz,
            shortest=limits.min_stride_s * rate_hz,
            longest=limits.max_stride_s * rate_hz,
            has_imu=has_imu,
        )
        self._log = ContactLog()
        self._motion: deque[ImuStride | GaitChange] = deque()
        self._state = _State(motion_known=0.0 if has_imu else np.inf)

    @property
    def settled(self) -> float:
        """Sample number before which no stride will end that is still to come."""
        bounds = [self._state.load_known, self._state.motion_known]
        bounds += [
            item.ic if isinstance(item, ImuStride) else self._history.number_at(item.t_s) - 1
            for item in self._motion
        ]
        bounds += [contact.ic for contact in self._log.contacts[:1]]
        return min(bounds)

    def fuse(
        self,
        edges: list[LoadEdge],
        motion: Sequence[ImuStride | GaitChange],
        *,
        load_known: float,
        motion_known: float,
    ) -> list[FusedStride | GaitChange]:
        """Take in what both witnesses said and return what follows.

        ``load_known`` and ``motion_known`` are the sample numbers before which neither edges nor
        starts of strides will be added any more.
        """
        self._log.add(edges)
        self._motion.extend(motion)
        self._state.load_known = load_known
        if self._given.has_imu:
            self._state.motion_known = max(self._state.motion_known, motion_known)
        out: list[FusedStride | GaitChange] = []
        while self._motion:
            head = self._motion[0]
            if isinstance(head, GaitChange):
                known_from = float(self._history.number_at(head.t_s))
                out += self._from_load(known_from, known_from)
            else:
                known_from = head.next_ic + max(self._within(head), self._given.landed)
                out += self._from_load(head.ic, np.inf)
            if known_from > load_known:
                return out
            out += [head] if isinstance(head, GaitChange) else self._from_both(head)
            self._motion.popleft()
        return out + self._from_load(self._state.motion_known, self._state.motion_known)

    def _within(self, cycle: ImuStride) -> float:
        """How far a contact of load may lie from one of motion to be the same."""
        return self._limits.match_share * (cycle.next_ic - cycle.ic)

    def _from_load(self, bound: float, until: float) -> list[FusedStride | GaitChange]:
        """Strides of load alone before what motion says next.

        Those that lie before ``bound``, where the next stride of motion may start, and end before
        ``until``, where the next change of gait may be.
        """
        out: list[FusedStride | GaitChange] = []
        contacts = self._log.contacts
        used = 0
        while used + 1 < len(contacts):
            first, second = contacts[used], contacts[used + 1]
            if (first.ic + second.ic) / 2.0 >= bound or second.ic > until:
                break
            if second.follows and self._is_stride(first, second):
                out.append(self._alone(first, second))
            used += 1
        del contacts[:used]
        lonely = len(contacts) == 1 and contacts[0].ic < bound - self._given.longest
        if lonely and self._state.load_known - contacts[0].ic > self._given.longest:
            contacts.clear()
        return out

    def _is_stride(self, first: LoadContact, second: LoadContact) -> bool:
        length = second.ic - first.ic
        if not self._given.shortest <= length <= self._given.longest:
            return False
        if first.ic < self._state.covered - self._limits.match_share * length:
            return False
        return self._may_have_swung(first.ic, second.ic)

    def _alone(self, first: LoadContact, second: LoadContact) -> FusedStride:
        """Make a stride of load alone."""
        tc = first.tc if first.tc_sure else None
        complete = first.ic_sure and second.ic_sure
        if self._given.has_imu:
            turning = self._history.turning_rad_s(int(first.ic), int(second.ic))
            complete &= bool(np.isfinite(turning).all())
        return self._cover(first.ic, tc, second.ic, None, complete=complete)

    def _from_both(self, cycle: ImuStride) -> list[FusedStride]:
        """Give the stride of motion the contacts of load, or refuse it."""
        within = self._within(cycle)
        if self._hides_contacts(cycle) or self._ends_on_ground(cycle):
            return []
        follows = cycle.ic == self._state.motion_end
        ic = self._log.ic_near(self._state.covered if follows else cycle.ic, within)
        next_ic = self._log.ic_near(cycle.next_ic, within)
        if self._is_refuted(cycle, ic, next_ic):
            return []
        tc = None if ic is None else self._log.tc_after(ic)
        if tc is None and cycle.tc is not None:
            tc = self._log.tc_near(cycle.tc, within)
        start = cycle.ic if ic is None else ic
        stop = cycle.next_ic if next_ic is None else next_ic
        leave = cycle.tc if tc is None else tc
        timed = ic is not None and tc is not None
        if not start < stop or (leave is not None and not start < leave < stop):
            start, leave, stop, timed = cycle.ic, cycle.tc, cycle.next_ic, False
        fused = self._cover(start, leave, stop, cycle, timed=timed)
        self._state.motion_end = cycle.next_ic
        self._log.forget_before(fused.next_ic - within)
        return [fused]

    def _may_have_swung(self, start: float, stop: float) -> bool:
        """Whether the foot turned as it does in swing, or nobody watched."""
        if not self._given.has_imu:
            return True
        turning = self._history.turning_rad_s(int(start), int(stop))
        if not np.isfinite(turning).all():
            return True
        return float(turning.max()) >= self._limits.swing_rad_s

    def _hides_contacts(self, cycle: ImuStride) -> bool:
        """Whether one stride of motion is more than one, as load saw."""
        inside = (cycle.ic + self._given.shortest, cycle.next_ic - self._given.shortest)
        starts = [cycle.ic, *self._log.starts_between(*inside)]
        return len(starts) > 1 and all(
            self._may_have_swung(start, stop) for start, stop in pairwise(starts)
        )

    def _ends_on_ground(self, cycle: ImuStride) -> bool:
        """Whether a landing of motion lies within a contact that load saw.

        A contact longer than any stride means a stuck insole; ignore it.
        """
        landings = [cycle.next_ic]
        # most strides have no flag, and a member costs more to look up
        if cycle.flags is _NONE or StrideFlag.FIRST not in cycle.flags:
            landings.append(cycle.ic)
        return any(self._log.covers(at, self._given.landed, self._given.longest) for at in landings)

    def _is_refuted(self, cycle: ImuStride, ic: float | None, next_ic: float | None) -> bool:
        """Whether the load saw that this was no stride from contact to contact.

        Reject a landing while the sole is unloaded, and the stride that starts there. A foot that
        stood makes a first step, which starts with no contact: reject it too.
        """
        if ic is not None and next_ic is not None:
            return False
        signal = self._history.signal(int(cycle.ic), int(np.ceil(cycle.next_ic)))
        seen = np.isfinite(signal)
        if not len(signal) or seen.sum() < self._limits.good_share * len(signal):
            return False
        if ic is None and next_ic is not None and StrideFlag.FIRST in cycle.flags:
            return True
        if next_ic is None and self._is_unloaded_after(cycle.next_ic, float(np.nanmax(signal))):
            self._state.in_air = cycle.next_ic
            return True
        if ic is None and cycle.ic == self._state.in_air:
            return True
        return self._stayed_loaded(cycle, signal)

    def _stayed_loaded(self, cycle: ImuStride, signal: FloatArray) -> bool:
        """Whether the sole stayed heavy through swing; one that went far on it is stuck."""
        swing = signal if cycle.tc is None else signal[int(cycle.tc) - int(cycle.ic) :]
        far = (cycle.motion.stride_length_m or 0.0) >= self._limits.far_m
        if far or not np.isfinite(swing).any():
            return False
        greatest = float(np.nanmax(signal))
        return float(np.nanmin(swing)) > self._limits.lift_share * greatest > 0.0

    def _is_unloaded_after(self, landing: float, greatest: float) -> bool:
        """Whether the sole stayed light for as long as a landing may be early."""
        after = self._history.signal(int(landing), int(landing + self._given.landed))
        if not len(after) or not np.isfinite(after).all():
            return False
        return float(after.max()) < self._limits.air_share * greatest

    def _cover(
        self,
        ic: float,
        tc: float | None,
        next_ic: float,
        motion: ImuStride | None,
        *,
        complete: bool = True,
        timed: bool | None = None,
    ) -> FusedStride:
        """Note that time up to ``next_ic`` has its strides."""
        follows = abs(ic - self._state.covered) <= self._given.shortest / 2.0
        self._state.covered = next_ic
        timed = tc is not None if timed is None else timed
        return FusedStride(ic, tc, next_ic, motion, follows, complete, timed)
