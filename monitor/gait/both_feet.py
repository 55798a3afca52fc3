"""Steps: what two feet show that one cannot."""

from msgspec import structs

from monitor.gait.limits import GaitLimits
from monitor.gait.load.standing_load import body_mass_kg
from monitor.gait.stiffness import Stiffness, stiffness
from monitor.settings.athlete import Athlete
from monitor.total import total
from monitor.types import Side, StandingLoad, Step, Stride


class BothFeet:
    """Steps, from the strides of both feet in the order in which they end.

    A step goes from one foot's initial contact to the other's. It is said with the stride in which
    it lies, so at most one stride after it ended. Nothing is said while one foot is missing, and
    nothing of feet that land together (a jump, or two pods on one foot).

    Parameters
    ----------
    athlete : Athlete
        Stiffness needs mass and, for the leg, height; a mass that is not told is estimated.
    limits : GaitLimits
    """

    def __init__(self, athlete: Athlete, limits: GaitLimits) -> None:
        self._athlete = athlete
        self._told = athlete.mass_kg is not None
        self._limits = limits.load.step
        self._last: dict[Side, Stride] = {}
        self._said_s: dict[Side, float] = {}
        self._standing_n: dict[Side, float] = {}

    def weigh(self, standing: StandingLoad) -> None:
        """Estimate the body mass from both feet's standing load, where nobody told it."""
        self._standing_n[standing.side] = standing.load_n
        if not self._told and len(self._standing_n) == len(Side):
            mass_kg = body_mass_kg(*self._standing_n.values())
            self._athlete = structs.replace(self._athlete, mass_kg=mass_kg)

    def push(self, stride: Stride) -> list[Step]:
        """Consume a stride and return the steps that it completes."""
        other = self._last.get(stride.side.other)
        self._last[stride.side] = stride
        if other is None:
            return []
        steps = []
        if self._said_s.get(other.side) != other.ic_s:
            steps += self._step(other, stride.ic_s, stride)
        return steps + self._step(stride, other.next_ic_s, other)

    def finish(self) -> list[Step]:
        """Nothing is held back."""
        return []

    def _step(self, stride: Stride, landing_s: float, other: Stride) -> list[Step]:
        """Return the step from this stride's contact to the other foot's, if that lies within."""
        share = (landing_s - stride.ic_s) / stride.stride_time_s
        if not self._limits.least_share <= share <= 1.0 - self._limits.least_share:
            return []
        self._said_s[stride.side] = stride.ic_s
        speeds_m_s = [s.speed_m_s for s in (stride, other) if s.speed_m_s is not None]
        speed_m_s = total(speeds_m_s) / len(speeds_m_s) if speeds_m_s else None
        contact_s = stride.contact_time_s
        flight_s = None if stride.tc_s is None else landing_s - stride.tc_s
        springs = Stiffness(None, None)
        if contact_s is not None and flight_s is not None:
            springs = stiffness(
                contact_s, flight_s, speed_m_s, self._athlete, self._limits.leg_share
            )
        return [
            Step(
                side=stride.side,
                ic_s=stride.ic_s,
                next_ic_s=landing_s,
                flight_time_s=flight_s,
                speed_m_s=speed_m_s,
                vertical_stiffness_n_m=springs.vertical_n_m,
                leg_stiffness_n_m=springs.leg_n_m,
                braking_time_s=None
                if contact_s is None
                else self._limits.braking_share * contact_s,
            )
        ]
