"""Which strides did a foot take, when both its motion and its load are witnesses?

Each corrects the other. The load knows instants best, so its contacts replace those of the inertial
sensor where they are near. A cycle of motion through which the sole stayed loaded is no stride; a
contact of load without a swing of the foot is none either (rocking, shifting weight). Where the
inertial sensor was silent the load speaks alone, and the other way round.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from monitor.gait.contact_log import ContactLog, LoadContact
from monitor.gait.contacts_load import LoadEdge
from monitor.gait.history import History
from monitor.gait.imu_strides import ImuStride
from monitor.limits.gait_load import StrideLimits
from monitor.types import GaitChange, StrideFlag


@dataclass(frozen=True, slots=True)
class Woven:
    """A stride whose instants are settled, as fractional sample numbers.

    ``motion`` is None where load alone shows the stride; ``follows`` says that it starts where the
    one before ended, ``sure`` that no samples were lost around its contacts, ``timed_by_load``
    that the load saw its whole contact.
    """

    ic: float
    tc: float | None
    next_ic: float
    motion: ImuStride | None
    follows: bool
    sure: bool = True
    timed_by_load: bool = False


class Weaver:
    """Merge the strides of motion and the contacts of load of one foot, in order of time.

    Parameters
    ----------
    rate_hz : float
        Grid of the foot.
    limits : StrideLimits
    history : History
        The foot's samples; reaches back to ``settled``.
    has_imu : bool
        Whether the foot has an inertial sensor at all.
    """

    def __init__(
        self, rate_hz: float, limits: StrideLimits, history: History, *, has_imu: bool
    ) -> None:
        self._limits = limits
        self._history = history
        self._has_imu = has_imu
        self._match = limits.match_s * rate_hz
        self._shortest = limits.min_stride_s * rate_hz
        self._longest = limits.max_stride_s * rate_hz
        self._log = ContactLog()
        self._motion: deque[ImuStride | GaitChange] = deque()
        self._covered = -np.inf
        self._length = np.inf
        self._load_rules_to = -np.inf
        self._load_known = 0.0
        self._motion_known = 0.0 if has_imu else np.inf

    @property
    def settled(self) -> float:
        """Sample number before which no stride will start that is still to come."""
        bounds = [self._load_known, self._motion_known - self._match]
        bounds += [item.ic - self._match for item in self._motion if isinstance(item, ImuStride)]
        bounds += [contact.ic for contact in self._log.contacts[:1]]
        return min(bounds)

    def weave(
        self,
        edges: list[LoadEdge],
        motion: Sequence[ImuStride | GaitChange],
        *,
        load_known: float,
        motion_known: float,
    ) -> list[Woven | GaitChange]:
        """Take in what both witnesses said and return what follows.

        ``load_known`` and ``motion_known`` are the sample numbers before which neither edges nor
        starts of strides will be added any more.
        """
        self._log.add(edges)
        self._motion.extend(motion)
        self._load_known = load_known
        if self._has_imu:
            self._motion_known = max(self._motion_known, motion_known)
        out: list[Woven | GaitChange] = []
        while self._motion:
            head = self._motion[0]
            if isinstance(head, GaitChange):
                out.append(head)
            else:
                out += self._from_load(head.ic)
                if head.next_ic + self._match > load_known:
                    return out
                out += self._from_both(head)
            self._motion.popleft()
        return out + self._from_load(self._motion_known)

    def _from_load(self, bound: float) -> list[Woven | GaitChange]:
        """Strides of load alone that end before the next stride of motion can start."""
        out: list[Woven | GaitChange] = []
        contacts = self._log.contacts
        used = 0
        while used + 1 < len(contacts) and contacts[used + 1].ic <= bound + self._match:
            first, second = contacts[used], contacts[used + 1]
            if second.follows and self._is_stride(first, second):
                out.append(self._woven(first.ic, first.tc, second.ic, None, first, second))
            used += 1
        del contacts[:used]
        self._forget_lonely(bound)
        return out

    def _forget_lonely(self, bound: float) -> None:
        """Drop a last contact that no stride can start from any more."""
        contacts = self._log.contacts
        if len(contacts) != 1 or contacts[0].ic >= bound - self._match:
            return
        if self._load_known - contacts[0].ic > self._longest:
            contacts.clear()

    def _is_stride(self, first: LoadContact, second: LoadContact) -> bool:
        length = second.ic - first.ic
        if not self._shortest <= length <= self._longest:
            return False
        if first.ic < self._covered - self._match:
            return False
        if not self._has_imu or second.ic <= self._load_rules_to:
            return True
        # a foot whose motion was watched throughout and showed no stride made none
        watched_from = max(int(first.ic - length), self._history.first)
        return self._history.motion_share(watched_from, int(second.ic)) < 1.0

    def _from_both(self, cycle: ImuStride) -> list[Woven]:
        """Give the stride of motion the contacts of load, or refuse it."""
        within = min(self._match, self._limits.match_share * (cycle.next_ic - cycle.ic))
        if self._hides_contacts(cycle):
            self._load_rules_to = cycle.next_ic + within
            return []
        ic = self._log.ic_near(cycle.ic, within)
        next_ic = self._log.ic_near(cycle.next_ic, within)
        if self._is_refuted(cycle, ic, next_ic):
            return []
        tc = None if ic is None else self._log.tc_after(ic)
        if tc is None and cycle.tc is not None:
            tc = self._log.tc_near(cycle.tc, within)
        woven = self._ordered(cycle, ic, tc, next_ic)
        self._log.forget_before(woven.next_ic - within)
        return [woven]

    def _is_refuted(self, cycle: ImuStride, ic: float | None, next_ic: float | None) -> bool:
        """Whether the load saw that this was no stride from contact to contact.

        A foot that stood makes a first step, which starts with no contact.
        """
        if ic is not None and next_ic is not None:
            return False
        signal = self._history.signal(int(cycle.ic), int(np.ceil(cycle.next_ic)))
        seen = np.isfinite(signal)
        if not len(signal) or seen.sum() < self._limits.good_share * len(signal):
            return False
        if ic is None and next_ic is not None and StrideFlag.FIRST in cycle.flags:
            return True
        swing = signal if cycle.tc is None else signal[int(cycle.tc) - int(cycle.ic) :]
        greatest = float(np.nanmax(signal))
        return float(np.nanmin(swing)) > self._limits.lift_share * greatest > 0.0

    def _hides_contacts(self, cycle: ImuStride) -> bool:
        """Whether a stride with lost samples, or twice as long as the last, is more than one."""
        long = cycle.next_ic - cycle.ic >= self._limits.double_share * self._length
        if not long and StrideFlag.GAP not in cycle.flags:
            return False
        inside = (cycle.ic + self._shortest, cycle.next_ic - self._shortest)
        return bool(self._log.starts_between(*inside))

    def _ordered(
        self, cycle: ImuStride, ic: float | None, tc: float | None, next_ic: float | None
    ) -> Woven:
        """Prefer the load's instants, unless they would contradict each other."""
        start = cycle.ic if ic is None else ic
        stop = cycle.next_ic if next_ic is None else next_ic
        leave = cycle.tc if tc is None else tc
        if leave is not None and not start < leave < stop:
            return self._woven(cycle.ic, cycle.tc, cycle.next_ic, cycle)
        woven = self._woven(start, leave, stop, cycle)
        return replace(woven, timed_by_load=ic is not None and tc is not None)

    def _woven(
        self,
        ic: float,
        tc: float | None,
        next_ic: float,
        motion: ImuStride | None,
        *contacts: LoadContact,
    ) -> Woven:
        follows = abs(ic - self._covered) <= self._match
        self._covered = next_ic
        self._length = next_ic - ic
        sure = all(contact.ic_sure for contact in contacts)
        if contacts and not contacts[0].tc_sure:
            tc = None
        seen = motion is None and tc is not None
        return Woven(ic, tc, next_ic, motion, follows, sure, timed_by_load=seen)
