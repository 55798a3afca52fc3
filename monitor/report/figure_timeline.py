"""Risk of six places, findings, advice, outcomes and symptoms on one axis of time.

What was felt where no risk is judged (a calf, a heel, dizziness, a foot that was not named) has a
narrow lane of its own: on the lanes of both feet it would claim a side that nobody said.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from monitor.advice.limits import AdviceLimits
from monitor.report import svg
from monitor.report.document import Figure, Table
from monitor.report.levels import highest_told
from monitor.report.story import Felt, RiskTrack, Said, Story
from monitor.report.svg import Mark, Point
from monitor.report.wording import DASH, Words
from monitor.types import HELPED, Feeling, Side, Zone

NAMED_LEVEL: Final = AdviceLimits().risk_raised
"""From this level on a main cause is named: below it a level reads as low."""
WIDTH: Final = 360.0
_LEFT: Final = 82.0
_RIGHT: Final = 352.0
_LANE: Final = 27.0
_NARROW: Final = 13.0
_GAP: Final = 5.0
_TOP: Final = 16.0
_FULL: Final = 1.25
"""The level at which a lane is full."""


class TimeAxis:
    """Where an instant of the session lies, px."""

    def __init__(self, duration_s: float, left: float = _LEFT, right: float = _RIGHT) -> None:
        self.duration_s = max(duration_s, 1.0)
        self._left, self._right = left, right

    def at(self, t_s: float) -> float:
        """Give the x of an instant; one beyond the session lies at its end."""
        share = min(max(t_s / self.duration_s, 0.0), 1.0)
        return self._left + share * (self._right - self._left)

    def marks(self) -> list[Mark]:
        """Give round minutes."""
        minutes = svg.ticks(0.0, self.duration_s / 60.0)
        return [Mark(self.at(60.0 * minute), f"{minute:g}") for minute in minutes]

    def draw(self, top: float, bottom: float, words: Words) -> Iterator[str]:
        """Draw the axis below a figure, with lines through it."""
        for mark in self.marks():
            yield svg.line(Point(mark.at, top), Point(mark.at, bottom))
            yield svg.label(
                Point(mark.at, bottom + 12), mark.text, size=10, anchor="middle", fill=svg.FAINT
            )
        unit = words["format.minute_short"]
        yield svg.label(Point(self._left - 6, bottom + 12), unit, size=10, anchor="end",
                        fill=svg.FAINT)  # fmt: skip


def timeline(story: Story, words: Words) -> Figure:
    """Draw the session from its start to its end."""
    axis = TimeAxis(story.duration_s)
    below = _TOP + len(story.risks) * (_LANE + _GAP)
    elsewhere = _elsewhere(story, words)
    bottom = below + len(elsewhere) * (_NARROW + _GAP)
    parts: list[str] = []
    for row, track in enumerate(story.risks):
        parts += _lane(track, axis, _TOP + row * (_LANE + _GAP), words)
    for row, name in enumerate(elsewhere):
        parts += _narrow_lane(name, axis, below + row * (_NARROW + _GAP))
    parts += axis.draw(_TOP, bottom, words)
    for row, track in enumerate(story.risks):
        felt = [felt for felt in story.felt if _is_on(felt, track)]
        parts += _dots(felt, axis, _TOP + row * (_LANE + _GAP) + _LANE / 2)
    for row, felt in enumerate(elsewhere.values()):
        parts += _dots(felt, axis, below + row * (_NARROW + _GAP) + _NARROW / 2)
    parts += _advice(story, axis, bottom)
    title = words.say("figure.timeline_title", long=words.minutes(story.duration_s))
    keys = ["timeline_text", *(["timeline_elsewhere"] if elsewhere else [])]
    text = " ".join(words[f"figure.{key}"] for key in keys)
    drawn = svg.figure("timeline", title, text, Point(WIDTH, bottom + 20), parts)
    return Figure(
        key="timeline", title=title, description=text, svg=drawn, table=_table(story, words)
    )


def _lane(track: RiskTrack, axis: TimeAxis, top: float, words: Words) -> list[str]:
    color = svg.LEFT if track.side is Side.LEFT else svg.RIGHT
    pale = svg.LEFT_PALE if track.side is Side.LEFT else svg.RIGHT_PALE
    name = f"{words[f'short.{track.side}']} {words[f'zone.{track.zone}']}"
    full = axis.at(axis.duration_s) - axis.at(0.0)
    limit = top + _LANE * (1.0 - 1.0 / _FULL)
    runs = list(_runs(track, axis, top))
    return [
        svg.label(Point(4, top + _LANE / 2 + 4), name, fill=svg.INK),
        svg.box(Point(axis.at(0.0), top), full, _LANE, svg.BLANK),
        *(svg.box(Point(run[0].x, top), run[-1].x - run[0].x, _LANE, "#ffffff", stroke=svg.GRID,
                  stroke_width=0.5) for run in runs),
        svg.areas(((run, [Point(run[0].x, top + _LANE), Point(run[-1].x, top + _LANE)])
                   for run in runs), pale),
        svg.polyline(runs, color, 1.4),
        svg.line(Point(axis.at(0.0), limit), Point(axis.at(axis.duration_s), limit), svg.FAINT, 0.6,
                 stroke_dasharray="3 3"),
    ]  # fmt: skip


def _runs(track: RiskTrack, axis: TimeAxis, top: float) -> Iterator[list[Point]]:
    """Give the spans with a level; the last level holds until the next or the end."""
    run: list[Point] = []
    for point in track.points:
        if point.level is None:
            if run:
                yield [*run, Point(axis.at(point.t_s), run[-1].y)]
            run = []
            continue
        height = min(point.level / _FULL, 1.0) * (_LANE - 1.5)
        run.append(Point(axis.at(point.t_s), top + _LANE - height))
    if run:
        yield [*run, Point(axis.at(axis.duration_s), run[-1].y)]


def _is_on(felt: Felt, track: RiskTrack) -> bool:
    """Tell whether a symptom is of a place: of this foot, of both, and of this zone or all."""
    if felt.feeling is Feeling.DIZZY or felt.zone not in {None, Zone.FOOT, track.zone}:
        return False
    return felt.both or felt.side is track.side


def _elsewhere(story: Story, words: Words) -> dict[str, list[Felt]]:
    """Give what is on no lane, by the name of its place, in the order in which it came."""
    named: dict[str, list[Felt]] = {}
    for felt in story.felt:
        if not any(_is_on(felt, track) for track in story.risks):
            named.setdefault(_short(felt, words), []).append(felt)
    return named


def _short(felt: Felt, words: Words) -> str:
    """Name a place in a few letters: *L calf*, *L R heel*, *? top*; a feeling that has none."""
    if felt.feeling is Feeling.DIZZY:
        return words["feeling.dizzy"]
    foot = felt.side or ("both" if felt.both else "unsaid")
    return f"{words[f'short.{foot}']} {words[f'zone.{felt.zone or Zone.FOOT}']}"


def _narrow_lane(name: str, axis: TimeAxis, top: float) -> list[str]:
    width = axis.at(axis.duration_s) - axis.at(0.0)
    return [
        svg.label(Point(4, top + _NARROW / 2 + 4), name, fill=svg.INK),
        svg.box(Point(axis.at(0.0), top), width, _NARROW, "#ffffff", stroke=svg.GRID,
                stroke_width=0.5),
    ]  # fmt: skip


def _dots(symptoms: Iterable[Felt], axis: TimeAxis, y: float) -> Iterator[str]:
    for felt in symptoms:
        at = Point(axis.at(felt.t_s), y)
        if felt.until_s is not None:
            yield svg.line(at, Point(axis.at(felt.until_s), y), svg.ALERT, 2.0)
        yield svg.tag("circle", cx=at.x, cy=at.y, r=4, fill=svg.ALERT)


def _advice(story: Story, axis: TimeAxis, bottom: float) -> Iterator[str]:
    """Number the advice above the lanes, and mark when it was seen to help."""
    busy = -100.0
    for said in story.said:
        x = axis.at(said.t_s)
        color = _color(said)
        yield svg.line(Point(x, _TOP - 3), Point(x, bottom), color, 1.0)
        if said.outcome in HELPED and said.outcome_s is not None:
            done = axis.at(said.outcome_s)
            yield svg.line(Point(x, _TOP - 3), Point(done, _TOP - 3), color, 2.0)
        if x - busy >= 12.0:
            yield svg.label(Point(x, _TOP - 5), str(said.number), size=10, anchor="middle",
                            fill=color, font_weight="bold")  # fmt: skip
            busy = x


def _color(said: Said) -> str:
    if said.red_flag:
        return svg.ALERT
    return svg.GOOD if said.outcome in HELPED else svg.FAINT


def _table(story: Story, words: Words) -> Table:
    rows = []
    for track in story.risks:
        causes = sorted(track.causes.items(), key=lambda pair: -pair[1])
        assessed = track.highest is not None
        low = (track.highest or 0.0) < NAMED_LEVEL  # what reads as low has no cause
        rows.append(
            (
                f"{words[f'short.{track.side}']} {words[f'zone.{track.zone}']}",
                words[f"cause.{causes[0][0]}"] if assessed and causes and not low else DASH,
                highest_told(track, words),
                words.number(track.highest_s / 60.0) if track.highest_s is not None else DASH,
                words.whole_minutes(track.assessed_s),
            )
        )
    head = tuple(words[f"column.{c}"] for c in ("zone", "cause", "highest", "when", "assessed"))
    return Table(head=head, rows=tuple(rows), numeric=3)
