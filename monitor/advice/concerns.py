"""One thing that the coach is concerned about, and which concern is reported in place of which."""

from dataclasses import dataclass, field
from enum import StrEnum, auto
from math import inf
from typing import Final

from monitor.advice.ladder import (
    ASKS,
    BY_CAUSE,
    BY_FINDING,
    CUES,
    FIT_KINDS,
    LADDERS,
    SHOE_RUNGS,
    Ladder,
    Rung,
)
from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import is_explained, main_cause
from monitor.advice.place import OF_THE_CALF
from monitor.advice.shoe_pressure import Level
from monitor.advice.soothed import PRESSES, Soothed, is_place
from monitor.types import Action, Feeling, Finding, FindingKind, Risk, Side, Zone

CAUSES_OF: Final[dict[FindingKind, frozenset[FindingKind]]] = {
    FindingKind.SWELLING: frozenset({FindingKind.LACING}),
    FindingKind.NARROW_SHOE: frozenset({FindingKind.LACING, FindingKind.SWELLING}),
    FindingKind.IMPACT: frozenset({FindingKind.OVERSTRIDING, FindingKind.FOOT_DROP}),
    FindingKind.CALF_LOAD: frozenset({FindingKind.OVERSTRIDING, FindingKind.FATIGUE}),
    FindingKind.FOOT_SLAP: frozenset({FindingKind.FOOT_DROP}),
    FindingKind.ASYMMETRY: frozenset(
        {FindingKind.FOOT_DROP, FindingKind.FOOT_SLAP, FindingKind.FATIGUE}
    ),
    FindingKind.FATIGUE: frozenset({FindingKind.FOOT_DROP, FindingKind.OVERSTRIDING}),
}
"""Findings that cause others: while one is active, it speaks and its effect does not.

A finding about the shoe speaks for a zone that would be quiet without what it found.
"""

WAITS_FOR_CAUSE: Final = frozenset(
    {FindingKind.FATIGUE, FindingKind.CALF_LOAD, FindingKind.FOOT_SLAP, FindingKind.IMPACT}
)
"""Effects that often show before their cause is sure; they wait for it a while."""


MOST_IN_VAIN: Final = 2
"""So often a remedy is asked for again that was done and did not help. Rule of thumb."""


class RedFlag(StrEnum):
    """Why the run must end, or a clinician be seen."""

    FOOT_DROP = auto()
    PAIN_AT_REST = auto()
    PAIN_AGAIN = auto()
    NUMB_LONG_AFTER = auto()
    NUMB_TOO_LONG = auto()
    NUMB_IN_VAIN = auto()
    """Neither loosening nor walking helped."""
    FELT_AGAIN = auto()
    """Something is felt by who ran on long after a break, or after the run should have ended."""
    CALF_SWOLLEN = auto()
    DIZZY = auto()


@dataclass(slots=True, kw_only=True)
class OpenAdvice:
    """A sentence whose outcome is not yet known.

    ``pressures`` are those of the feet it is about when it was said, ``rested_s`` is the rest taken
    before it, ``feeling`` what was felt, ``level`` the risk then and ``coverage`` the share of it
    that was measured, ``other`` the same concern of the other foot, if it was about both.
    """

    number: int
    spoken_s: float
    until_s: float
    action: Action
    pressures: dict[Side, Level]
    rested_s: float
    feeling: Feeling | None = None
    level: float | None = None
    coverage: float = 0.0
    other: "Concern | None" = None


@dataclass(slots=True, kw_only=True)
class Report:
    """What the runner said of a place, until it is fine.

    ``fine``: the feet of a report about both that have eased; ``numb_s``, ``numb_rested_s``: since
    when it is numb, and the rest taken before; ``since_s``, ``pressed_s``: when it was first and
    last reported.
    """

    feeling: Feeling = Feeling.SOMETHING
    fine: frozenset[Side] = frozenset()
    numb_s: float | None = None
    numb_rested_s: float = 0.0
    since_s: float = inf
    pressed_s: float = -inf

    def join(self, other: "Report") -> None:
        """Take what was said of the same foot before: its story is the longer of the two."""
        self.since_s = min(self.since_s, other.since_s)
        self.pressed_s = max(self.pressed_s, other.pressed_s)
        if other.numb_s is not None and (self.numb_s is None or other.numb_s < self.numb_s):
            self.numb_s, self.numb_rested_s = other.numb_s, other.numb_rested_s


@dataclass(slots=True, kw_only=True)
class Concern:
    """One thing on one foot (or on both), and where on its ladder it is.

    ``step``: place on the ladder, None while quiet; ``assessed``: whether it is measured now, if it
    ever was; ``report``: what the runner said, for a concern
    about that; ``falls``: the risk is lower than when it was last told; ``unanswered``: sentences
    in a row that nothing came of; ``in_vain``: those of them that were done, and did not help;
    ``last``: what was last said, its outcome known or not;
    ``stop_s``: the stop at which the laces were last spoken of; ``at_stops``: how often they were,
    at a stop; ``soothed``: the runner said that
    it is well since they were seen to; ``borne``: what presses since that last was done in vain.
    """

    cause: FindingKind | None
    side: Side | None
    zone: Zone | None
    both: bool = False
    report: Report | None = None
    ladder: Ladder = Ladder.LACES
    step: int | None = None
    assessed: bool = True
    severity: float = 0.0
    evidence: str = ""
    risk: Risk | None = None
    red_flag: RedFlag | None = None
    from_start: bool = False
    falls: bool = False
    since_s: float = 0.0
    wanted: bool = False
    again_s: float = 0.0
    unanswered: int = 0
    in_vain: int = 0
    open: OpenAdvice | None = None
    last: OpenAdvice | None = None
    stop_s: float | None = field(default=None)
    at_stops: int = 0
    soothed: Soothed | None = None
    borne: Soothed | None = None

    @property
    def place(self) -> Zone | None:
        """The zone; tight or swollen without one is the calf."""
        if self.report is None or self.report.feeling not in OF_THE_CALF:
            return self.zone
        return self.zone or Zone.CALF

    @property
    def active(self) -> bool:
        """Whether anything calls for it."""
        return self.step is not None

    @property
    def felt(self) -> bool:
        """Whether the runner reported it."""
        return self.report is not None

    @property
    def is_zone(self) -> bool:
        """Whether it is about a zone that may go numb."""
        return self.cause is None and not self.felt

    @property
    def rung(self) -> Rung:
        """What is asked for now, or would be first."""
        rungs = LADDERS[self.ladder]
        return rungs[min(self.step or 0, len(rungs) - 1)]

    @property
    def action(self) -> Action:
        """What the rung asks for."""
        return ASKS[self.rung].action

    @property
    def is_exhausted(self) -> bool:
        """Whether all that can be done was done and said: then it is quiet."""
        finals = {Action.GUIDE, Action.WALK} if self.ladder is Ladder.IN_VAIN else {Action.GUIDE}
        said_all = self.last is not None and self.last.action in finals
        return said_all or self.in_vain > MOST_IN_VAIN

    @property
    def stops_the_run(self) -> bool:
        """Whether the runner was asked to end the run."""
        return self.active and self.rung is Rung.END

    @property
    def is_cue(self) -> bool:
        """Whether it is said to better the form; a zone at risk, or what is felt, is more."""
        return self.cause is not None and self.action in CUES

    @property
    def is_shoe(self) -> bool:
        """Whether a hand at the laces would do."""
        return self.rung in SHOE_RUNGS

    def is_at(self, report: "Concern") -> bool:
        """Whether this is about a place of which a report is."""
        of_side = report.both or (report.side is not None and report.side is self.side)
        pressed = self.zone if self.cause is None else PRESSES.get(self.cause)
        return of_side and pressed is not None and is_place(report.place, pressed)

    def spoken_for_by(self, other: "Concern", limits: AdviceLimits) -> bool:
        """Whether another active concern has the same cause and will do the talking."""
        if self.cause is None and other.is_exhausted:  # it will not talk any more
            return False
        return self.is_due_to(other, limits)

    def is_due_to(self, other: "Concern", limits: AdviceLimits) -> bool:
        """Whether another active concern has the same cause."""
        if self.felt or other.felt or not other.active:
            return False
        compared = other.cause is FindingKind.FOOT_DROP  # one foot's fall is the other's rise
        if not compared and None not in (self.side, other.side) and self.side is not other.side:
            return False
        if self.cause is None:
            kind, risk = other.cause, self.risk
            return kind is not None and risk is not None and is_explained(risk, kind, limits)
        return other.cause in CAUSES_OF.get(self.cause, frozenset())

    def is_twin(self, other: "Concern") -> bool:
        """Whether another is about the same on the other foot."""
        same = self.cause is other.cause and self.zone is other.zone
        return same and self.side is not other.side and not (self.felt or other.felt)

    def may_share(self, other: "Concern") -> bool:
        """Whether one sentence will do for both feet."""
        return self.is_twin(other) and other.active and other.rung is self.rung

    def bear(self, *, in_vain: bool) -> None:
        """Take note that nothing helped; what was done in vain is borne from now on."""
        if in_vain:
            self.in_vain, self.borne = self.in_vain + 1, Soothed()

    def see_pressure(self, kpa: float | None, rise: float) -> None:
        """Take the pressure of a stride: what rises clearly is well no longer, and not borne."""
        if self.soothed is not None and self.soothed.rises(kpa, rise):
            self.soothed = None
        if self.borne is not None and self.borne.rises(kpa, rise):
            self.in_vain = self.unanswered = self.at_stops = 0
            self.again_s, self.borne = 0.0, None

    def take_risk(self, risk: Risk) -> None:
        """Stand on the ladder of what lifts the zone most."""
        before = self.risk
        if before is not None and before.level is not None and risk.level is not None:
            self.falls = risk.level < before.level
        self.risk = risk
        cause = main_cause(risk)
        if cause is not None:
            self.ladder = BY_CAUSE[cause]
        elif not self.active:
            self.ladder = Ladder.SOLE if risk.zone is Zone.SOLE else Ladder.LACES


def of_finding(kind: FindingKind, side: Side | None) -> Concern:
    """Give the concern about a finding."""
    return Concern(cause=kind, side=side, zone=None, ladder=BY_FINDING[kind])


def rank(concern: Concern) -> tuple[bool, int, float, float]:
    """What is said first: the shoe before the form, the higher rung, the stronger, the older."""
    fit = concern.cause in FIT_KINDS or concern.cause is None
    return fit, concern.step or 0, concern.severity, -concern.since_s


def looser(finding: Finding) -> bool:
    """Whether a finding says that the shoe gives way, which asks for nothing in mid-run."""
    return finding.kind is FindingKind.SWELLING and (finding.value or 0.0) < 0.0
