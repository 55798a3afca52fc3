"""What is known at one second of a session, and the record of it in a FIT activity."""

from collections import deque
from typing import Final

from monitor.session.fit_layouts import FELT
from monitor.session.fit_writer import Value
from monitor.session.in_time import Timed
from monitor.types import (
    NERVE_ZONES,
    Advice,
    HeartBeat,
    ReferenceSpeed,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
)

STALE_S: Final = 3.0
"""A quantity that was not measured for longer is missing. Rule of thumb: two strides."""


class Second:
    """The newest of every quantity; ``record`` gives what a second says of them.

    Attributes
    ----------
    distance_m : float
        The way so far.
    """

    def __init__(self) -> None:
        self.distance_m = 0.0
        self._strides: dict[Side, Stride] = {}
        self._heart: HeartBeat | None = None
        self._speed: ReferenceSpeed | None = None
        self._risks: dict[tuple[Side, Zone], float | None] = {}
        self._symptoms: deque[int] = deque()
        self._advice: deque[int] = deque()
        self._counted_to_s = 0.0

    @property
    def is_seen(self) -> bool:
        """Whether a foot was seen."""
        return bool(self._strides)

    @property
    def is_told(self) -> bool:
        """Whether something was felt or said that no record has yet."""
        return bool(self._symptoms or self._advice)

    def step(self, stride: Stride) -> None:
        """Let a stride count from this second on."""
        self._strides[stride.side] = stride
        self.distance_m += self._way_m(stride)

    def know(self, event: Timed) -> None:
        """Let what happened count from this second on."""
        match event:
            case HeartBeat():
                self._heart = event
            case ReferenceSpeed():
                self._speed = event
            case Risk():
                self._risks[event.side, event.zone] = event.level
            case Symptom():
                self._symptoms.append(FELT[event.feeling])
            case Advice():
                self._advice.append(event.number)

    def record(self, second: int) -> tuple[Value, ...] | None:
        """Give what a record says after its stamp; None in a pause. A second is asked for once."""
        fresh = {
            side: stride
            for side, stride in self._strides.items()
            if second - stride.next_ic_s <= STALE_S
        }
        watch = self._watched(second)
        if watch is not None:
            self.distance_m += watch.speed_m_s
        if not fresh and watch is None and not self.is_told:
            return None
        told = list(fresh.values()) if watch is None else [watch]
        speed_m_s = _mean([one.speed_m_s for one in told])
        steps = _mean([one.cadence_spm for one in told])
        duty = _mean([stride.duty_factor for stride in fresh.values()])
        turns = None if steps is None else steps / 2.0
        return (
            self.distance_m,
            speed_m_s,
            speed_m_s,
            self._rate_bpm(second),
            None if turns is None else int(turns),
            None if turns is None else turns % 1.0,
            _ms(_mean([one.contact_time_s for one in told])),
            None if duty is None else 100.0 * duty,
            _balance(fresh),
            None if speed_m_s is None or not steps else 1000.0 * speed_m_s * 60.0 / steps,
            *(_contact_ms(fresh.get(side)) for side in Side),
            *(_instep(fresh.get(side)) for side in Side),
            *(self._risks.get((side, zone)) for side in Side for zone in NERVE_ZONES),
            self._symptoms.popleft() if self._symptoms else None,
            self._advice.popleft() if self._advice else None,
        )

    def _watched(self, second: int) -> ReferenceSpeed | None:
        """Give what a watch says of somebody who moves, if no foot was seen yet."""
        said = self._speed
        if self._strides or said is None or second - said.t_s > STALE_S:
            return None
        return said if said.speed_m_s > 0.0 else None

    def _rate_bpm(self, second: int) -> float | None:
        beat = self._heart
        return beat.rate_bpm if beat is not None and second - beat.t_s <= STALE_S else None

    def _way_m(self, stride: Stride) -> float:
        """Give the way of a stride, as far as no other stride of either foot has counted it."""
        if stride.speed_m_s is None:
            return 0.0
        from_s = max(stride.ic_s, self._counted_to_s)
        self._counted_to_s = max(stride.next_ic_s, self._counted_to_s)
        return stride.speed_m_s * max(0.0, stride.next_ic_s - from_s)


def _balance(fresh: dict[Side, Stride]) -> float | None:
    """Share of the left foot in the contact times of both, in per cent."""
    if len(fresh) < len(Side):
        return None
    left, right = (fresh[side].contact_time_s for side in Side)
    return None if left is None or right is None else 100.0 * left / (left + right)


def _contact_ms(stride: Stride | None) -> float | None:
    return None if stride is None else _ms(stride.contact_time_s)


def _instep(stride: Stride | None) -> float | None:
    return None if stride is None or stride.load is None else stride.load.instep_swing_kpa


def _ms(time_s: float | None) -> float | None:
    return None if time_s is None else 1000.0 * time_s


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    total = 0.0
    for value in known:
        total += value
    return total / len(known) if known else None
