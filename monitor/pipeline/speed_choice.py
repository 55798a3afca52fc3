"""One reference speed at a time, however many devices say one.

A belt knows its speed, a foot pod works it out, a watch takes it from satellites and smooths it: in
this order they are believed. A device that says nothing any more is followed by the next at once,
and takes its place again when it is back. One that stands still while another moves is not the one
that the runner is on.
"""

from dataclasses import dataclass, replace
from typing import Final

from monitor.gait.limits_reference import SpeedPodLimits
from monitor.ingest.limits import IngestLimits
from monitor.pipeline.rsc_cadence import PodSpeed, RscCadence
from monitor.types import HeartBeat, ReferenceSpeed, Stride
from monitor.wire import uuids

RANKS: Final = {uuids.TREADMILL: 0, uuids.RSC_MEASUREMENT: 1, uuids.REFERENCE: 2}
"""Which device is believed before which: treadmill, foot pod, an imported activity (satellites)."""
_BESIDE: Final = ("cadence_spm", "contact_time_s", "power_w", "stride_length_m", "distance_m")
"""What another device may add to what the believed one says."""


@dataclass(frozen=True, slots=True)
class SpeedSaid:
    """What one device said of the speed, before it is known which one is believed."""

    said: ReferenceSpeed | PodSpeed
    characteristic: str
    sensor: str

    @property
    def known_s(self) -> float:
        """Session time at which it is said."""
        return self.said.known_s


@dataclass(frozen=True, slots=True)
class HeartSaid:
    """A heart beat, before it is known which strap is believed."""

    beat: HeartBeat
    sensor: str

    @property
    def known_s(self) -> float:
        """Session time at which it is said."""
        return self.beat.t_s


class SpeedChoice:
    """Choose the reference speed among devices; what they say comes in the order of time."""

    def __init__(self, limits: IngestLimits, pods: SpeedPodLimits) -> None:
        self._limits = limits
        self._cadence = RscCadence(pods)
        self._newest: dict[tuple[int, int], ReferenceSpeed] = {}
        self._places: dict[str, int] = {}

    def see(self, stride: Stride) -> None:
        """Take a stride of the foot pods: it tells what a speed pod counts."""
        self._cadence.see(stride)

    def push(self, told: SpeedSaid) -> ReferenceSpeed | None:
        """Give the speed to be believed now, with what other devices add; None from others."""
        said = self._cadence.settle(told.said) if isinstance(told.said, PodSpeed) else told.said
        place = self._places.setdefault(told.sensor, len(self._places))
        mine = RANKS[told.characteristic], place
        now_s = said.t_s
        self._newest = {
            key: one
            for key, one in self._newest.items()
            if now_s - one.t_s <= self._limits.speed_lost_s
        }
        self._newest[mine] = said
        least_m_s = self._limits.speed_moves_m_s
        moving = [key for key, one in self._newest.items() if one.speed_m_s >= least_m_s]
        if mine != min(moving or self._newest):
            return None
        others = [self._newest[key] for key in sorted(self._newest) if key != mine]
        return _with(said, others)


def _with(said: ReferenceSpeed, others: list[ReferenceSpeed]) -> ReferenceSpeed:
    added: dict[str, float] = {}
    for name in _BESIDE:
        known = (value for one in others if (value := getattr(one, name)) is not None)
        if getattr(said, name) is None and (value := next(known, None)) is not None:
            added[name] = value
    return replace(said, **added) if added else said
