"""The five questions as data: for a terminal, a page or a message to show, and to read answers.

Whoever shows them shows every question with every choice; what is left out stays *not answered*.
"""

from enum import StrEnum, auto
from typing import Final

from msgspec import Struct

from monitor.report.follow_up import QUESTIONS, Answers, Sign, Where
from monitor.report.wording import Words
from monitor.types import NERVE_ZONES, Side, Zone

NO: Final = "no"
"""What *no* is written as; also *none of these*."""


class Kind(StrEnum):
    """What a question is answered with."""

    PLACES = auto()
    FEET = auto()
    SIGNS = auto()


KINDS: Final = {
    "numb": Kind.PLACES,
    "hard_to_lift": Kind.FEET,
    "pain_in_one_spot": Kind.PLACES,
    "calf_tight": Kind.FEET,
    "signs": Kind.SIGNS,
}
"""What each question is answered with."""


class Choice(Struct, frozen=True):
    """One answer to choose: how it is written, and its words."""

    value: str
    text: str


class Question(Struct, frozen=True, kw_only=True):
    """A question with its choices; several may be chosen, *no* stands alone."""

    key: str
    kind: Kind
    text: str
    choices: tuple[Choice, ...]


def questions(words: Words) -> tuple[Question, ...]:
    """Give the questions in the order in which they are asked."""
    return tuple(
        Question(
            key=key,
            kind=KINDS[key],
            text=words[f"follow.{key}"],
            choices=(_no(KINDS[key], words), *_choices(KINDS[key], words)),
        )
        for key in QUESTIONS
    )


def buttons(question: Question, words: Words) -> tuple[Choice, ...]:
    """Give the answers for which a notification has room: whole feet, one or both.

    >>> words = Words("en")
    >>> [one.value for one in buttons(questions(words)[0], words)]
    ['no', 'left', 'right', 'left,right']
    """
    if question.kind is Kind.SIGNS:
        return question.choices
    zone = Zone.CALF if question.key == "calf_tight" else Zone.FOOT
    sides = [Choice(side.value, words.place(side, zone)) for side in Side]
    return (question.choices[0], *sides, Choice(",".join(Side), words.place(None, zone)))


def answers_from(given: dict[str, str], at: str) -> Answers:
    """Read answers as they are written: ``no``, ``left``, ``left/sole,right``, ``foot_cold``.

    >>> answers_from({"numb": "left/sole,right", "signs": "no"}, "now").numb
    (Where(side=<Side.LEFT: 'left'>, zone=<Zone.SOLE: 'sole'>), \
Where(side=<Side.RIGHT: 'right'>, zone=None))

    Raises
    ------
    ValueError
        With the question, if it is none of ours or the answer is not one of its choices.
    """
    read: dict[str, object] = {}
    for key, text in given.items():
        if key not in KINDS:
            raise ValueError(f"{key}: expected one of {', '.join(QUESTIONS)}")
        try:
            read[key] = _answer(KINDS[key], text)
        except ValueError as error:
            allowed = ", ".join([NO, *_values(KINDS[key])])
            raise ValueError(f"{key}: {text!r} is none of {allowed}") from error
    return Answers(at=at, **read)  # type: ignore[arg-type]  # each was read as its kind says


def _values(kind: Kind) -> list[str]:
    """Give the words that an answer may have besides *no*."""
    return [choice.value for choice in _choices(kind, Words("en"))]


def _answer(kind: Kind, text: str) -> tuple[Where | Side | Sign, ...]:
    if text == NO:
        return ()
    return tuple(_one(kind, part.strip()) for part in text.split(","))


def _one(kind: Kind, text: str) -> Where | Side | Sign:
    match kind:
        case Kind.SIGNS:
            return Sign(text)
        case Kind.FEET:
            return Side(text)
        case Kind.PLACES:
            side, _, zone = text.partition("/")
            return Where(Side(side), Zone(zone) if zone else None)


def _no(kind: Kind, words: Words) -> Choice:
    return Choice(NO, words["follow.none" if kind is Kind.SIGNS else "follow.no"])


def _choices(kind: Kind, words: Words) -> list[Choice]:
    match kind:
        case Kind.SIGNS:
            return [Choice(sign, words[f"card.sign_{sign}"]) for sign in Sign]
        case Kind.FEET:
            return [Choice(side, words.side(side)) for side in Side]
        case Kind.PLACES:
            return [
                Choice(f"{side}/{zone}" if zone else side, words.place(side, zone))
                for side in Side
                for zone in (*NERVE_ZONES, None)
            ]
