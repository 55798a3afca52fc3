"""What the product claims and says: findings, risk, advice and what became of it."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from monitor.types.samples import Side, Zone


class FindingKind(StrEnum):
    """The questions that detectors answer."""

    LACING = auto()
    SWELLING = auto()
    NARROW_SHOE = auto()
    OVERSTRIDING = auto()
    FATIGUE = auto()
    CALF_LOAD = auto()
    FOOT_SLAP = auto()
    FOOT_DROP = auto()
    ASYMMETRY = auto()
    CARDIAC_DRIFT = auto()
    IMPACT = auto()


class FindingStatus(StrEnum):
    """A detector's answer. Not assessed is never clear."""

    ACTIVE = auto()
    CLEAR = auto()
    NOT_ASSESSED = auto()


LEARNING: Final = "learning the runner's own normal"
"""What keeps a question open in a runner's first minutes or, for some questions, the first run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A detector's claim: what, where, how strong and why.

    ``severity`` is 0 at the limit and 1 at twice the limit; ``indirect`` marks a claim made
    without the sensor that measures it; ``value`` is the quantity itself, signed, in the unit that
    the detector's document states (swelling: kPa, negative when the shoe became looser);
    ``from_start``: it was so from the first strides on.
    """

    kind: FindingKind
    side: Side | None
    t_s: float
    status: FindingStatus
    severity: float = 0.0
    evidence: str = ""
    indirect: bool = False
    value: float | None = None
    from_start: bool = False

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s

    @property
    def is_learning(self) -> bool:
        """Whether it is not assessed as the runner's own normal is not known yet."""
        return self.status is FindingStatus.NOT_ASSESSED and self.evidence == f"still {LEARNING}"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One cause's part of a risk."""

    cause: str
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """How close one nerve zone of one foot is to the runner's own threshold.

    ``level`` 1.0 is the threshold; None means not assessed. ``coverage`` is the share of the
    zone's causes that could be measured. ``forecast_s``: time to the threshold if
    everything stays as it is. ``personal``: reports of this runner taught the threshold, so that
    the number means something. ``felt_s``: time to where this runner felt it in earlier runs, 0
    from there on; None if it is out of reach, or was felt in too few of them.
    """

    side: Side
    zone: Zone
    t_s: float
    level: float | None
    coverage: float
    contributions: tuple[Contribution, ...] = ()
    forecast_s: float | None = None
    personal: bool = False
    felt_s: float | None = None

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s


class Action(StrEnum):
    """What a sentence asks for, mildest first; the first three ask for nothing to be done."""

    ACKNOWLEDGE = auto()
    """A report was heard."""
    ASK = auto()
    """A question: is it better?"""
    GUIDE = auto()
    """A word during a break that the runner takes."""
    DRINK = auto()
    SHORTER_STEPS = auto()
    EASE_OFF = auto()
    LOOSEN_LACES = auto()
    WALK = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One sentence for the runner; worthless after ``expires_s``.

    ``number`` counts up within the session and is the advice's identity. Without a ``cause`` it is
    about what the runner ``felt``, or else about a ``zone`` at risk. ``words`` are the keys of its
    sentences in :mod:`monitor.advice.sentences`, for other languages; ``card`` is what a red flag
    adds for the screen. Without a ``side``, ``both`` tells whether it is about both feet.
    """

    number: int
    t_s: float
    expires_s: float
    action: Action
    cause: FindingKind | None
    side: Side | None
    text: str
    reason: str
    zone: Zone | None = None
    felt: bool = False
    red_flag: bool = False
    both: bool = False
    words: tuple[str, ...] = ()
    card: str | None = None

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Toss:
    """The coin of a sentence about form: it is said, or withheld and never said.

    Only with the runner's consent (``advice.try_cues``). ``number`` is that of the advice,
    or of the one that there would have been.
    """

    number: int
    t_s: float
    said: bool
    action: Action
    cause: FindingKind
    side: Side | None
    text: str

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s


UNJUDGED: Final = frozenset({Action.ACKNOWLEDGE, Action.ASK, Action.GUIDE})
"""Sentences that ask for nothing to be done, so that nothing can become of them."""


class OutcomeKind(StrEnum):
    """What became of an advice.

    ``PASSED``: its cause went before anything can have been done about it; ``DISMISSED``: the
    runner said that all is well, or asked for quiet; ``IGNORED``: its cause was there throughout.
    """

    PRESSURE_FELL = auto()
    GAIT_RECOVERED = auto()
    RISK_FELL = auto()
    SYMPTOM_EASED = auto()
    PASSED = auto()
    DISMISSED = auto()
    IGNORED = auto()
    UNKNOWN = auto()


HELPED: Final = frozenset(
    {
        OutcomeKind.PRESSURE_FELL,
        OutcomeKind.GAIT_RECOVERED,
        OutcomeKind.RISK_FELL,
        OutcomeKind.SYMPTOM_EASED,
    }
)
"""What became of advice that helped."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether an advice helped, measured in a window after it."""

    advice_number: int
    t_s: float
    kind: OutcomeKind
    evidence: str

    @property
    def known_s(self) -> float:
        """Session time at which the event is emitted."""
        return self.t_s
