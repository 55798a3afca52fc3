"""A session for a page that draws it by itself, on an axis whose start and end are chosen.

Made of what the report's figures are made of, and in its words; bounded however long it was.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from msgspec import Struct

from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import RiskClass, class_of
from monitor.report.clinician import SYMPTOM_COLUMNS, symptom_row
from monitor.report.follow_up import Answers
from monitor.report.measures import MEASURES
from monitor.report.sections import ADVICE_COLUMNS, advice_row
from monitor.report.story import RiskTrack, Series, Story
from monitor.report.wording import Words
from monitor.types import HELPED, Side, Zone

SHOWN: Final = ("instep", "cadence", "contact")
"""Quantities that the page draws; the report has more."""
_READING: Final = AdviceLimits()
_RANK: Final = {how: rank for rank, how in enumerate(RiskClass)}


class Step(Struct, frozen=True, array_like=True):
    """How the risk of a place reads from ``t_s`` on, and whether that rests on little."""

    t_s: float
    how: str
    weak: bool


class Lane(Struct, frozen=True, kw_only=True):
    """The risk of one place over the session."""

    side: Side
    zone: Zone
    steps: tuple[Step, ...]


class Foot(Struct, frozen=True, kw_only=True):
    """A quantity of one foot in pieces: least, median and greatest; None was not seen."""

    low: tuple[float | None, ...]
    middle: tuple[float | None, ...]
    high: tuple[float | None, ...]


class Line(Struct, frozen=True, kw_only=True):
    """A quantity of the feet of which it was measured."""

    measure: str
    name: str
    unit: str
    digits: int
    feet: dict[Side, Foot]


class Mark(Struct, frozen=True, kw_only=True):
    """Something felt or said, until it ended or was seen to help; ``row`` tells it in words."""

    t_s: float
    until_s: float | None
    row: tuple[str, ...]
    helped: bool = False
    number: int | None = None


class Marks(Struct, frozen=True, kw_only=True):
    """Marks with the heads of their table; ``none`` is what is said where there are none."""

    head: tuple[str, ...]
    marks: tuple[Mark, ...]
    none: str


class OnAxis(Struct, frozen=True, kw_only=True):
    """All of a session that the page draws.

    ``evidence`` is whether the story kept how much each level rests on; ``advice`` is None while a
    red flag is open: then nothing is told of what helped.
    """

    duration_s: float
    piece_s: float
    evidence: bool
    lanes: tuple[Lane, ...]
    lines: tuple[Line, ...]
    felt: Marks
    advice: Marks | None


def on_axis(story: Story, answers: Answers | None, words: Words, *, flagged: bool) -> OnAxis:
    """Give a session for the page."""
    points = [point for track in story.risks for point in track.points]
    return OnAxis(
        duration_s=story.duration_s,
        piece_s=story.piece_s,
        evidence=all(point.weak is not None for point in points if point.level is not None),
        lanes=tuple(
            Lane(side=track.side, zone=track.zone, steps=_steps(track, story.piece_s))
            for track in story.risks
        ),
        lines=tuple(_line(story, measure, words) for measure in SHOWN),
        felt=_felt(story, answers, words),
        advice=None if flagged else _advice(story, words),
    )


def _steps(track: RiskTrack, piece_s: float) -> tuple[Step, ...]:
    """Give how a risk went in words: of each piece the first, lowest, highest and last."""
    told = [
        Step(point.t_s, class_of(point.level, _READING).name.lower(), bool(point.weak))
        for point in track.points
    ]
    unseen = Step(0.0, RiskClass.NOT_ASSESSED.name.lower(), weak=False)
    kept = [unseen]
    for _, inside in groupby(_changes([unseen, *told]), key=lambda step: int(step.t_s / piece_s)):
        kept += _extremes(list(inside))
    return tuple(_changes(kept))


def _extremes(inside: list[Step]) -> list[Step]:
    ranked = sorted(
        range(len(inside)), key=lambda place: _RANK[RiskClass[inside[place].how.upper()]]
    )
    return [inside[place] for place in sorted({0, ranked[0], ranked[-1], len(inside) - 1})]


def _changes(steps: Iterable[Step]) -> list[Step]:
    """Leave out what says the same as the step before."""
    return [next(same) for _, same in groupby(steps, key=lambda step: (step.how, step.weak))]


def _line(story: Story, measure: str, words: Words) -> Line:
    shown = MEASURES[measure]
    known = {side: series for side in Side if (series := story.find(measure, side)) is not None}
    return Line(
        measure=measure,
        name=words[f"measure.{measure}"],
        unit=shown.unit,
        digits=shown.digits,
        feet={side: _foot(series, shown.digits + 1) for side, series in known.items()},
    )


def _foot(series: Series, digits: int) -> Foot:
    low, middle, high = (
        tuple(None if value is None else round(value, digits) for value in row)
        for row in (series.low, series.middle, series.high)
    )
    return Foot(low=low, middle=middle, high=high)


def _felt(story: Story, answers: Answers | None, words: Words) -> Marks:
    return Marks(
        head=tuple(words[f"column.{name}"] for name in SYMPTOM_COLUMNS),
        marks=tuple(
            Mark(t_s=felt.t_s, until_s=felt.until_s, row=symptom_row(felt, answers, words))
            for felt in story.felt
        ),
        none=words["text.no_symptoms"],
    )


def _advice(story: Story, words: Words) -> Marks:
    return Marks(
        head=tuple(words[f"column.{name}"] for name in ADVICE_COLUMNS),
        marks=tuple(
            Mark(
                t_s=said.t_s,
                until_s=said.outcome_s,
                row=advice_row(said, words),
                helped=said.outcome in HELPED,
                number=said.number,
            )
            for said in story.said
        ),
        none=words["text.no_advice"],
    )
