"""Whether a sentence may be said now: a list of named rules, each of which says why not."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from monitor.advice.activity import Motion
from monitor.advice.concerns import CAUSES_OF, WAITS_FOR_CAUSE, Concern
from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import WEAK_EVIDENCE, threatens
from monitor.advice.timing import window_s
from monitor.types import Action, Feeling, FindingKind, Side, Wish, WishKind

HOUR_S: Final = 3600.0
"""By definition."""

_COVERS: Final[dict[Action, frozenset[Action]]] = {
    Action.EASE_OFF: frozenset({Action.EASE_OFF, Action.WALK}),
    Action.SHORTER_STEPS: frozenset({Action.SHORTER_STEPS, Action.WALK}),
}
"""What another action makes needless for a while; every other only by itself."""


class _Said(NamedTuple):
    """A sentence that stands for its window."""

    until_s: float
    action: Action
    side: Side | None

    def covers(self, concern: Concern) -> bool:
        """Whether it asked for the same action.

        Loosening is per foot, all others are for the runner.
        """
        if self.action not in _COVERS.get(concern.action, {concern.action}):
            return False
        one_foot = self.action is Action.LOOSEN_LACES
        return not one_foot or None in (self.side, concern.side) or self.side is concern.side


@dataclass(slots=True)
class Spoken:
    """What was said lately, and what the runner wants of the voice."""

    muted: bool
    paused: bool = False
    snoozed_until_s: float | None = None
    last_s: float | None = None
    standing: list[_Said] = field(default_factory=list)
    answers_s: deque[float] = field(default_factory=deque)
    advice_s: deque[float] = field(default_factory=deque)
    cues_s: deque[float] = field(default_factory=deque)
    drinks_s: deque[float] = field(default_factory=deque)

    def wish(self, wish: Wish, limits: AdviceLimits) -> None:
        """Take what the runner asks of the voice."""
        match wish.kind:
            case WishKind.SNOOZE:
                self.snoozed_until_s = wish.t_s + min(wish.for_s, limits.speech.snooze_most_s)
            case WishKind.PAUSE | WishKind.RESUME:
                self.paused = wish.kind is WishKind.PAUSE
            case _:
                self.muted = wish.kind is WishKind.MUTE_CUES

    def is_snoozed(self, now_s: float) -> bool:
        """Whether the runner wants quiet."""
        snoozed = self.snoozed_until_s is not None and now_s < self.snoozed_until_s
        return self.paused or snoozed

    def note(self, concern: Concern, side: Side | None, now_s: float, limits: AdviceLimits) -> None:
        """Take note of advice; red flags use up no budget."""
        self.last_s = now_s
        if concern.action is Action.STOP:
            return
        until_s = now_s + window_s(concern, limits)
        self.standing = [said for said in self.standing if now_s < said.until_s]
        self.standing.append(_Said(until_s, concern.action, side))
        (self.answers_s if concern.felt else self.advice_s).append(now_s)
        if concern.is_cue:
            self.cues_s.append(now_s)
        if concern.action is Action.DRINK:
            self.drinks_s.append(now_s)

    def withhold(self, now_s: float) -> None:
        """Take note of a cue that the coin withheld: it uses up the budget of cues alone."""
        self.cues_s.append(now_s)


class Moment(NamedTuple):
    """What the rules look at."""

    now_s: float
    limits: AdviceLimits
    motion: Motion
    spoken: Spoken
    concerns: Sequence[Concern]


Rule = Callable[[Concern, Moment], bool]


def too_soon(_: Concern, moment: Moment) -> bool:
    """Right after another sentence."""
    last_s = moment.spoken.last_s
    return last_s is not None and moment.now_s - last_s < moment.limits.speech.gap_s


def run_should_end(_: Concern, moment: Moment) -> bool:
    """The runner was asked to stop: only red flags and answers are said."""
    return any(other.stops_the_run for other in moment.concerns)


def snoozed(_: Concern, moment: Moment) -> bool:
    """The runner wants quiet."""
    return moment.spoken.is_snoozed(moment.now_s)


def standing(concern: Concern, moment: Moment) -> bool:
    """Standing: only laces can be seen to."""
    return moment.motion.standing and not concern.is_shoe


def walking(concern: Concern, moment: Moment) -> bool:
    """Walking: there is no running form to better; only the heart still counts."""
    form = concern.is_cue and concern.cause is not FindingKind.CARDIAC_DRIFT
    return moment.motion.resting and form


def just_moved_off(_: Concern, moment: Moment) -> bool:
    """The shoe is new to the sensors."""
    resumed_s = moment.motion.resumed_s
    return resumed_s is not None and moment.now_s - resumed_s < moment.limits.speech.resume_s


def muted(concern: Concern, moment: Moment) -> bool:
    """Form cues are muted."""
    return concern.is_cue and moment.spoken.muted


def no_warnings(concern: Concern, moment: Moment) -> bool:
    """The runner wants no warnings of what a level foretells."""
    return concern.is_zone and moment.limits.speech.warn_s <= 0.0


def foretold(concern: Concern, _: Moment) -> bool:
    """It was foretold in this run already; a stop is reminded of elsewhere."""
    return concern.is_zone and concern.last is not None


def weak_evidence(concern: Concern, _: Moment) -> bool:
    """The level of this zone says too little to speak of it."""
    return concern.cause is None and concern.zone in WEAK_EVIDENCE


def well_since(concern: Concern, _: Moment) -> bool:
    """The runner said that loosening helped, and nothing presses more since."""
    return concern.soothed is not None and concern.is_shoe


def just_reported(concern: Concern, moment: Moment) -> bool:
    """The runner said a moment ago what a warning would say, or that it is numb already."""
    if not concern.is_zone:
        return False
    since_s = moment.now_s - moment.limits.speech.fit_cooldown_s
    return any(
        other.report is not None
        and other.active
        and (other.report.feeling is Feeling.NUMB or other.report.pressed_s > since_s)
        and concern.is_at(other)
        for other in moment.concerns
    )


def harmless(concern: Concern, moment: Moment) -> bool:
    """The zone is no longer near its threshold, or gets better by itself."""
    risk = concern.risk
    if not concern.is_zone:
        return False
    return risk is None or concern.falls or not threatens(risk, moment.limits)


def cause_speaks(concern: Concern, moment: Moment) -> bool:
    """Another finding is the cause, and speaks."""
    return any(concern.spoken_for_by(other, moment.limits) for other in moment.concerns)


def cause_may_show(concern: Concern, moment: Moment) -> bool:
    """The cause may still show."""
    if concern.cause not in WAITS_FOR_CAUSE or not CAUSES_OF.get(concern.cause):
        return False
    return moment.now_s - concern.since_s < moment.limits.cause_first_s


def other_foot_may_join(concern: Concern, moment: Moment) -> bool:
    """The other foot may show the same in a moment: one sentence for both."""
    if concern.side is None or moment.now_s - concern.since_s >= moment.limits.pair_s:
        return False
    return not any(concern.is_twin(other) and other.active for other in moment.concerns)


def cue_just_given(concern: Concern, moment: Moment) -> bool:
    """The same cue was given for the other foot."""
    if not concern.is_cue:
        return False
    return any(
        other.is_twin(concern) and other.last is not None and moment.now_s < other.again_s
        for other in moment.concerns
    )


def asked_already(concern: Concern, moment: Moment) -> bool:
    """The same, or what makes it needless, was asked for, and there is still time to do it."""
    return any(
        said.covers(concern) for said in moment.spoken.standing if moment.now_s < said.until_s
    )


def enough_for_an_hour(concern: Concern, moment: Moment) -> bool:
    """A budget is used up."""
    spoken, limits = moment.spoken, moment.limits
    return (
        in_an_hour(spoken.advice_s, moment.now_s) >= limits.speech.advice_per_hour
        or (
            concern.is_cue
            and in_an_hour(spoken.cues_s, moment.now_s) >= limits.speech.cues_per_hour
        )
        or (
            concern.action is Action.DRINK
            and in_an_hour(spoken.drinks_s, moment.now_s) >= limits.drinks_per_hour
        )
    )


VETOES: Final[tuple[Rule, ...]] = (
    run_should_end,
    snoozed,
    muted,
    no_warnings,
    foretold,
    weak_evidence,
    well_since,
    just_reported,
    harmless,
    standing,
    walking,
    just_moved_off,
    too_soon,
    cause_speaks,
    cause_may_show,
    other_foot_may_join,
    cue_just_given,
    asked_already,
    enough_for_an_hour,
)
"""Why advice about what sensors see is not said now; the first that holds is the reason.

Red flags and answers to reports are not asked.
"""


def veto(concern: Concern, moment: Moment) -> str | None:
    """Name of the first rule that forbids a sentence; None if it may be said."""
    return next((rule.__name__ for rule in VETOES if rule(concern, moment)), None)


def in_an_hour(times_s: deque[float], now_s: float) -> int:
    """Drop what is older than an hour; count the rest."""
    while times_s and now_s - times_s[0] >= HOUR_S:
        times_s.popleft()
    return len(times_s)
