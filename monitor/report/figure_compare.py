"""Two sessions, or two groups of runs, drawn side by side."""

from collections.abc import Iterator, Sequence
from typing import Final

from monitor.report import svg
from monitor.report.compare import Difference, Verdict
from monitor.report.compare_words import difference_table, name_of
from monitor.report.document import Figure, Table
from monitor.report.figure_timeline import TimeAxis
from monitor.report.first_report import Step
from monitor.report.svg import Point
from monitor.report.wording import Words
from monitor.types import Side

WIDTH: Final = 360.0
_NAMES: Final = 172.0
"""Room for the names of quantities, px."""
_RIGHT: Final = 352.0
_ROW: Final = 17.0
_TOP: Final = 32.0
_FARTHEST: Final = 6.0
"""The figure ends at so many times the smallest difference that counts. Rule of thumb."""
_HEIGHT: Final = 110.0
_AXIS: Final = 40.0
_WHOLE: Final[dict[str, str]] = {}
_BROKEN: Final = {"stroke_dasharray": "5 2"}
_COLORS: Final = {Side.LEFT: svg.LEFT, Side.RIGHT: svg.RIGHT}


def changes(found: Sequence[Difference], words: Words) -> Figure:
    """Draw B − A of every quantity with its band, in units of the smallest that counts."""
    known = [one for one in found if one.change is not None]
    bottom = _TOP + len(known) * _ROW
    parts = [
        svg.box(Point(_x(-1.0), _TOP), _x(1.0) - _x(-1.0), bottom - _TOP, svg.BLANK),
        svg.line(Point(_x(0.0), _TOP), Point(_x(0.0), bottom), svg.FAINT),
        svg.label(Point(_x(-1.0) - 4, 14), words["compare.less"], size=10, anchor="end"),
        svg.label(Point(_x(1.0) + 4, 14), words["compare.more"], size=10),
        svg.label(Point(_x(0.0), 27), words["compare.too_small"], size=10, anchor="middle",
                  fill=svg.FAINT),
    ]  # fmt: skip
    for row, one in enumerate(known):
        parts += _change(one, _TOP + (row + 0.5) * _ROW, words)
    title, text = words["figure.changes_title"], words["figure.changes_text"]
    drawn = svg.figure("changes", title, text, Point(WIDTH, bottom + 6), parts)
    table = difference_table(found, words)
    return Figure(key="changes", title=title, description=text, svg=drawn, table=table)


def _change(one: Difference, y: float, words: Words) -> Iterator[str]:
    change, band = one.change or 0.0, one.band or 0.0
    low, high = (_x((change + way * band) / one.least) for way in (-1.0, 1.0))
    color = _COLORS[one.side]
    told = one.verdict in {Verdict.LESS, Verdict.MORE}
    yield svg.label(Point(2, y + 3.5), name_of(one, words), size=10)
    yield svg.line(Point(low, y), Point(high, y), color, 2.0)
    yield svg.tag("circle", cx=_x(change / one.least), cy=y, r=4.0, stroke=color, stroke_width=1.6,
                  fill=color if told else "#ffffff")  # fmt: skip


def _x(times: float) -> float:
    """Give where a change lies, told in smallest differences that count."""
    middle, half = (_NAMES + _RIGHT) / 2.0, (_RIGHT - _NAMES) / 2.0
    return middle + half * min(max(times / _FARTHEST, -1.0), 1.0)


def shares(
    a: Sequence[Step], b: Sequence[Step], within_min: float, names: tuple[str, str], words: Words
) -> Figure:
    """Draw the share of runs without a report over the minutes, of both groups."""
    axis = TimeAxis(60.0 * within_min, _AXIS, _RIGHT)
    parts = list(axis.draw(_TOP, _TOP + _HEIGHT, words))
    for share in (0.0, 0.5, 1.0):
        at = Point(_AXIS - 4, _y(share) + 3.5)
        parts.append(svg.label(at, f"{100 * share:.0f} %", size=10, anchor="end", fill=svg.FAINT))
        parts.append(svg.line(Point(_AXIS, _y(share)), Point(_RIGHT, _y(share))))
    for row, (name, steps) in enumerate(zip(names, (a, b), strict=True)):
        y, color, dash = 8.0 + 13.0 * row, (svg.LEFT, svg.RIGHT)[row], (_WHOLE, _BROKEN)[row]
        parts.append(svg.line(Point(_AXIS, y), Point(_AXIS + 16, y), color, 2.0, **dash))
        parts.append(svg.label(Point(_AXIS + 20, y + 3.5), name, size=10))
        parts.append(svg.polyline([_staircase(steps, within_min, axis)], color, 1.8, **dash))
    title, text = words["figure.shares_title"], words["figure.shares_text"]
    drawn = svg.figure("shares", title, text, Point(WIDTH, _TOP + _HEIGHT + 18), parts)
    table = _share_table((a, b), names, words)
    return Figure(key="shares", title=title, description=text, svg=drawn, table=table)


def _staircase(steps: Sequence[Step], within_min: float, axis: TimeAxis) -> list[Point]:
    points, share = [Point(axis.at(0.0), _y(1.0))], 1.0
    for step in steps:
        x = axis.at(60.0 * step.minutes)
        points += [Point(x, _y(share)), Point(x, _y(step.share))]
        share = step.share
    return [*points, Point(axis.at(60.0 * within_min), _y(share))]


def _share_table(
    groups: tuple[Sequence[Step], Sequence[Step]], names: tuple[str, str], words: Words
) -> Table:
    columns = ("name", "minutes", "lasted", "share")
    return Table(
        head=tuple(words[f"compare.{name}"] for name in columns),
        rows=tuple(
            (name, words.number(step.minutes), str(step.lasted), words.number(100.0 * step.share))
            for name, steps in zip(names, groups, strict=True)
            for step in steps
        ),
        numeric=3,
    )


def _y(share: float) -> float:
    return _TOP + (1.0 - share) * _HEIGHT
