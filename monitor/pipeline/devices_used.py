"""Which devices are believed where several say the same, and what hangs on each.

A run has one heart: that of the first strap that counts one. No other takes its place, however long
it is silent, as it may be another runner's. Of speeds, ``speed_choice`` decides.
"""

from collections.abc import Iterable, Iterator
from math import inf

from monitor.gait.limits_reference import SpeedPodLimits
from monitor.ingest.limits import IngestLimits
from monitor.pipeline.rsc_cadence import PodSpeed
from monitor.pipeline.speed_choice import HeartSaid, SpeedChoice, SpeedSaid
from monitor.types import (
    GONE,
    LOSSES,
    HeartBeat,
    InputEvent,
    Notice,
    NoticeKind,
    Packet,
    ReferenceSpeed,
    Stride,
)

Told = SpeedSaid | HeartSaid
"""What a device said, before it is known whether it is believed."""


def told_by(said: InputEvent | PodSpeed, packet: Packet) -> InputEvent | Told:
    """Keep with a speed or a heart beat which device said it."""
    if isinstance(said, HeartBeat):
        return HeartSaid(said, packet.sensor)
    if isinstance(said, ReferenceSpeed | PodSpeed):
        return SpeedSaid(said, packet.characteristic, packet.sensor)
    return said


class DevicesUsed:
    """Choose among devices; what they say comes in the order of time."""

    def __init__(self, limits: IngestLimits, pods: SpeedPodLimits) -> None:
        self._lost_s = limits.speed_lost_s
        self._speeds = SpeedChoice(limits, pods)
        self._speed = ""
        self._strap = ""
        self._own_s = -inf
        self._named: set[str] = set()

    def see(self, stride: Stride) -> None:
        """Take a stride of the foot pods: it tells what a speed pod counts."""
        self._speeds.see(stride)
        if stride.speed_m_s is not None:
            self._own_s = stride.next_ic_s

    def believed(self, happened: Iterable[InputEvent | Told]) -> Iterator[InputEvent]:
        """Give what happened, and of what devices said what is to be believed.

        A strap that is not used is named once.
        """
        for one in happened:
            if isinstance(one, HeartSaid):
                yield from self._beat(one)
            elif isinstance(one, SpeedSaid):
                yield from self._pace(one)
            else:
                yield one

    def _pace(self, told: SpeedSaid) -> list[InputEvent]:
        speed = self._speeds.push(told)
        if speed is None:
            return []
        self._speed = told.sensor
        return [speed]

    def _beat(self, told: HeartSaid) -> list[InputEvent]:
        t_s = told.beat.t_s
        self._strap = self._strap or told.sensor
        if told.sensor == self._strap:
            return [told.beat]
        if told.sensor in self._named:
            return []
        self._named.add(told.sensor)
        text = f"{told.sensor}: is not used, {self._strap} counts the heart"
        return [Notice(NoticeKind.NOT_USED, t_s, told.sensor, text)]

    def matters(self, notice: Notice) -> bool:
        """Whether anything that is concluded hangs on a loss: all of a foot's do.

        Of sensors without a foot only the strap that is used matters, and what says the speed,
        while the feet do not.
        """
        if notice.side is not None or notice.kind not in LOSSES:
            return True
        alone = notice.t_s - self._own_s > self._lost_s
        return notice.sensor == self._strap or (alone and notice.sensor == self._speed)

    def loses_speed(self, notice: Notice) -> bool:
        """Whether it is the loss of the device whose speed was last believed."""
        return notice.side is None and notice.kind in GONE and notice.sensor == self._speed
