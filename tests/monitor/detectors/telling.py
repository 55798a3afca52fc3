"""The whole way from strides to sentences, as the pipeline composes it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.detectors import BOTH_FEET, PER_FOOT
from monitor.detectors.alarm import Watch
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.question import Detector, Sign
from monitor.risk.limits import RiskLimits
from monitor.risk.model import RiskModel
from monitor.types import Advice, Finding, FindingStatus, Outcome, Risk, Side


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


def all_detectors(limits: DetectorLimits | None = None) -> list[Detector]:
    limits = limits or DetectorLimits()
    per_foot = [make(side, limits) for make in PER_FOOT for side in Side]
    return [*per_foot, *(make(limits) for make in BOTH_FEET)]


def tell(
    signs: Iterable[Sign],
    *,
    detector_limits: DetectorLimits | None = None,
    risk_limits: RiskLimits | None = None,
    advice_limits: AdviceLimits | None = None,
) -> Told:
    detectors = all_detectors(detector_limits)
    model = RiskModel(risk_limits or RiskLimits())
    adviser = Adviser(advice_limits or AdviceLimits())
    told = Told()

    def hear(out: list[Advice | Outcome]) -> None:
        told.advice.extend(item for item in out if isinstance(item, Advice))
        told.outcomes.extend(item for item in out if isinstance(item, Outcome))

    for sign in signs:
        findings = [finding for detector in detectors for finding in detector.push(sign)]
        risks = [risk for event in (sign, *findings) for risk in model.push(event)]
        told.findings.extend(findings)
        told.risks.extend(risks)
        for event in (sign, *findings, *risks):
            hear(adviser.push(event))
    hear(adviser.finish())
    return told


def found(detector: Watch, signs: Iterable[Sign]) -> list[Finding]:
    """What one detector finds."""
    return [finding for sign in signs for finding in detector.push(sign)]


def statuses(findings: list[Finding]) -> list[FindingStatus]:
    return [finding.status for finding in findings]
