"""What both feet did: steps, and changes of gait."""

from dataclasses import dataclass

from monitor.types.samples import Gait, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one foot's initial contact to the other's: what only two feet together show.

    ``side`` is the foot that lands first. ``flight_time_s`` is negative in double support
    (walking). Stiffness after Morin 2005 (docs/loads.md).
    """

    side: Side
    ic_s: float
    next_ic_s: float
    flight_time_s: float | None = None
    speed_m_s: float | None = None
    vertical_stiffness_n_m: float | None = None
    leg_stiffness_n_m: float | None = None
    braking_time_s: float | None = None

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.next_ic_s

    @property
    def step_time_s(self) -> float:
        """Duration of the step."""
        return self.next_ic_s - self.ic_s


@dataclass(frozen=True, slots=True)
class GaitChange:
    """The runner starts to stand, walk or run."""

    side: Side
    t_s: float
    gait: Gait

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s
