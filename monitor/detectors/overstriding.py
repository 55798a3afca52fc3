"""Find that a foot lands further ahead of the body than is usual for this runner at this pace."""

from monitor.detectors.alarm import Alarm
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.pace_matched import PaceMatched
from monitor.detectors.question import Question
from monitor.types import FindingKind, Side


def overstriding(side: Side, limits: DetectorLimits) -> Alarm:
    """Watch how far one foot lands ahead, against the runner's own pace-matched normal.

    The distance is an estimate from speed and foot strike angle, which shows about a third of a
    change.

    When wrong: toes that rise higher before landing without landing further ahead. Who has always
    overstridden is not told so; there is no norm to hold against.
    """
    rule = limits.overstriding
    quantity = PaceMatched(
        "heel_to_pelvis_m",
        side,
        lambda stride: stride.heel_to_pelvis_m,
        prior=rule.prior,
        rule=rule,
        baseline=limits.baseline,
        effect=lambda _: rule.effect,
        words=lambda excess, residual: (
            f"seems to land {100.0 * excess:.1f} cm further ahead than usual at this pace, or more"
            f" (usual about {100.0 * residual.expected:.0f} cm; from speed and foot angle)"
        ),
        early=rule,
    )
    question = Question(
        kind=FindingKind.OVERSTRIDING,
        side=side,
        needs="speed and foot angle at landing",
        learns_long=True,
    )
    return Alarm(question, rule, quantity)
