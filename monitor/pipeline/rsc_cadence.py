"""Settle whether a speed pod counts steps or strides: makers disagree, and no byte says it.

Each measurement votes, for its own device. Where foot pods of ours run along, their cadence is
counted against the device's. Where not, the speed says which of the two is likely: who moves at a
speed makes so many steps a minute, half as many strides, and half is far. What a device once showed
it is believed to go on doing, so that a pause, a sprint or a hill does not turn it over.
"""

import math
from dataclasses import dataclass
from typing import Final

from monitor.gait.limits_reference import SpeedPodLimits
from monitor.types import ReferenceSpeed, Stride

_STEPS_PER_MIN: Final = ((0.7, 85.0), (1.3, 110.0), (1.9, 132.0), (2.1, 152.0), (5.0, 178.0))
"""Steps a minute that people make at a speed in m/s, between them in a line. Walking: 100 at 1.0 to
130 at 1.8 (Tudor-Locke 2018, doi 10.1136/bjsports-2017-097628, in round numbers); running: 150 to
180, with more at a sprint. A rule of thumb is enough, because the other answer is half of it."""
_HALF: Final = -0.5
"""In octaves, what lies between counting steps (0) and counting strides (-1), by definition."""
_FEET_VOTES, _SPEED_VOTES = 5, 1
_MOST_VOTES: Final = 60
"""What is remembered of a device: a minute of its measurements."""


@dataclass(frozen=True, slots=True)
class PodSpeed:
    """What a speed pod said: ``per_min`` counts steps or strides, as the device pleases."""

    t_s: float
    sensor: str
    speed_m_s: float
    per_min: int
    stride_length_m: float | None = None
    distance_m: float | None = None

    @property
    def known_s(self) -> float:
        """Session time at which it is said."""
        return self.t_s


class RscCadence:
    """Follow what each speed pod counts, and give its cadence in steps.

    Measurements and strides come in the order of time. No latency.

    Examples
    --------
    >>> pods = RscCadence()
    >>> pods.settle(PodSpeed(1.0, "this", 3.0, 85)).cadence_spm
    170.0
    >>> pods.settle(PodSpeed(1.0, "that", 3.0, 170)).cadence_spm
    170.0
    """

    def __init__(self, limits: SpeedPodLimits | None = None) -> None:
        self._limits = limits or SpeedPodLimits()
        self._votes: dict[str, int] = {}
        self._feet: Stride | None = None

    def see(self, stride: Stride) -> None:
        """Take a stride of the foot pods."""
        self._feet = stride

    def settle(self, said: PodSpeed) -> ReferenceSpeed:
        """Return the speed with the cadence in steps; without one while nobody knows."""
        votes = self._votes.get(said.sensor, 0)
        if said.per_min > 0:
            votes = max(-_MOST_VOTES, min(_MOST_VOTES, votes + self._vote(said)))
            self._votes[said.sensor] = votes
        if not said.per_min or not votes:
            return _given(said, None)
        steps = 1.0 if votes > 0 else 2.0
        return _given(said, steps * said.per_min)

    def _vote(self, said: PodSpeed) -> int:
        """Above 0 for steps, below for strides."""
        feet, same = self._feet, self._limits.same
        if feet is not None and abs(said.t_s - feet.next_ic_s) <= self._limits.fresh_s:
            octaves = math.log2(said.per_min / feet.cadence_spm)
            if abs(octaves) <= same:
                return _FEET_VOTES
            return -_FEET_VOTES if abs(octaves + 1.0) <= same else 0
        if said.speed_m_s < self._limits.least_m_s:
            return 0
        beyond = math.log2(said.per_min / _usual_spm(said.speed_m_s)) - _HALF
        if abs(beyond) <= self._limits.unsure:
            return 0
        return _SPEED_VOTES if beyond > 0.0 else -_SPEED_VOTES


def _given(said: PodSpeed, cadence_spm: float | None) -> ReferenceSpeed:
    return ReferenceSpeed(
        said.t_s,
        said.speed_m_s,
        cadence_spm,
        stride_length_m=said.stride_length_m,
        distance_m=said.distance_m,
    )


def _usual_spm(speed_m_s: float) -> float:
    """Steps a minute that people make at a speed."""
    slow_m_s, spm = _STEPS_PER_MIN[0]
    for fast_m_s, fast_spm in _STEPS_PER_MIN[1:]:
        if speed_m_s <= fast_m_s:
            share = max(0.0, speed_m_s - slow_m_s) / (fast_m_s - slow_m_s)
            return spm + share * (fast_spm - spm)
        slow_m_s, spm = fast_m_s, fast_spm
    return spm
