"""What a runner felt in a session: each ailment once, with its foot and its end.

A tap that answers a question of the coach is no new symptom: *yes* to "Left foot?" names the foot
of the report before, and so does the button of a foot; the same again after "Better?" says that it
is not better, and a bare *ok* after it ends neither a pain elsewhere nor what needs help at once.
What was added after the session answers nothing. The same again within seconds is one press, made
sure of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import inf
from typing import Final

from monitor.advice.limits import AdviceLimits
from monitor.advice.place import Place, covers, eases
from monitor.advice.which_foot import WhichFoot
from monitor.report.story import Felt, place_of
from monitor.types import Advice, Feeling, Side, Symptom, Zone

_LIMITS: Final = AdviceLimits()
_AGAIN_S: Final = 10.0
"""The same report again within this of the last is no second symptom, s. Rule of thumb: who sees no
answer presses again."""


class FeltLog:
    """Follow what was reported and asked, in the order in which it was said."""

    def __init__(self) -> None:
        self._heard: list[Symptom] = []
        self._all: list[Symptom] = []
        self._which = WhichFoot(_LIMITS)
        self._better_s: float | None = None
        self._last: Symptom | None = None
        self._yes: dict[Symptom, Place | None] = {}
        """Each *ok* that names nothing and answers "Better?", and what was asked about."""

    def asked(self, question: Advice) -> None:
        """Take a question of the coach."""
        if question.words == ("which_foot",):
            if self._which.due(question.t_s) is not None:
                self._which.asked(question.t_s)
        elif question.words == ("better",):
            self._better_s = question.t_s

    def push(self, symptom: Symptom) -> None:
        """Take a report, or an *ok*."""
        self._heard.append(symptom)
        self._which.due(symptom.known_s)  # a question that nobody answered is over
        answered = self._answered_by_foot(symptom)
        named = self._which.push(symptom) or answered
        if named is not None:
            self._name(named)
            self._last = None  # what comes now is no second press of what was named
        elif not (self._is_no_better(symptom) or self._is_again(symptom)):
            if self._is_asked(symptom) and _is_bare(symptom) and symptom.feeling is Feeling.OK:
                self._yes[symptom] = self._asked_about()
            self._all.append(symptom)

    def retold(self, questions: Iterable[Advice]) -> "FeltLog":
        """Give the same reports where other questions were asked, in the order of their times."""
        log = FeltLog()
        heard: list[Symptom | Advice] = [*self._heard, *questions]
        for one in sorted(heard, key=lambda one: one.known_s):
            if isinstance(one, Symptom):
                log.push(one)
            else:
                log.asked(one)
        return log

    def told(self) -> tuple[Felt, ...]:
        """Give each symptom with the *ok* that ended it; an *ok* is no symptom."""
        felt = sorted(self._all, key=lambda symptom: symptom.t_s)  # some were heard late
        return tuple(
            _felt(symptom, [one for one in felt[number + 1 :] if self._is_fine(symptom, one)])
            for number, symptom in enumerate(felt)
            if symptom.feeling is not Feeling.OK
        )

    def _answered_by_foot(self, symptom: Symptom) -> Symptom | None:
        """Give the report before with the foot of this one, if it answers which foot is meant.

        It is the same again, of a foot; it may name the place, too, where none was said before.
        """
        if not symptom.sides:
            return None
        bare = replace(symptom, feeling=Feeling.SOMETHING, side=None, both=False, zone=None)
        about = self._which.named(bare)
        if about is None or about.feeling is not symptom.feeling:
            return None
        if about.zone is not None and symptom.zone not in {None, about.zone}:
            return None
        zone = about.zone or symptom.zone
        return replace(about, side=symptom.side, both=symptom.both, zone=zone)

    def _name(self, named: Symptom) -> None:
        """Say of which foot a report was, and the same since then."""
        since_s = self._which.about_s
        for number, one in enumerate(self._all):
            same = one.feeling is named.feeling and one.zone in {None, named.zone} and not one.sides
            if same and since_s is not None and one.t_s >= since_s:
                foot = replace(one, side=named.side, both=named.both, zone=named.zone)
                self._all[number] = foot

    def _is_no_better(self, symptom: Symptom) -> bool:
        """Whether a report only repeats what goes on, when it was asked whether it is better.

        One without a foot or place repeats the newest ailment alone, which the question was about:
        older ones may be over without a word.
        """
        if symptom.feeling is Feeling.OK or not self._is_asked(symptom):
            return False
        open_now = [
            felt for felt in self.told() if felt.until_s is None and felt.t_s <= symptom.t_s
        ]
        of = open_now[-1:] if _is_bare(symptom) else open_now
        return any(_repeats(symptom, felt) for felt in of)

    def _is_again(self, symptom: Symptom) -> bool:
        """Whether a report is the same as one of a moment ago, with nothing else since then.

        What was added afterwards was typed on purpose.
        """
        last, self._last = self._last, symptom
        if last is None or symptom.added or last.added or symptom.feeling is Feeling.OK:
            return False
        same = replace(last, t_s=symptom.t_s, heard_s=symptom.heard_s) == symptom
        return same and 0.0 <= symptom.t_s - last.t_s <= _AGAIN_S

    def _is_asked(self, symptom: Symptom) -> bool:
        """Whether a report came soon after "Better?"."""
        if symptom.added or self._better_s is None:
            return False
        return 0.0 <= symptom.t_s - self._better_s <= _LIMITS.better_wait_s

    def _asked_about(self) -> Place | None:
        """Give the place of what was felt last when "Better?" was asked, and goes on."""
        asked_s = -inf if self._better_s is None else self._better_s
        before = [one for one in self.told() if one.until_s is None and one.t_s <= asked_s]
        if not before:
            return None
        last = before[-1]
        return Place.of(Symptom(last.t_s, last.feeling, last.side, last.zone, both=last.both))

    def _is_fine(self, symptom: Symptom, ok: Symptom) -> bool:
        """Whether a later report is an *ok* that may end a symptom."""
        if ok.feeling is not Feeling.OK:
            return False
        about = self._yes.get(ok)
        urgent = symptom.feeling is Feeling.SWOLLEN and Place.of(symptom).zone is Zone.CALF
        apart = urgent or symptom.feeling in {Feeling.PAIN, Feeling.DIZZY}
        return about is None or not apart or about == Place.of(symptom)


def _is_bare(symptom: Symptom) -> bool:
    return not symptom.sides and symptom.zone is None


def _repeats(symptom: Symptom, felt: Felt) -> bool:
    same_place = (symptom.side, symptom.both, symptom.zone) == (felt.side, felt.both, felt.zone)
    return (_is_bare(symptom) or same_place) and symptom.feeling in {
        felt.feeling,
        Feeling.SOMETHING,
    }


def _felt(symptom: Symptom, later: Sequence[Symptom]) -> Felt:
    ends_s = _ends_s(symptom, later)
    return Felt(
        t_s=round(symptom.t_s, 3),
        feeling=symptom.feeling,
        side=symptom.side,
        both=symptom.both,
        zone=symptom.zone,
        until_s=None if ends_s is None else round(ends_s, 3),
        added=symptom.added,
    )


def _ends_s(symptom: Symptom, later: Sequence[Symptom]) -> float | None:
    """Give when an *ok* ended a symptom; of both feet, when each is."""
    if symptom.feeling is Feeling.DIZZY:  # of no foot: an *ok* of one does not end it
        return next((ok.t_s for ok in later if not ok.sides and ok.zone is None), None)
    zone = place_of(symptom.feeling, symptom.zone)
    if not symptom.both:
        return next((ok.t_s for ok in later if eases(ok, symptom.side, zone)), None)
    ends_s = [next((ok.t_s for ok in later if covers(ok, side, zone)), None) for side in Side]
    known_s = [end_s for end_s in ends_s if end_s is not None]
    return max(known_s) if len(known_s) == len(ends_s) else None
