"""The whole way from strides to sentences, as the pipeline composes it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from monitor.advice.limits import AdviceLimits
from monitor.detectors.alarm import Alarm
from monitor.detectors.limits import DetectorLimits
from monitor.pipeline.coach import Coach
from monitor.risk.limits import RiskLimits
from monitor.types import Advice, Finding, FindingStatus, InputEvent, Outcome, Risk


@dataclass
class Told:
    """Everything that came of a run."""

    findings: list[Finding] = field(default_factory=list)
    risks: list[Risk] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def active(self) -> list[Finding]:
        """Findings that appeared."""
        return [f for f in self.findings if f.status is FindingStatus.ACTIVE]


def tell(
    signs: Iterable[InputEvent],
    *,
    detector_limits: DetectorLimits | None = None,
    risk_limits: RiskLimits | None = None,
    advice_limits: AdviceLimits | None = None,
) -> Told:
    coach = Coach(detector_limits, risk_limits, advice_limits)
    told = Told()
    claims = [claim for event in signs for claim in coach.push(event)]
    for claim in [*claims, *coach.finish()]:
        match claim:
            case Finding():
                told.findings.append(claim)
            case Risk():
                told.risks.append(claim)
            case Advice():
                told.advice.append(claim)
            case Outcome():
                told.outcomes.append(claim)
    return told


def found(detector: Alarm, signs: Iterable[InputEvent]) -> list[Finding]:
    """What one detector finds."""
    return [finding for sign in signs for finding in detector.push(sign)]


def answered(detector: Alarm, signs: Iterable[InputEvent]) -> list[Finding]:
    """What one detector finds, once it has said that it is still learning."""
    first, *later = found(detector, signs)
    assert first.status is FindingStatus.NOT_ASSESSED
    assert first.evidence == "still learning the runner's own normal"
    return later


def statuses(findings: list[Finding]) -> list[FindingStatus]:
    return [finding.status for finding in findings]
