"""One run of the benchmark: who runs where, what goes wrong, and when it should be found."""

from dataclasses import dataclass

from benchmarks.coach.measured import MEASURED
from firmware_sim.scenario.model import Scenario
from firmware_sim.truth.strides import Sensing
from monitor.types import FindingKind, Side


@dataclass(frozen=True, slots=True)
class CoachCase:
    """A run, and the truth about it that its scenario says.

    Parameters
    ----------
    before : tuple of Scenario
        Earlier runs of the same runner, for the profile.
    target : FindingKind or None
        What should be found; None where nothing is wrong.
    sides : tuple of Side
        On which feet.
    at_s : float or None
        From when on; None: the truth of the run says when.
    within_s : float
        How soon.
    also : frozenset of FindingKind
        What else is truly there.
    group : str
        Rows of the table are printed by group too.
    """

    family: str
    seed: int
    scenario: Scenario
    sensing: Sensing = MEASURED
    before: tuple[Scenario, ...] = ()
    target: FindingKind | None = None
    sides: tuple[Side, ...] = ()
    at_s: float | None = None
    within_s: float = float("inf")
    also: frozenset[FindingKind] = frozenset()
    group: str = ""
