"""Reports that must end the run: pain that stays or comes back, numb for too long, a swollen calf.

Each rule says why, or nothing. Whether the runner rested since is told by :class:`Motion`.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from monitor.advice.activity import Motion
from monitor.advice.concerns import Concern, RedFlag, Report
from monitor.advice.limits import AdviceLimits
from monitor.advice.place import eases
from monitor.types import Action, Feeling, Side, Symptom, Zone

FLAG_WORDS: Final[dict[RedFlag, tuple[str | None, str]]] = {
    RedFlag.FOOT_DROP: ("foot_not_lifting", "see_clinician"),
    RedFlag.PAIN_AT_REST: ("pain_at_rest", "see_clinician"),
    RedFlag.PAIN_AGAIN: ("pain_again", "end_run"),
    RedFlag.NUMB_LONG_AFTER: ("numb_long_after", "clinician"),
    RedFlag.FELT_AGAIN: (None, "end_run_still"),
    RedFlag.NUMB_TOO_LONG: (None, "end_run"),
    RedFlag.NUMB_IN_VAIN: ("numb_in_vain", "end_run"),
    RedFlag.CALF_SWOLLEN: ("calf_swollen", "end_run"),
    RedFlag.DIZZY: ("dizzy", "stop_and_cool"),
}
"""The sentences of each: what is the matter (None: what was reported), and what to do."""

URGED: Final[dict[RedFlag, str]] = {
    RedFlag.CALF_SWOLLEN: "end_run_urgent",
    RedFlag.DIZZY: "stop_and_cool",
}
"""What is asked again of who needed help, ran on, and reports something more."""

EMERGENCIES: Final = frozenset(URGED)
"""What needs help at once; the others are for a specialist, soon.

A swollen calf that hurts may be a clot. A tap does not say whether it hurts, and what was not said
is never taken for harmless. Answers after the run follow the same rule (`report.follow_up`).
"""


def flag_said(words: tuple[str, ...]) -> RedFlag | None:
    """Give the red flag that the sentences of an advice tell; None if they tell of none.

    >>> flag_said(("dizzy", "stop_and_cool")), flag_said(("numb_sole", "end_run"))
    (<RedFlag.DIZZY: 'dizzy'>, <RedFlag.NUMB_TOO_LONG: 'numb_too_long'>)
    >>> flag_said(("laces_tight", "loosen_next_stop"))
    """
    told = {said: flag for flag, said in FLAG_WORDS.items()}
    urged = {ask: flag for flag, ask in URGED.items()}
    if len(words) != 2:  # what is the matter, and what to do
        return None
    return told.get((words[0], words[1])) or urged.get(words[1]) or told.get((None, words[1]))


class _Pain(NamedTuple):
    """A report of pain, of one foot or of one that was not said; and the rest taken before."""

    t_s: float
    rested_s: float
    side: Side | None
    zone: Zone | None

    def may_be_of(self, symptom: Symptom) -> bool:
        """Whether a report may be about the same foot; wherever on it, pain is pain."""
        return self.side is None or not symptom.sides or self.side in symptom.sides

    def is_eased_by(self, ok: Symptom) -> bool:
        """Whether an OK, pressed since, is about the place."""
        return self.t_s <= ok.t_s and eases(ok, self.side, self.zone)


def _is_numb_there(concern: Concern, symptom: Symptom) -> bool:
    """Whether a numbness that was reported, and is not over, may be of the same foot."""
    report = concern.report
    if report is None or report.numb_s is None:
        return False
    sides = set(Side) - report.fine if concern.both else {concern.side}
    return None in sides or not symptom.sides or not sides.isdisjoint(symptom.sides)


def _names_foot(concern: Concern) -> bool:
    return concern.both or concern.side is not None


class RedFlags:
    """Follow what the runner reports against how long the runner has rested."""

    def __init__(self, limits: AdviceLimits, motion: Motion) -> None:
        self._limits = limits
        self._motion = motion
        self._pain: list[_Pain] = []

    def judge(
        self, symptom: Symptom, concern: Concern, felt: Iterable[Concern], *, asked: bool
    ) -> tuple[RedFlag, str] | None:
        """Take a report that is no OK; the red flag that it raises, and why.

        ``felt``: all that was reported, ``concern`` is the one that this report is of;
        ``asked``: it answers whether that is better.
        """
        if symptom.feeling is Feeling.DIZZY:
            return RedFlag.DIZZY, "dizzy or confused"
        if symptom.feeling is Feeling.SWOLLEN and symptom.zone in (None, Zone.CALF):
            return RedFlag.CALF_SWOLLEN, "swollen calf reported"
        if symptom.feeling is Feeling.PAIN:
            flag = self._on_pain(symptom)
            if flag is not None:
                return flag
        in_vain = self._in_vain(symptom, concern, asked=asked)
        return in_vain or self._too_long(symptom, concern, felt)

    def name(self, symptom: Symptom, since_s: float) -> None:
        """Take of which foot a pain was that named none, and those since then."""
        if symptom.feeling is not Feeling.PAIN or symptom.both:
            return
        for number, pain in enumerate(self._pain):
            if pain.side is None and pain.t_s >= since_s:
                self._pain[number] = pain._replace(side=symptom.side)

    def ease(self, symptom: Symptom) -> None:
        """Take an OK: the story of a pain that was there before has ended."""
        self._pain = [pain for pain in self._pain if not pain.is_eased_by(symptom)]

    def long_after_running(self, now_s: float, report: Report) -> str | None:
        """Say for how long a symptom has lasted since running ended, if too long."""
        ended_s = self._motion.stopped_running_s(now_s)
        if ended_s is None:
            return None
        lasts_s = now_s - max(ended_s, report.since_s)
        if lasts_s < self._limits.numb_after_stop_s:
            return None
        return f"not well for {lasts_s / 60.0:.0f} min after running"

    def _on_pain(self, symptom: Symptom) -> tuple[RedFlag, str] | None:
        """Pain again: after a long rest, or while running on."""
        limits, now_s, motion = self._limits, symptom.t_s, self._motion
        before = [pain for pain in self._pain if pain.t_s <= now_s and pain.may_be_of(symptom)]
        rested_s = motion.rested_s(now_s)
        self._pain += [
            _Pain(now_s, rested_s, side, symptom.zone) for side in symptom.sides or (None,)
        ]
        if not before:
            return None
        first_s, last_s = min(pain.t_s for pain in before), max(pain.t_s for pain in before)
        rest_s = motion.longest_rest_s(first_s, now_s, over_after_s=last_s)
        if rest_s >= limits.rest_s:
            return RedFlag.PAIN_AT_REST, f"pain again after {rest_s:.0f} s of rest"
        if any(
            now_s - pain.t_s >= limits.repeat_s and rested_s - pain.rested_s < limits.walked_s
            for pain in before
        ):
            return RedFlag.PAIN_AGAIN, "pain reported again while running on"
        return None

    def _in_vain(
        self, symptom: Symptom, concern: Concern, *, asked: bool
    ) -> tuple[RedFlag, str] | None:
        """Reported again after a walk that was taken; that it did not help is known soon after."""
        last, limits, now_s = concern.last, self._limits, symptom.t_s
        if not concern.active or last is None or last.action is not Action.WALK:
            return None
        rested_s = self._motion.longest_rest_s(last.spoken_s, now_s)
        # "Better?" is asked of any rest that counts as a break, so its answer counts as well
        least_s = limits.walked_s if asked else limits.better_s
        if rested_s < least_s or now_s - last.spoken_s > limits.in_vain_s:
            return None
        if last.feeling is Feeling.NUMB and symptom.feeling is Feeling.TINGLING:
            return None  # feeling comes back
        asked_s = now_s - limits.better_s - limits.better_wait_s
        soon_s = self._motion.longest_rest_s(last.spoken_s, now_s, over_after_s=asked_s)
        flag = RedFlag.NUMB_IN_VAIN if soon_s >= least_s else RedFlag.FELT_AGAIN
        return flag, f"reported again after {rested_s:.0f} s of rest"

    def _too_long(
        self, symptom: Symptom, concern: Concern, felt: Iterable[Concern]
    ) -> tuple[RedFlag, str] | None:
        """Numb for long, wherever on the foot, and still running."""
        report, most_s = concern.report, self._limits.numb_most_s
        if symptom.feeling is not Feeling.NUMB or report is None or report.numb_s is None:
            return None
        numb_s, rested_before_s = report.numb_s, report.numb_rested_s
        numb = [one for one in felt if one.active and _is_numb_there(one, symptom)]
        stories = [(one.report, _names_foot(one)) for one in numb if one.report is not None]
        one_foot = True
        for one, names in sorted(stories, key=lambda one: one[0].pressed_s, reverse=True):
            # a place that was not spoken of for long before the next is no part of the story
            if one.numb_s is not None and one.numb_s < numb_s <= one.pressed_s + most_s:
                numb_s, rested_before_s = one.numb_s, one.numb_rested_s
                one_foot &= names is bool(symptom.sides)
        rested_s = self._motion.rested_s(symptom.t_s) - rested_before_s
        ran_s = symptom.t_s - numb_s - rested_s
        if ran_s < most_s:
            return None
        through = f"through {ran_s / 60.0:.0f} min of running"
        if one_foot:
            return RedFlag.NUMB_TOO_LONG, f"numb {through}"
        return RedFlag.NUMB_TOO_LONG, f"numb reported {through}, the foot not always named"
