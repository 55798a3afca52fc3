"""The coach: detectors → risk → adviser, composed once.

The pipeline, the benchmarks and the tests all listen to this composition. Pure: the same events
in the same order give the same claims.
"""

from msgspec import structs

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.advice.runner import Runner
from monitor.detectors import BOTH_FEET, PER_FOOT
from monitor.detectors.ceiling import Ceiling, kept
from monitor.detectors.lacing import Lacing
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.question import Detector
from monitor.profile import AthleteProfile, learned, recall
from monitor.risk.limits import RiskLimits
from monitor.risk.model import RiskModel
from monitor.settings.athlete import Athlete
from monitor.settings.effort import EffortSettings
from monitor.types import (
    Claim,
    Feeling,
    Finding,
    InputEvent,
    Notice,
    Side,
    Step,
    Symptom,
    Temperature,
    Tick,
)


def all_detectors(limits: DetectorLimits) -> list[Detector]:
    """Every question, of each foot and of both."""
    per_foot = [make(side, limits) for make in PER_FOOT for side in Side]
    return [*per_foot, *(make(limits) for make in BOTH_FEET)]


def _runner(athlete: Athlete, effort: EffortSettings) -> Runner:
    """What the adviser is told; a temperature that is not known is not hot."""
    return Runner(
        reduced_feeling=athlete.reduced_feeling,
        hot=effort.is_hot(effort.air_temperature_c),
        heart_rate_most_bpm=athlete.heart_rate_most_bpm,
    )


class Coach:
    """Find what happens, weigh it, and say the one useful thing.

    Latency: none of its own; each detector states its own.

    Parameters
    ----------
    detectors : DetectorLimits, optional
    risk : RiskLimits, optional
    advice : AdviceLimits, optional
    profile : AthleteProfile, optional
        What earlier runs taught; without it everything is learned from this one.
    athlete : Athlete, optional
    """

    def __init__(
        self,
        detectors: DetectorLimits | None = None,
        risk: RiskLimits | None = None,
        advice: AdviceLimits | None = None,
        profile: AthleteProfile | None = None,
        athlete: Athlete | None = None,
    ) -> None:
        athlete = athlete or Athlete()
        detectors = detectors or DetectorLimits()
        self._may_agree = not athlete.reduced_feeling
        self._shoe = athlete.shoe
        self._before = profile or AthleteProfile()
        self._detectors = all_detectors(detectors)
        self._risk = RiskModel(risk or RiskLimits(), may_raise=self._may_agree)
        self._effort = detectors.effort
        runner = _runner(athlete, detectors.effort)
        self._adviser = Adviser(advice or AdviceLimits(), runner, self._before.onsets)
        if profile is not None:
            recall(profile, self._detectors)
            self._risk.recall(profile)
            for ceiling in self._ceilings if self._may_agree else ():
                ceiling.recall(profile.agreed, self._shoe)

    @property
    def profile(self) -> AthleteProfile:
        """What to remember of the runner: what was known, moved a little by this run."""
        after = learned(
            self._before, self._detectors, self._risk.thresholds(), self._adviser.onsets
        )
        if not self._may_agree:  # what no symptom took back stays for the day the setting goes
            gone = {(one.side, self._shoe) for one in self._ceilings if one.withdrawn}
            left = tuple(one for one in after.agreed if (one.side, one.shoe) not in gone)
            return structs.replace(after, agreed=left)
        return structs.replace(after, agreed=kept(after.agreed, self._shoe, self._ceilings))

    @property
    def _ceilings(self) -> list[Ceiling]:
        """What is too tight, foot by foot."""
        quantities = (detector.quantity for detector in self._detectors)
        return [quantity.ceiling for quantity in quantities if isinstance(quantity, Lacing)]

    def push(self, event: InputEvent, /) -> list[Claim]:
        """Ask every detector, then the risk model, then the adviser; return what they claim."""
        if isinstance(event, Tick):  # only who waits for an answer looks at the clock
            return [*self._adviser.push(event)]
        if isinstance(event, Temperature) and self._effort.is_hot(event.temperature_c):
            self._adviser.warm()
        meant = event  # "Yes, left" is a report of the left foot, for all
        if isinstance(event, Symptom):
            meant = self._adviser.named(event) or event
        out = self._conclude(event, meant)
        if self._is_for_detectors(meant):
            for detector in self._detectors:
                for finding in detector.push(meant):
                    out += [finding, *self._conclude(finding, finding)]
        return out

    def lose_speed(self, notice: Notice) -> list[Claim]:
        """Take the loss of what said the speed: its word is over, also while the feet say it."""
        return [*self._adviser.lose_speed(notice)]

    def _is_for_detectors(self, event: InputEvent) -> bool:
        """Whether detectors hear of it: not of steps, nor of the OK of a foot that feels little."""
        if isinstance(event, Symptom) and event.feeling is Feeling.OK:
            return self._may_agree
        return not isinstance(event, Step)

    def finish(self) -> list[Claim]:
        """Return what was still open at the end of the session."""
        findings: list[Claim] = [f for detector in self._detectors for f in detector.finish()]
        return [*findings, *self._risk.finish(), *self._adviser.finish()]

    def _conclude(self, event: InputEvent | Finding, meant: InputEvent | Finding) -> list[Claim]:
        """Weigh what one event means, and advise on it and on what the weighing said."""
        risks = self._risk.push(meant)
        out: list[Claim] = [*risks, *self._adviser.push(event)]
        for risk in risks:
            out += self._adviser.push(risk)
        return out
