"""Thirty minutes after the run: what is asked, what was answered, and what follows from it.

Pure. Not answered is a state of its own and never fine. The questions are the article's; what each
answer means stands in one table.
"""

from enum import StrEnum, auto
from typing import Final, Self

from msgspec import Struct, structs

from monitor.report.story import instant
from monitor.types import Side, Zone

DUE_S: Final = 1800.0
"""Time after the last running stride at which is asked [P]: the article's thirty minutes."""
WAITS_S: Final = 2700.0
"""How long a hub stays up for the answer. Rule of thumb: a quarter of an hour more."""


_OF_HALF_HOUR: Final = "numb"
"""The question that asks what is still there then."""


class Card(StrEnum):
    """How urgent a red flag is."""

    NOW = auto()
    """Call for help now."""
    SOON = auto()
    """See a specialist."""


class Sign(StrEnum):
    """What needs help at once, asked as one list."""

    CALF_TENSE = auto()
    """Calf tense, and worse although the leg rests."""
    FOOT_COLD = auto()
    """Foot cold, pale, or cannot be moved."""
    CALF_SWOLLEN = auto()
    """One calf swollen or tight, and painful: what a clot in a vein can look like."""
    BACK_BLADDER = auto()
    """Numbness with back pain or trouble with the bladder."""
    COLLAPSE = auto()
    """Collapse or confusion."""


class Where(Struct, frozen=True, forbid_unknown_fields=True):
    """A place that is not well; ``zone`` None is the whole foot."""

    side: Side
    zone: Zone | None = None


class RedFlag(Struct, frozen=True, forbid_unknown_fields=True):
    """Why a card is shown: the key of its words, how urgent, and where."""

    key: str
    card: Card
    side: Side | None = None

    @classmethod
    def named(cls, name: str, card: str) -> Self:
        """Give the flag of a name, as a catalogue keeps it.

        >>> RedFlag.named("hard_to_lift.left", "soon")
        RedFlag(key='hard_to_lift', card=<Card.SOON: 'soon'>, side=<Side.LEFT: 'left'>)
        """
        key, _, side = name.partition(".")
        return cls(key, Card(card), Side(side) if side else None)

    @property
    def name(self) -> str:
        """What distinguishes it from the other flags of a session.

        >>> RedFlag("hard_to_lift", Card.SOON, Side.LEFT).name
        'hard_to_lift.left'
        """
        return f"{self.key}.{self.side}" if self.side else self.key


class Answers(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What the runner answered, and when (ISO); None is *this one was not answered*.

    An empty tuple is a plain *no*. ``earlier`` are red flags of answers that were changed later: a
    card stays until it is acknowledged. ``early`` names the questions that were answered before the
    half hour was over: a *no* among them is none to the question of the half hour, and no answer to
    *still numb* is; what is not well raises its flag at once all the same.
    """

    at: str = ""
    numb: tuple[Where, ...] | None = None
    hard_to_lift: tuple[Side, ...] | None = None
    pain_in_one_spot: tuple[Where, ...] | None = None
    calf_tight: tuple[Side, ...] | None = None
    signs: tuple[Sign, ...] | None = None
    earlier: tuple[RedFlag, ...] = ()
    early: tuple[str, ...] = ()

    def has(self, question: str) -> bool:
        """Tell whether a question was answered, and not only too early.

        >>> answers = Answers(numb=(), calf_tight=(Side.LEFT,), early=("numb", "calf_tight"))
        >>> answers.has("numb"), answers.has("calf_tight"), answers.has("signs")
        (False, True, False)
        """
        told = getattr(self, question)
        return told is not None and question not in self.too_early

    @property
    def given(self) -> tuple[str, ...]:
        """Questions that have an answer, whenever it came."""
        return tuple(name for name in QUESTIONS if getattr(self, name) is not None)

    @property
    def too_early(self) -> tuple[str, ...]:
        """Questions that are open again: what was said too early does not answer them."""
        return tuple(n for n in self.early if n == _OF_HALF_HOUR or getattr(self, n) == ())

    @property
    def any(self) -> bool:
        """Whether one question was answered at least."""
        return any(self.has(name) for name in QUESTIONS)

    @property
    def complete(self) -> bool:
        """Whether every question was answered."""
        return all(self.has(name) for name in QUESTIONS)


QUESTIONS: Final = ("numb", "hard_to_lift", "pain_in_one_spot", "calf_tight", "signs")
"""The questions in the order in which they are asked; each has words under this name."""


class State(StrEnum):
    """How it stands with the question after a run."""

    NOT_DUE = auto()
    DUE = auto()
    UNANSWERED = auto()
    PARTLY = auto()
    ANSWERED = auto()


def state(answers: Answers | None, rested_s: float | None) -> State:
    """Say how it stands; ``rested_s`` is the time since the last running stride.

    None is an unknown time: a session without running strides is asked at once. An answer before
    the half hour, red or not, leaves the questions that are open to the half hour.

    >>> state(None, 600.0), state(None, 1800.0), state(None, 9000.0), state(Answers(), 1800.0)
    (<State.NOT_DUE: 'not_due'>, <State.DUE: 'due'>, <State.UNANSWERED: 'unanswered'>, \
<State.DUE: 'due'>)
    """
    some = answers is not None and answers.any
    if answers is not None and answers.complete:
        return State.ANSWERED
    if some and not (answers and answers.early):
        return State.PARTLY
    if rested_s is None or DUE_S <= rested_s < WAITS_S:
        return State.DUE
    late = State.PARTLY if some else State.UNANSWERED
    return State.NOT_DUE if rested_s < DUE_S else late


def red_flags(answers: Answers | None) -> tuple[RedFlag, ...]:
    """Give the red flags of the answers, the most urgent first.

    A calf that is tighter or more swollen counts as painful, too, until the runner has said that it
    is not: the same as a swollen calf that is tapped during a run. A *no* that came before the half
    hour does not say it.
    """
    if answers is None:
        return ()
    flags = [RedFlag(f"sign_{sign}", Card.NOW) for sign in answers.signs or ()]
    may_hurt = not answers.has("signs") or Sign.CALF_SWOLLEN in (answers.signs or ())
    for key, card, sides in (
        ("numb_after", Card.SOON, [where.side for where in answers.numb or ()]),
        ("hard_to_lift", Card.SOON, answers.hard_to_lift or ()),
        ("pain_in_one_spot", Card.SOON, [place.side for place in answers.pain_in_one_spot or ()]),
        ("calf_tight", Card.NOW if may_hurt else Card.SOON, answers.calf_tight or ()),
    ):
        flags += [RedFlag(key, card, side) for side in Side if side in sides]
    flags += [flag for flag in answers.earlier if flag not in flags]
    return tuple(sorted(flags, key=lambda flag: flag.card is not Card.NOW))


def joined(old: Answers | None, new: Answers) -> Answers:
    """Give old and new answers as one; a question that has both keeps what is not well of both.

    The answer to a question that was open again stands alone.
    """
    merged = merged_with(old, new)
    again = set(old.too_early if old else ()) - set(new.early)
    names = [name for name in QUESTIONS if name not in again]
    both = {name: (getattr(old, name, None), getattr(new, name)) for name in names}
    told = {
        name: tuple(dict.fromkeys([*before, *now]))
        for name, (before, now) in both.items()
        if before is not None and now is not None
    }
    in_time = set(told) - set(old.early if old else ())
    early = tuple(name for name in merged.early if name not in in_time)
    return structs.replace(merged, **told, early=early)


def merged_with(old: Answers | None, new: Answers) -> Answers:
    """Give the new answers, and the old ones of questions that have no new one.

    They are of when the later ones were given.
    """
    if old is None:
        return new
    kept = {name: getattr(old, name) for name in QUESTIONS if getattr(new, name) is None}
    early = (*new.early, *(name for name in old.early if name in kept))
    return structs.replace(new, **kept, early=early, at=_later(new.at, old.at))


def _later(one: str, other: str) -> str:
    """Give the later of two instants (ISO): an answer may arrive long after a newer one.

    One that is no instant is of now; an empty one is not known.
    """
    if not (one and other):
        return one or other
    for at in (one, other):
        try:
            instant(at)
        except ValueError:
            return at
    return max(one, other, key=instant)
