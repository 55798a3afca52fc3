"""Both feet as pressure maps: start, middle, end; a step's peak, and what stays in the air."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Final, NamedTuple

from monitor.report import svg
from monitor.report.document import Figure, Table
from monitor.report.lace_spot import SPOTS, thirds
from monitor.report.pressure_maps import PARTS
from monitor.report.story import CellMap, Insole, Place, Story
from monitor.report.svg import Point
from monitor.report.wording import Words
from monitor.types import Side

WIDTH: Final = 360.0
_FOOT_HEIGHT: Final = 128.0
_TONGUE: Final = 34.0
_PAIR: Final = 118.0
_LEFT: Final = 6.0
_SHADES: Final = ("#f1f5f9", "#cfdfee", "#a3c4e0", "#6fa3cd", "#3f7fb4", "#1d5b92", "#0b3a66")
"""From no pressure to the most: one hue, darker is more; also readable in grey."""
_REGIONS: Final = (("heel", 0.0, 0.3), ("midfoot", 0.3, 0.55), ("forefoot", 0.55, 0.82),
                   ("toes", 0.82, 9.9))  # fmt: skip
"""Parts of the foot's length, from the heel; the forefoot is told by its inner and outer half."""
_ORDER: Final = ("toes", "forefoot_inner", "forefoot_outer", "midfoot", "heel", "cells", "edges",
                 *SPOTS)  # fmt: skip
"""Rows of the tables."""


class _Row(NamedTuple):
    """One row of feet: swing or peak, where it is, and its greatest pressure, kPa."""

    swing: bool
    top: float
    most_kpa: float


def feet(story: Story, words: Words) -> Figure | None:
    """Draw the maps; None where no insole said where its cells are."""
    known = [insole for insole in story.insoles if insole.plantar]
    if not known:
        return None
    peak = _Row(swing=False, top=34.0, most_kpa=_most(known, swing=False))
    swing = _Row(swing=True, top=34.0 + _FOOT_HEIGHT + 66.0, most_kpa=_most(known, swing=True))
    parts = list(_heads(words))
    for row, name in ((peak, "peak_row"), (swing, "swing_row")):
        text = words.say(f"figure.{name}", most=words.number(row.most_kpa))
        above = row.top - 6 - (_TONGUE if row.swing else 0.0)
        parts.append(svg.label(Point(_LEFT, above), text, fill=svg.FAINT))
        parts += _scale(Point(WIDTH - 100, above - 8))
        for insole in known:
            parts += _feet_of(insole, row, words)
    title, text = words["figure.feet_title"], words["figure.feet_text"]
    bottom = swing.top + _FOOT_HEIGHT + 6
    drawn = svg.figure("feet", title, text, Point(WIDTH, bottom), parts)
    return Figure(key="feet", title=title, description=text, svg=drawn)


def regions(insole: Insole, part: int, *, swing: bool = False) -> dict[str, float]:
    """Give the mean of each region of the sole, kPa; all cells as one without places.

    It is that of each step's peak, or with ``swing`` of what stays in the air.
    """
    made = insole.maps[part]
    values = made.plantar_swing if swing else made.plantar_peak
    if not insole.plantar:
        known = [value for value in values if value is not None]
        return {"cells": sum(known) / len(known)} if known else {}
    length_m = max(place.forward_m for place in insole.plantar)
    gathered: dict[str, list[float]] = {}
    for place, value in zip(insole.plantar, values, strict=True):
        if value is not None:
            gathered.setdefault(_region(place, length_m), []).append(value)
    return {name: sum(known) / len(known) for name, known in gathered.items()}


def feet_table(story: Story, words: Words) -> Table | None:
    """Give the same as numbers, kPa, in two parts: each step's peak, and what stays in the air."""
    if not story.insoles:
        return None

    def in_air(insole: Insole, part: int) -> dict[str, float]:
        edges = _edges_kpa(story, insole, part)
        return regions(insole, part, swing=True) | edges | thirds(insole, part, swing=True)

    columns = [words[f"column.{side}_{part}"] for side in Side for part in PARTS]
    blank = ("",) * len(columns)
    return Table(
        head=(f"{words['column.region']} (kPa)", *columns),
        rows=(
            (words["column.peak"], *blank),
            *_rows(story, regions, 0, words),
            (words["column.in_air"], *blank),
            *_rows(story, in_air, 1, words),
        ),
        numeric=len(columns),
    )


def _rows(
    story: Story, pressed: Callable[[Insole, int], dict[str, float]], digits: int, words: Words
) -> Iterator[tuple[str, ...]]:
    columns: list[dict[str, float]] = []
    for side in Side:
        insole = next((one for one in story.insoles if one.side is side), None)
        for number in range(len(PARTS)):
            place = _index(insole, PARTS[number]) if insole else None
            if insole is None or place is None:
                columns.append({})
            else:
                columns.append(pressed(insole, place))
    for name in _ORDER:
        if any(name in column for column in columns):
            told = (words.number(column.get(name), digits) for column in columns)
            yield (words[f"region.{name}"], *told)


def _edges_kpa(story: Story, insole: Insole, part: int) -> dict[str, float]:
    """Give the pressure on both edges of the forefoot in one part, where strides told it."""
    series, made = story.find("edges", insole.side), insole.maps[part]
    if series is None:
        return {}
    inside = [
        value
        for number, value in enumerate(series.middle)
        if value is not None and made.from_s <= (number + 0.5) * story.piece_s < made.until_s
    ]
    return {"edges": median(inside)} if inside else {}


def _index(insole: Insole, part: str) -> int | None:
    names = [made.part for made in insole.maps]
    return names.index(part) if part in names else None


def _region(place: Place, length_m: float) -> str:
    share = place.forward_m / length_m if length_m else 0.0
    name = next(name for name, _, until in _REGIONS if share < until)
    if name != "forefoot":
        return name
    return "forefoot_outer" if place.lateral_m >= 0.0 else "forefoot_inner"


def _most(insoles: Sequence[Insole], *, swing: bool) -> float:
    values = [
        value
        for insole in insoles
        for made in insole.maps
        for value in _values(made, swing=swing)
        if value is not None
    ]
    return max([*values, 1.0])


def _values(made: CellMap, *, swing: bool) -> tuple[float | None, ...]:
    return made.plantar_swing + made.instep_swing if swing else made.plantar_peak


def _heads(words: Words) -> Iterator[str]:
    for number, part in enumerate(PARTS):
        middle = _LEFT + number * _PAIR + _PAIR / 2
        yield svg.label(Point(middle, 11), words[f"part.{part}"], anchor="middle")


def _scale(at: Point) -> Iterator[str]:
    for number, shade in enumerate(_SHADES):
        yield svg.box(Point(at.x + 13 * number, at.y), 13, 9, shade, stroke=svg.GRID,
                      stroke_width=0.5)  # fmt: skip


def _feet_of(insole: Insole, row: _Row, words: Words) -> Iterator[str]:
    reach_m = max(abs(place.lateral_m) for place in insole.plantar)
    length_m = max(place.forward_m for place in insole.plantar)
    scale = min(_FOOT_HEIGHT * 0.86 / length_m, _PAIR * 0.2 / max(reach_m, 1e-3))
    for made in insole.maps:
        number = PARTS.index(made.part)
        offset = _PAIR * (0.27 if insole.side is Side.LEFT else 0.73)
        origin = Point(_LEFT + number * _PAIR + offset, row.top + _FOOT_HEIGHT - 8)
        yield svg.label(Point(origin.x, origin.y + 11), words[f"short.{insole.side}"], size=9,
                        anchor="middle", fill=svg.FAINT)  # fmt: skip
        values = made.plantar_swing if row.swing else made.plantar_peak
        outward = -1.0 if insole.side is Side.LEFT else 1.0
        for place, value in zip(insole.plantar, values, strict=True):
            at = Point(origin.x + outward * scale * place.lateral_m,
                       origin.y - 4 - scale * place.forward_m)  # fmt: skip
            yield _dot(at, value, row.most_kpa, 6.2)
        if row.swing and made.instep_swing:
            yield from _tongue(made.instep_swing, Point(origin.x, row.top - _TONGUE + 12), row)


def _tongue(values: Sequence[float | None], at: Point, row: _Row) -> Iterator[str]:
    """Draw the cells under the tongue as a strip, towards the toes at its left."""
    width = 40.0 / len(values)
    for number, value in enumerate(values):
        fill = _shade(value, row.most_kpa)
        yield svg.box(Point(at.x - 20 + number * width, at.y), width, 10, fill, stroke=svg.FAINT,
                      stroke_width=0.5)  # fmt: skip


def _dot(at: Point, value: float | None, most_kpa: float, radius: float) -> str:
    return svg.tag("circle", cx=at.x, cy=at.y, r=radius, fill=_shade(value, most_kpa),
                   stroke=svg.FAINT, stroke_width=0.5)  # fmt: skip


def _shade(value: float | None, most_kpa: float) -> str:
    """Give a shade; a cell without a value is white."""
    if value is None:
        return "#ffffff"
    share = min(max(value / most_kpa, 0.0), 1.0)
    return _SHADES[min(int(share * len(_SHADES)), len(_SHADES) - 1)]
