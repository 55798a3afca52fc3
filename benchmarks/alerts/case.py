"""One run that the alerts are scored on."""

from dataclasses import dataclass, field
from typing import Final

from firmware_sim.scenario.model import FootName, Scenario
from firmware_sim.truth.strides import Sensing
from monitor.types import FindingKind, Side

FRESH: Final = "fresh"
PACE: Final = "pace ±10 %"
HILLS: Final = "hills"
LOSS: Final = "packet loss"
MISSING: Final = "sensor missing"
CONDITIONS: Final = (FRESH, PACE, HILLS, LOSS, MISSING)
"""What a run may be like, apart from what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that is wrong with one foot (or with the runner) from some time on."""

    kind: FindingKind
    side: Side | None
    from_s: float


@dataclass(frozen=True, slots=True)
class Case:
    """One run: what happens in it, who looks at it, and what should be found.

    Parameters
    ----------
    at_s : float or None
        When what should be found is there; None where only the truth of the run can say.
    change : float
        Its size and sign.
    before : tuple of Scenario
        Earlier runs of the same runner, from which the product learns.
    also : tuple of Cause
        What else is wrong, so that a finding of it is not false.
    """

    family: str
    seed: int
    scenario: Scenario
    sensing: Sensing = field(default_factory=Sensing)
    missing: Side | None = None
    target: FindingKind | None = None
    side: Side | None = None
    at_s: float | None = None
    change: float = 0.0
    before: tuple[Scenario, ...] = ()
    also: tuple[Cause, ...] = ()
    condition: str = FRESH

    @property
    def from_s(self) -> float:
        """When the cause begins: a ramp before its end."""
        changes = self.scenario.change
        return min((change.at_s for change in changes), default=0.0)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Everything that is wrong in this run."""
        if self.target is None:
            return self.also
        return (Cause(self.target, self.side, self.from_s), *self.also)


def foot_name(side: Side) -> FootName:
    """A foot as scenarios call it."""
    return "left" if side is Side.LEFT else "right"
