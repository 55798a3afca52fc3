"""Quantities of both feet over the session: a line a foot, its range behind it, gaps as gaps."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from monitor.report import svg
from monitor.report.document import Figure
from monitor.report.figure_timeline import TimeAxis
from monitor.report.measures import MEASURES
from monitor.report.story import Series, Story
from monitor.report.svg import Point
from monitor.report.wording import Words
from monitor.types import Side

WIDTH: Final = 360.0
_LEFT: Final = 40.0
_RIGHT: Final = 354.0
_HEIGHT: Final = 74.0
_TOP: Final = 18.0
_ROOM: Final = 0.08
"""Room above and below what is drawn, as a share of its range."""
_COLORS: Final = {Side.LEFT: svg.LEFT, Side.RIGHT: svg.RIGHT}
_PALE: Final = {Side.LEFT: svg.LEFT_PALE, Side.RIGHT: svg.RIGHT_PALE}


class _Scale(NamedTuple):
    """The range of values that a figure shows."""

    least: float
    most: float

    def at(self, value: float) -> float:
        share = (min(max(value, self.least), self.most) - self.least) / (self.most - self.least)
        return _TOP + (1.0 - share) * _HEIGHT


def lines(story: Story, measure: str, words: Words) -> Figure | None:
    """Draw one quantity of both feet; None where it was never measured."""
    known = [series for side in Side if (series := story.find(measure, side)) is not None]
    if not known:
        return None
    shown = MEASURES[measure]
    axis = TimeAxis(story.duration_s, _LEFT, _RIGHT)
    scale = _scale(known, 10.0**-shown.digits)
    name = words[f"measure.{measure}"]
    parts = [svg.label(Point(_LEFT, 11), f"{name}, {shown.unit}", font_weight="bold")]
    parts += _legend(words)
    parts += axis.draw(_TOP, _TOP + _HEIGHT, words)
    for value in svg.ticks(scale.least, scale.most, 3):
        text = words.number(value, shown.digits)
        parts.append(svg.label(Point(_LEFT - 4, scale.at(value) + 3.5), text, size=10,
                               anchor="end", fill=svg.FAINT))  # fmt: skip
        parts.append(svg.line(Point(_LEFT, scale.at(value)), Point(_RIGHT, scale.at(value))))
    for series in known:
        parts += _range(series, axis, scale, story.piece_s)
    for series in known:
        runs = _runs(series.middle, axis, scale, story.piece_s)
        dash = {"stroke_dasharray": "5 2"} if series.side is Side.RIGHT else {}
        parts.append(svg.polyline(runs, _COLORS[series.side], 1.4, **dash))
    title = words.say("figure.strides_title", measure=name)
    text = words["figure.strides_text"]
    drawn = svg.figure(measure, title, text, Point(WIDTH, _TOP + _HEIGHT + 18), parts)
    return Figure(key=measure, title=title, description=text, svg=drawn)


def _legend(words: Words) -> Iterator[str]:
    for side, x, dash in ((Side.LEFT, 300.0, {}), (Side.RIGHT, 329.0, {"stroke_dasharray": "5 2"})):
        yield svg.line(Point(x, 7), Point(x + 12, 7), _COLORS[side], 2.0, **dash)
        yield svg.label(Point(x + 15, 11), words[f"short.{side}"], size=10)


def _scale(known: Sequence[Series], least_span: float) -> _Scale:
    """Show from the 2nd to the 98th hundredth of the extremes: one slip hides nothing."""
    low = sorted(value for series in known for value in series.low if value is not None)
    high = sorted(value for series in known for value in series.high if value is not None)
    least, most = low[len(low) // 50], high[len(high) - 1 - len(high) // 50]
    room = max(most - least, least_span) * _ROOM
    return _Scale(least - room, most + room)


def _range(series: Series, axis: TimeAxis, scale: _Scale, piece_s: float) -> Iterable[str]:
    upper = _runs(series.high, axis, scale, piece_s)
    lower = _runs(series.low, axis, scale, piece_s)
    yield svg.areas(zip(upper, lower, strict=True), _PALE[series.side])


def _runs(
    values: Sequence[float | None], axis: TimeAxis, scale: _Scale, piece_s: float
) -> list[list[Point]]:
    """Give the points between the gaps."""
    runs: list[list[Point]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(Point(axis.at((number + 0.5) * piece_s), scale.at(value)))
    return [run for run in runs if run]
