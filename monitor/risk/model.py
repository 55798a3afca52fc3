"""Say how close each nerve zone is to going numb: doses, personal threshold, taps, forecast.

    level = Σ weight · dose / personal threshold

explained cause by cause. Coverage is the share of weights that was measured; with too little of
it there is no level. What the runner reports outranks every sensor, and silence lowers nothing.
"""

from math import inf
from typing import Final

from monitor.profile import AthleteProfile, ThresholdState
from monitor.risk.causes import REPORTED, FootCauses, weights
from monitor.risk.dose import reached_s
from monitor.risk.limits import RiskLimits
from monitor.risk.place import Measured, Place
from monitor.risk.threshold import Threshold
from monitor.total import total
from monitor.types import (
    LOSSES,
    NERVE_ZONES,
    Contribution,
    Feeling,
    Finding,
    Gait,
    GaitChange,
    InputEvent,
    Notice,
    ReferenceSpeed,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
)

OF_NERVES: Final = frozenset({Feeling.NUMB, Feeling.TINGLING, Feeling.PAIN})
"""What a nerve zone can feel."""


class RiskModel:
    """Weigh what presses each nerve zone, and what the runner says of it.

    Latency: ``mean_s`` for pressure; none for taps.

    Parameters
    ----------
    limits : RiskLimits
    may_raise : bool
        Whether an OK of this run, or of an earlier one, may raise a threshold: not that of a
        runner whose feet feel little.
    """

    def __init__(self, limits: RiskLimits, *, may_raise: bool = True) -> None:
        self._limits = limits
        self._may_raise = may_raise
        self._causes = {side: FootCauses(limits) for side in Side}
        shares = weights(limits)
        self._places = {
            side: tuple(
                Place(side, z, Threshold(side, z, limits), shares[z], total(shares[z].values()))
                for z in NERVE_ZONES
            )
            for side in Side
        }
        self._seen: set[Side] = set()
        self._standing_since_s: float | None = None
        self._now_s = 0.0
        self._last_s: dict[Side, float] = {}

    def recall(self, profile: AthleteProfile) -> None:
        """Start from what earlier runs taught; to be called before the first event."""
        taught = {(state.side, state.zone): state for state in profile.thresholds}
        states = {(state.name, state.side): state for state in profile.baselines}
        comfortable = {place: state.line[0] for place, state in states.items()}
        for side, places in self._places.items():
            self._causes[side].know(
                comfortable.get(("instep_swing_kpa", side)),
                comfortable.get(("plantar_swing_kpa", side)),
                states.get(("achilles_impulse_n_s", side)),
            )
            for place in places:
                if (side, place.zone) in taught:
                    most = inf if self._may_raise else 1.0
                    place.threshold.recall(taught[side, place.zone], most)

    def thresholds(self) -> tuple[ThresholdState, ...]:
        """Return what the taps taught, for the profile."""
        states = (p.threshold.state() for places in self._places.values() for p in places)
        return tuple(state for state in states if state is not None)

    def push(self, event: InputEvent | Finding, /) -> list[Risk]:
        """Consume what happened; return the zones whose risk is news."""
        self._now_s = max(self._now_s, event.known_s)
        match event:
            case Stride():
                return self._stride(event)
            case Symptom():
                return self._tap(event)
            case Notice(kind=kind, side=Side() as side) if kind in LOSSES:
                return self._lose(side)
            case GaitChange(side=side, gait=Gait.STAND):
                self._seen.add(side)
                if self._standing_since_s is None:
                    self._standing_since_s = self._now_s
            case GaitChange(side=side):
                self._seen.add(side)
                self._move()
            case Finding(side=Side() as side):
                self._causes[side].find(event)
            case _:
                return self._pass_time(event)
        return []

    def finish(self) -> list[Risk]:
        """Return nothing: every change has been reported."""
        return []

    def _lose(self, side: Side) -> list[Risk]:
        """Take note that a foot is not seen any more."""
        self._seen.discard(side)
        if not self._seen:
            self._move()  # nobody sees how long the runner stands
        self._causes[side].lose()
        self._last_s.setdefault(side, self._now_s)
        return self._report(side)

    def _move(self) -> None:
        """End of standing: the calf rested, and nothing went unmeasured meanwhile."""
        since_s, self._standing_since_s = self._standing_since_s, None
        if since_s is None:
            return
        for side, causes in self._causes.items():
            causes.rest(self._now_s - since_s)
            if side in self._last_s:
                self._last_s[side] += self._now_s - since_s

    def _stride(self, stride: Stride) -> list[Risk]:
        self._move()
        self._seen.add(stride.side)
        self._last_s[stride.side] = self._now_s
        self._causes[stride.side].see(stride)
        return [*self._report(stride.side), *self._report_stale()]

    def _pass_time(self, event: InputEvent | Finding) -> list[Risk]:
        """Take what is no news of a foot itself."""
        if isinstance(event, ReferenceSpeed):
            for causes in self._causes.values():
                causes.note(event)
        elif isinstance(event, Notice) and event.side is not None:
            self._last_s.setdefault(event.side, self._now_s)  # a foot that may stay silent
        return self._report_stale()

    def _report_stale(self) -> list[Risk]:
        """Report a foot that has not been seen for long."""
        if self._standing_since_s is not None:
            return []
        stale_s = self._limits.stale_s
        silent = [side for side, t_s in self._last_s.items() if self._now_s - t_s > stale_s]
        return [risk for side in silent for risk in self._report(side)]

    def _tap(self, symptom: Symptom) -> list[Risk]:
        """Take a report; one that names no foot lifts none, an OK without a foot is of both."""
        eased = symptom.feeling is Feeling.OK
        if not eased and symptom.feeling not in OF_NERVES:
            return []
        sides = symptom.sides or (tuple(Side) if eased else ())
        for side in sides:
            self._last_s.setdefault(side, self._now_s)
            for place in self._places[side]:
                if symptom.zone in (None, Zone.FOOT, place.zone):
                    self._on_symptom(place, symptom)
        return [risk for side in sides for risk in self._report(side)]

    def _on_symptom(self, place: Place, symptom: Symptom) -> None:
        """Lift or release a place; a tap that names its place teaches its threshold, no other."""
        teaches = self._may_raise or symptom.feeling is not Feeling.OK
        if teaches and symptom.zone is place.zone and symptom.sides:
            seen = place.measured(self._causes[place.side].seen, self._oldest_s)
            # what was pressed long ago is about the doses of then
            prompt = self._now_s - symptom.t_s <= self._limits.stale_s
            known = prompt and seen.coverage >= self._limits.coverage_least
            place.threshold.teach(self._now_s, symptom.feeling, seen.amount if known else None)
        if symptom.t_s >= place.pressed_s:  # else a later word about it was heard already
            place.pressed_s = symptom.t_s
            place.felt = symptom.feeling is not Feeling.OK
        place.said = None

    def _report(self, side: Side) -> list[Risk]:
        out = []
        seen, oldest_s = self._causes[side].seen, self._oldest_s
        for place in self._places[side]:
            measured = place.measured(seen, oldest_s)
            level = self._level(place, measured)
            if not self._is_news(place.said, level, measured.coverage):
                continue
            place.said = Risk(
                side=side,
                zone=place.zone,
                t_s=self._now_s,
                level=level,
                coverage=measured.coverage,
                contributions=self._explain(place, level),
                forecast_s=self._forecast_s(place, level),
                personal=place.threshold.is_personal,
                felt_s=self._felt_s(place, level),
            )
            out.append(place.said)
        return out

    @property
    def _oldest_s(self) -> float:
        """Measurements before this time are stale. The clock stops while standing."""
        now_s = self._now_s if self._standing_since_s is None else self._standing_since_s
        return now_s - self._limits.stale_s

    def _level(self, place: Place, measured: Measured) -> float | None:
        """Level of a zone; None where too little was measured to call it low."""
        limits = self._limits
        level = measured.amount / place.threshold.value
        if place.felt:
            return max(level, limits.symptom_level)
        if measured.coverage < limits.coverage_least and level < limits.partial_level:
            return None
        return level

    def _explain(self, place: Place, level: float | None) -> tuple[Contribution, ...]:
        """Parts that add up to the level, the largest first."""
        if level is None:
            return ()
        seen, oldest_s = self._causes[place.side].seen, self._oldest_s
        parts = [
            Contribution(cause.value, weight * seen[cause].level / place.threshold.value)
            for cause, weight in place.weights.items()
            if seen[cause].t_s >= oldest_s
        ]
        if place.felt:
            parts.append(Contribution(REPORTED, level - total(part.amount for part in parts)))
        return tuple(sorted(parts, key=lambda part: -part.amount))

    def _forecast_s(self, place: Place, level: float | None) -> float | None:
        """Time to the threshold if everything stays as it is; none while standing."""
        if level is None or level >= 1.0:
            return None
        return self._reached_s(place, place.threshold.value)

    def _felt_s(self, place: Place, level: float | None) -> float | None:
        """Time to where it was felt in earlier runs, if everything stays as it is."""
        felt = place.threshold.usually_felt
        if level is None or felt is None:
            return None
        if place.measured(self._causes[place.side].seen, self._oldest_s).amount >= felt:
            return 0.0
        return self._reached_s(place, felt)

    def _reached_s(self, place: Place, goal: float) -> float | None:
        """Time in which the doses of a place reach a sum; none while standing."""
        if self._standing_since_s is not None:
            return None
        courses = list(place.courses(self._causes[place.side].seen, self._oldest_s))
        return reached_s(courses, goal, self._limits.forecast_most_s)

    def _is_news(self, before: Risk | None, level: float | None, coverage: float) -> bool:
        if before is None or before.level is None or level is None:
            return before is None or before.level is not level
        mark, least = self._limits.mark, self._limits.coverage_least
        if coverage < least <= before.coverage or before.coverage - coverage >= mark:
            return True
        if before.level < 1.0 <= level:
            return True
        marked = before.level // mark != level // mark
        late = self._now_s - before.t_s >= self._limits.report_s
        return (marked or late) and abs(level - before.level) >= self._limits.news_least
