"""What cues do for a runner: those that were said, held against those that a coin withheld.

Pure. The coin decides cue by cue, so that nothing but the sentence makes the difference: the change
of the cue's own quantity, the minute before against a minute after, so that more is better. What
is told is the difference of the two means, quantity by quantity, with Welch's band of 95 %.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Final

from msgspec import Struct

from monitor.report.document import Section
from monitor.report.foot_log import FootLog, Window
from monitor.report.measures import MEASURE_OF, MEASURES
from monitor.report.statistics import mean, student, variance
from monitor.report.story import Cue
from monitor.report.wording import Words
from monitor.types import FindingKind, HeartBeat, Side, Toss

WINDOW_S: Final = 60.0
"""A minute of strides before, and one after. Rule of thumb."""
SETTLES_S: Final = 20.0
"""The minute after begins so late: hearing and changing take a moment. Rule of thumb."""
LEAST_RUNS: Final = 20
"""Runs with a coin before anything is told [P]."""
LEAST_WITHHELD: Final = 5
"""Cues that were withheld before anything is told; fewer have no spread to speak of. Rule of thumb:
Welch's band needs four degrees of freedom."""
LEAST_SAID: Final = 5
"""Cues that were said before anything is told. Rule of thumb, as above."""
BETTER: Final[Mapping[str, float]] = {
    "ahead": -1.0,
    "cadence": 1.0,
    "contact": -1.0,
    "calf": -1.0,
    "slap": -1.0,
    "duty": -1.0,
    "impact": -1.0,
    "heart": -1.0,
}
"""Which way of a quantity is what its cue asks for."""
_ALPHA: Final = 0.05
"""One interval in twenty may miss. Rule of thumb: the usual level."""


class Change(Struct, frozen=True, kw_only=True):
    """How a cue's quantity changed, positive where it did what the cue asks for."""

    said: bool
    measure: str
    change: float


class Effect(Struct, frozen=True, kw_only=True):
    """What saying a cue changes, beyond what happens without it, with half its band of 95 %.

    ``measure`` is the quantity; in its own unit, positive is what the cue asks for.
    """

    measure: str
    said: int
    withheld: int
    effect: float
    band: float

    @property
    def sure(self) -> bool:
        """Whether it differs from nothing by more than chance."""
        return abs(self.effect) > self.band


class Helps(Struct, frozen=True, kw_only=True):
    """What is known so far: runs with a coin, cues of both kinds, and effects that can be told."""

    runs: int
    said: int
    withheld: int
    effects: tuple[Effect, ...] = ()


def cue_of(toss: Toss, feet: Mapping[Side, FootLog], heart: Sequence[HeartBeat]) -> Cue:
    """Measure a cue: the same spans whether it was said or withheld."""
    sides = list(Side) if toss.side is None else [toss.side]
    before = Window(toss.t_s - WINDOW_S, toss.t_s)
    after = Window(toss.t_s + SETTLES_S, toss.t_s + SETTLES_S + WINDOW_S)
    name: str | None = None
    was: float | None = None
    then: float | None = None
    if toss.cause is FindingKind.CARDIAC_DRIFT:
        name, was, then = "heart", _mean_bpm(heart, before), _mean_bpm(heart, after)
    else:
        for measure in MEASURE_OF.get(toss.cause, ()):
            was = _mean(feet, sides, measure, before)
            if was is not None:
                name, then = measure, _mean(feet, sides, measure, after)
                break
    return Cue(
        number=toss.number,
        t_s=round(toss.t_s, 3),
        said=toss.said,
        cause=toss.cause,
        measure=name,
        before=was,
        after=then,
    )


def helps(runs: Iterable[Sequence[Cue]]) -> Helps | None:
    """Tell what cues do for a runner, from the cues of each run; None if no coin was tossed."""
    tossed = [cues for cues in runs if cues]
    if not tossed:
        return None
    every = [cue for cues in tossed for cue in cues]
    changes = [found for cue in every if (found := change_of(cue)) is not None]
    said = sum(cue.said for cue in every)
    return Helps(
        runs=len(tossed),
        said=said,
        withheld=len(every) - said,
        effects=effects(changes) if len(tossed) >= LEAST_RUNS else (),
    )


def helps_lines(known: Helps, words: Words) -> tuple[str, ...]:
    """Say what is known so far, in words."""
    counts = {"runs": str(known.runs), "said": str(known.said), "withheld": str(known.withheld)}
    if known.runs < LEAST_RUNS:
        return (words.say("helps.too_early", least=str(LEAST_RUNS), **counts),)
    lines = [words.say("helps.counts", **counts)]
    for one in known.effects:
        shown = MEASURES.get(one.measure)
        digits, unit = (shown.digits + 1, shown.unit) if shown else (1, "/min")
        verdict = "none" if not one.sure else "yes" if one.effect > 0.0 else "opposite"
        lines.append(
            words.say(
                "helps.effect",
                what=words[f"measure.{one.measure}"],
                change=words.signed(BETTER[one.measure] * one.effect, digits),
                band=words.number(one.band, digits),
                unit=unit,
                said=str(one.said),
                withheld=str(one.withheld),
                verdict=words[f"helps.{verdict}"],
            )
        )
    if not known.effects:
        lines.append(words["helps.too_few"])
    return tuple(lines)


def helps_sections(known: Helps | None, words: Words) -> tuple[Section, ...]:
    """Give the part of the report; none where no coin was tossed."""
    if known is None:
        return ()
    return (
        Section(
            key="helps",
            title=words["title.helps"],
            text=helps_lines(known, words),
            small=(words["helps.limits"],),
        ),
    )


def effects(changes: Sequence[Change]) -> tuple[Effect, ...]:
    """Give the effect on each quantity of which enough cues were said and withheld."""
    told = []
    for measure in BETTER:
        mine = [change for change in changes if change.measure == measure]
        found = effect(measure, mine)
        if found is not None:
            told.append(found)
    return tuple(told)


def effect(measure: str, changes: Sequence[Change]) -> Effect | None:
    """Give the mean change with the cue less that without it; None from too few.

    Welch's interval. That the coin decides each cue by itself makes it hold whatever the runs are
    like (Neyman 1923): runs that differ widen both arms alike.
    """
    arms = [[c.change for c in changes if c.said is said] for said in (True, False)]
    said, withheld = arms
    if len(said) < LEAST_SAID or len(withheld) < LEAST_WITHHELD:
        return None
    parts = [variance(arm) / len(arm) for arm in arms]
    spread = parts[0] + parts[1]
    if not spread:
        return None
    weights = [part * part / (len(arm) - 1) for part, arm in zip(parts, arms, strict=True)]
    freedom = max(spread * spread / (weights[0] + weights[1]), 4.0)
    return Effect(
        measure=measure,
        said=len(said),
        withheld=len(withheld),
        effect=round(mean(said) - mean(withheld), 4),
        band=round(student(1.0 - _ALPHA / 2.0, freedom) * sqrt(spread), 4),
    )


def change_of(cue: Cue) -> Change | None:
    """Give how a cue's quantity changed; None where it was not measured before and after."""
    if cue.measure is None or cue.before is None or cue.after is None:
        return None
    better = BETTER.get(cue.measure)
    if better is None:
        return None
    return Change(said=cue.said, measure=cue.measure, change=better * (cue.after - cue.before))


def _mean(
    feet: Mapping[Side, FootLog], sides: Sequence[Side], measure: str, window: Window
) -> float | None:
    known = [value for side in sides if (value := feet[side].mean(measure, window)) is not None]
    return round(sum(known) / len(known), 4) if known else None


def _mean_bpm(beats: Sequence[HeartBeat], window: Window) -> float | None:
    inside = [beat.rate_bpm for beat in beats if window.from_s <= beat.t_s < window.until_s]
    return round(mean(inside), 4) if inside else None
