"""Draw SVG as text: a few shapes, one decimal, nothing that a printer has to turn into dots.

No gradients, patterns, filters or half-transparent fills: they become bitmaps in a PDF.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from math import inf
from typing import Final, NamedTuple

INK = "#1d2733"
FAINT = "#66727f"
GRID = "#d5dbe1"
BLANK = "#eceff2"
"""Where nothing is known."""
LEFT = "#0b63a5"
RIGHT = "#c2500a"
LEFT_PALE = "#cfe3f3"
RIGHT_PALE = "#f7dcc9"
ALERT = "#b3261e"
GOOD = "#1a7f4b"


_STRAIGHT: Final = 1
"""How far a point may lie off a straight line to be left out, tenths of a px. Rule of thumb."""


class Point(NamedTuple):
    """A place in a figure, px."""

    x: float
    y: float


class Mark(NamedTuple):
    """A tick of an axis: where it is, and what is written there."""

    at: float
    text: str


def num(value: float) -> str:
    """Write a coordinate with one decimal at most.

    >>> num(3.0), num(3.14159), num(-0.01)
    ('3', '3.1', '0')
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def tag(name: str, text: str = "", /, **attributes: str | float) -> str:
    """Write an element; ``text`` is escaped, underscores in names become hyphens.

    >>> tag("text", "a < b", x=1.0, font_size=11)
    '<text x="1" font-size="11">a &lt; b</text>'
    >>> tag("circle", r=2)
    '<circle r="2"/>'
    """
    pairs = "".join(f' {_key(key)}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}>{escape(text, quote=False)}</{name}>" if text else f"<{name}{pairs}/>"


def group(parts: Iterable[str], **attributes: str | float) -> str:
    """Put elements into a group."""
    pairs = "".join(f' {_key(key)}="{_value(value)}"' for key, value in attributes.items())
    return f"<g{pairs}>{''.join(parts)}</g>"


def label(at: Point, text: str, *, size: float = 11, anchor: str = "start", **more: str) -> str:
    """Write a word at a place."""
    return tag("text", text, x=at.x, y=at.y, font_size=size, text_anchor=anchor, **more)


def line(from_: Point, to: Point, color: str = GRID, width: float = 1.0, **more: str) -> str:
    """Draw a straight line."""
    return tag("line", x1=from_.x, y1=from_.y, x2=to.x, y2=to.y, stroke=color,
               stroke_width=width, **more)  # fmt: skip


def box(at: Point, width: float, height: float, fill: str, **more: str | float) -> str:
    """Draw a filled rectangle."""
    return tag("rect", x=at.x, y=at.y, width=width, height=height, fill=fill, **more)


def path(points: Sequence[Point], *, whole: bool = False) -> str:
    """Give the data of an open path: its start, then steps, which take half the bytes.

    ``whole`` rounds heights to whole px, for edges that nobody reads to a tenth. A point that lies
    on the straight line between others, to a tenth of a px, is left out.

    >>> path([Point(10.0, 5.0), Point(10.94, 4.5), Point(12.0, 6.0)])
    'M10 5l.9-.5 1.1 1.5'
    >>> path([Point(x, 5.0) for x in (10.0, 11.0, 12.0, 13.0)])
    'M10 5l3 0'
    """
    if whole:
        tenths = [(round(point.x * 10), round(point.y) * 10) for point in points]
    else:
        tenths = [(round(point.x * 10), round(point.y * 10)) for point in points]
    tenths = _bends(tenths)
    steps = []
    for (before_x, before_y), (x, y) in pairwise(tenths):
        steps.append(_pair(_tenth(x - before_x), _tenth(y - before_y)))
    (x, y), *_ = tenths
    joined = "".join(
        step if number == 0 or step.startswith("-") else f" {step}"
        for number, step in enumerate(steps)
    )
    return f"M{_pair(_tenth(x), _tenth(y))}" + (f"l{joined}" if joined else "")


def _bends(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out points that lie within ``_STRAIGHT`` of a line from one that stays to a later one.

    >>> _bends([(0, 0), (10, 1), (20, 2), (30, 9), (40, 9)])
    [(0, 0), (20, 2), (30, 9), (40, 9)]
    """
    kept, low, high = points[:1], -inf, inf
    for before, point in pairwise(points):
        rise, along = _slope(kept[-1], point)
        if not along or not low <= rise / along <= high or _turns(kept[-1], before, point):
            if before != kept[-1]:
                kept.append(before)
            low, high = -inf, inf
            rise, along = _slope(before, point)
        if along:
            low = max(low, (rise - _STRAIGHT) / along)
            high = min(high, (rise + _STRAIGHT) / along)
    return [*kept, *points[-1:]] if len(points) > 1 else kept


def _slope(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    return two[1] - one[1], abs(two[0] - one[0])


def _turns(anchor: tuple[int, int], before: tuple[int, int], point: tuple[int, int]) -> bool:
    """Whether a path goes back, or straight up or down, before or after the point before."""
    return (point[0] - before[0]) * (before[0] - anchor[0]) <= 0


def _tenth(count: int) -> str:
    """Write a number of tenths in the fewest characters.

    >>> _tenth(-5), _tenth(120), _tenth(31)
    ('-.5', '12', '3.1')
    """
    sign, whole, rest = "-" if count < 0 else "", abs(count) // 10, abs(count) % 10
    return f"{sign}{whole or (0 if not rest else '')}{f'.{rest}' if rest else ''}"


def _pair(x: str, y: str) -> str:
    return f"{x}{y}" if y.startswith("-") else f"{x} {y}"


def polyline(runs: Iterable[Sequence[Point]], color: str, width: float = 1.6, **more: str) -> str:
    """Draw lines with gaps between the runs; a run of one point becomes a short dash."""
    parts = []
    for run in runs:
        ends = run if len(run) > 1 else [Point(run[0].x - 0.7, run[0].y), run[0]]
        parts.append(path(ends))
    if not parts:
        return ""
    return tag("path", d="".join(parts), fill="none", stroke=color, stroke_width=width,
               stroke_linejoin="round", **more)  # fmt: skip


def areas(runs: Iterable[tuple[Sequence[Point], Sequence[Point]]], fill: str) -> str:
    """Fill between upper and lower edges, with gaps between the runs."""
    parts = [
        path([*upper, *reversed(lower)], whole=True) + "Z"
        for upper, lower in runs
        if len(upper) > 1
    ]
    return tag("path", d="".join(parts), fill=fill) if parts else ""


def figure(name: str, title: str, description: str, size: Point, parts: Iterable[str]) -> str:
    """Give a whole figure, with a title and a description for those who do not see it."""
    width, height = num(size.x), num(size.y)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' aria-labelledby="{name}-t {name}-d" class="figure">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}'
        f"</desc>{''.join(parts)}</svg>"
    )


def ticks(least: float, most: float, about: int = 4) -> list[float]:
    """Give round numbers between two values.

    >>> ticks(0, 60)
    [0.0, 20.0, 40.0, 60.0]
    >>> ticks(161.2, 172.9)
    [165.0, 170.0]
    """
    span = most - least
    if span <= 0.0:
        return [least]
    step = 10.0 ** _floor_log10(span / about)
    for factor in (1.0, 2.0, 5.0, 10.0):
        if span / (step * factor) <= about:
            step *= factor
            break
    first = -(-least // step)
    return [round((first + k) * step, 9) for k in range(int((most / step) - first + 1e-9) + 1)]


def _floor_log10(value: float) -> int:
    exponent = 0
    while value < 1.0:
        value, exponent = value * 10.0, exponent - 1
    while value >= 10.0:
        value, exponent = value / 10.0, exponent + 1
    return exponent


def _key(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else num(value)
