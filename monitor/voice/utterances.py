"""Which events are said aloud, and how urgently; pure."""

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum, auto
from typing import Final

from monitor.types import (
    FAILED,
    Action,
    Advice,
    Event,
    FindingKind,
    Notice,
    NoticeKind,
    Side,
)

_ADVICE: Final = "advice"
STATUS_S: Final = 30.0
"""What is said of a sensor is worth hearing for this long, s. Rule of thumb."""
BEATS_S: Final = 60.0
"""How long a metronome beats. [P] The issue's minute: long enough to learn, too short to annoy."""
EARCON_S: Final = 2.0
"""A sound that answers a tap later than this only confuses, s. Rule of thumb."""
_SHOE: Final = frozenset({FindingKind.LACING, FindingKind.SWELLING, FindingKind.NARROW_SHOE})
_FAULTS: Final = FAILED | {
    NoticeKind.NO_STRIDES,
    NoticeKind.TURNED,
    NoticeKind.CROSSED,
    NoticeKind.CLOCKS_APART,
    NoticeKind.CLOCKS_UNKNOWN,
}
"""What of a sensor is said aloud, in its own sentences; one that is lost leaves a foot unseen."""


ASKED_S: Final = 10.0
"""An answer to whoever asked is worth nothing later, s. Rule of thumb."""


class Urgency(IntEnum):
    """Who speaks first; the highest."""

    STATUS = 0
    FORM = 1
    SHOE = 2
    ANSWER = 3
    """To what the runner reported."""
    RED_FLAG = 4


class Earcon(StrEnum):
    """A sound that stands for a sentence."""

    TAP = auto()
    LOST = auto()
    BACK = auto()


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to be said aloud, and until when.

    ``key`` is its identity: the same is not said twice. ``words`` are the coach's English;
    ``phrase`` holds keys of texts of the voice, which come before the words, with blanks between
    them; ``beat_spm``: a metronome, beats/min, which goes on for ``beats_s``.
    """

    key: str
    urgency: Urgency
    expires_s: float
    words: str = ""
    phrase: str = ""
    earcon: Earcon | None = None
    side: Side | None = None
    beat_spm: float = 0.0
    beats_s: float = BEATS_S

    @property
    def is_sound(self) -> bool:
        """Whether it is a short sound, and says nothing.

        >>> taken("1", 0.0).is_sound, answer_of("1", 0.0, "ended").is_sound
        (True, False)
        """
        return not (self.words or self.phrase or self.beat_spm)

    @property
    def advice(self) -> int | None:
        """Number of the advice that it is, if it is one.

        >>> Utterance("advice 3", Urgency.FORM, 9.0).advice
        3
        """
        kind, _, number = self.key.partition(" ")
        return int(number.split()[0]) if kind == _ADVICE else None

    def anew(self, name: str, phrase: str) -> "Utterance":
        """Give the same once more, with a text of the voice before it; ``name`` tells it apart.

        >>> Utterance("advice 3", Urgency.FORM, 9.0).anew("1", "").advice
        3
        """
        return replace(self, key=f"{self.key} {name}", phrase=phrase)


def answer_of(name: str, now_s: float, phrase: str) -> Utterance:
    """Give texts of the voice as the answer to whoever asked or is led; ``name``: its own."""
    return Utterance(f"asked {name}", Urgency.STATUS, now_s + ASKED_S, phrase=phrase)


def taken(name: str, now_s: float) -> Utterance:
    """Give the sound that says that a press was taken; ``name``: its own."""
    return Utterance(f"tap {name}", Urgency.ANSWER, now_s + EARCON_S, earcon=Earcon.TAP)


def utterance_of(event: Event) -> Utterance | None:
    """Give what an event is said as; None for most, which are not said."""
    match event:
        case Advice():
            urgency = _urgency(event)
            key = f"{_ADVICE} {event.number}"
            return Utterance(key, urgency, event.expires_s, event.text, side=event.side)
        case Notice(kind=NoticeKind.UNSEEN, side=Side()):
            return _sight(event, Earcon.LOST)
        case Notice(kind=NoticeKind.SEEN, side=Side()):
            return _sight(event, Earcon.BACK)
        case Notice(kind=kind, side=Side()) if kind in _FAULTS:
            key = f"{kind} {event.sensor} {event.t_s}"
            until_s = event.t_s + STATUS_S
            return Utterance(key, Urgency.STATUS, until_s, event.text, side=event.side)
        case _:  # a press is answered by its sound when it comes, long before its event
            return None


def _urgency(advice: Advice) -> Urgency:
    if advice.red_flag:
        return Urgency.RED_FLAG
    if advice.felt:
        return Urgency.ANSWER
    shoe = advice.cause in _SHOE or advice.action is Action.LOOSEN_LACES
    return Urgency.SHOE if shoe else Urgency.FORM


def _sight(notice: Notice, earcon: Earcon) -> Utterance:
    """Say that a foot went out of sight, or came back: its sensor's name says a runner nothing."""
    until_s = notice.t_s + STATUS_S
    phrase = f"{earcon}.{notice.side}"
    key = f"{phrase} {notice.t_s}"
    return Utterance(key, Urgency.STATUS, until_s, phrase=phrase, earcon=earcon, side=notice.side)
