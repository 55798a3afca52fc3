"""Drawings of our own for the plan: how a shoe is laced, and how an exercise is done."""

from collections.abc import Callable, Sequence
from typing import Final

from monitor.report import svg
from monitor.report.svg import Point
from monitor.report.wording import Words

SIZE: Final = Point(110.0, 120.0)
_EYELETS: Final = 6
_LIMB: Final = 5.0
_UPPER: Final = (
    "M55 8 C78 8 84 34 82 58 C82 84 88 92 82 106 C76 118 34 118 28 106"
    " C22 92 28 84 28 58 C26 34 32 8 55 8Z"
)


def drawing(item: str, words: Words) -> str:
    """Draw how an item of the plan is done."""
    what = words[f"plan.{item}_name"]
    title = words.say("figure.plan_title", what=what)
    parts = DRAWINGS[item]()
    return svg.figure(f"plan-{item}", title, words["figure.drawing"], SIZE, parts)


def _shoe() -> list[str]:
    """The upper of a shoe from above, toes at the bottom, with two rows of eyelets."""
    holes = [_eyelet(row, column) for row in range(_EYELETS) for column in (0, 1)]
    return [
        svg.tag("path", d=_UPPER, fill="#eef2f5", stroke=svg.FAINT, stroke_width=1.2),
        svg.tag("path", d="M42 16 L68 16 L64 88 L46 88Z", fill="#ffffff", stroke=svg.GRID),
        *(svg.tag("circle", cx=at.x, cy=at.y, r=2.6, fill=svg.INK) for at in holes),
    ]


def _eyelet(row: int, column: int) -> Point:
    """Give an eyelet; row 0 is nearest to the ankle."""
    spread = 15.0 - row * 0.9
    return Point(55.0 + (spread if column else -spread), 20.0 + row * 13.0)


def _lace(points: Sequence[Point]) -> str:
    return svg.polyline([points], svg.LEFT, 2.4, stroke_linecap="round")


def _crossed(rows: Sequence[int]) -> list[str]:
    parts = [_lace([_eyelet(rows[-1], 0), _eyelet(rows[-1], 1)])]
    for lower, upper in zip(rows[:0:-1], rows[-2::-1], strict=True):
        parts.append(_lace([_eyelet(lower, 0), _eyelet(upper, 1)]))
        parts.append(_lace([_eyelet(lower, 1), _eyelet(upper, 0)]))
    return parts


def _skip() -> list[str]:
    beside = [_lace([_eyelet(4, column), _eyelet(2, column)]) for column in (0, 1)]
    middle = Point(55.0, _eyelet(3, 0).y)
    parts = [*_shoe(), *_crossed([4, 5]), *_crossed_top([0, 1, 2]), *beside]
    parts.append(svg.tag("circle", cx=middle.x, cy=middle.y, r=7, fill="none", stroke=svg.ALERT,
                         stroke_width=2))  # fmt: skip
    return parts


def _crossed_top(rows: Sequence[int]) -> list[str]:
    return _crossed(rows)[1:]


def _parallel() -> list[str]:
    parts = _shoe()
    for row in range(_EYELETS):
        parts.append(_lace([_eyelet(row, 0), _eyelet(row, 1)]))
    for row in range(_EYELETS - 2):
        parts.append(_lace([_eyelet(row, row % 2), _eyelet(row + 2, row % 2)]))
    return parts


def _toe_box() -> list[str]:
    free = [_eyelet(_EYELETS - 1, column) for column in (0, 1)]
    rings = [
        svg.tag("circle", cx=at.x, cy=at.y, r=5, fill="none", stroke=svg.ALERT, stroke_width=1.6)
        for at in free
    ]
    return [*_shoe(), *_crossed(list(range(_EYELETS - 1))), *rings]


def _looser() -> list[str]:
    finger = svg.tag("rect", x=44, y=52, width=22, height=9, rx=4.5, fill="#f3d3bd",
                     stroke=svg.FAINT)  # fmt: skip
    return [*_shoe(), *_crossed(list(range(_EYELETS))), finger]


def _limb(*points: Point) -> str:
    return svg.polyline([points], svg.INK, _LIMB, stroke_linecap="round")


def _head(at: Point) -> str:
    return svg.tag("circle", cx=at.x, cy=at.y, r=8, fill=svg.INK)


def _floor(from_x: float = 4.0, to_x: float = 106.0, y: float = 112.0) -> str:
    return svg.line(Point(from_x, y), Point(to_x, y), svg.FAINT, 2.0)


def _arrow(from_: Point, to: Point) -> str:
    dx, dy = to.x - from_.x, to.y - from_.y
    size = max((dx * dx + dy * dy) ** 0.5, 1.0)
    ux, uy = dx / size, dy / size
    left = Point(to.x - 6 * ux + 3.5 * uy, to.y - 6 * uy - 3.5 * ux)
    right = Point(to.x - 6 * ux - 3.5 * uy, to.y - 6 * uy + 3.5 * ux)
    return svg.polyline([[from_, to], [left, to, right]], svg.ALERT, 2.0)


def _stretch() -> list[str]:
    return [
        _floor(),
        svg.line(Point(100, 8), Point(100, 112), svg.FAINT, 3.0),
        _head(Point(72, 24)),
        _limb(Point(68, 34), Point(54, 66)),
        _limb(Point(68, 38), Point(84, 44), Point(98, 36)),
        _limb(Point(54, 66), Point(76, 84), Point(72, 109), Point(82, 109)),
        _limb(Point(54, 66), Point(48, 88), Point(28, 109), Point(40, 109)),
        _arrow(Point(48, 82), Point(57, 96)),
        _arrow(Point(20, 94), Point(26, 106)),
    ]


def _drops() -> list[str]:
    return [
        svg.box(Point(56, 86), 50, 26, "#eef2f5", stroke=svg.FAINT, stroke_width=1.5),
        _floor(),
        _head(Point(56, 14)),
        _limb(Point(56, 24), Point(56, 54)),
        _limb(Point(56, 30), Point(68, 40), Point(86, 40)),
        _limb(Point(56, 54), Point(56, 70), Point(50, 84)),
        _limb(Point(66, 83), Point(44, 94)),
        _limb(Point(56, 54), Point(66, 64), Point(74, 70)),
        _arrow(Point(34, 78), Point(34, 98)),
    ]


def _raises() -> list[str]:
    return [
        _floor(),
        svg.box(Point(14, 70), 34, 42, "#eef2f5", stroke=svg.FAINT, stroke_width=1.5),
        _head(Point(34, 18)),
        _limb(Point(34, 28), Point(34, 64)),
        _limb(Point(34, 64), Point(64, 66), Point(66, 106)),
        _limb(Point(66, 108), Point(84, 96)),
        svg.polyline([[Point(84, 96), Point(104, 110)]], svg.LEFT, 2.4),
        _arrow(Point(94, 92), Point(82, 82)),
    ]


def _heels() -> list[str]:
    return [
        _floor(),
        _head(Point(52, 14)),
        _limb(Point(52, 24), Point(52, 60)),
        _limb(Point(52, 30), Point(40, 48)),
        _limb(Point(52, 30), Point(64, 48)),
        _limb(Point(52, 60), Point(66, 84), Point(72, 108)),
        _limb(Point(72, 109), Point(86, 101)),
        _limb(Point(52, 60), Point(42, 84), Point(34, 108)),
        _limb(Point(34, 109), Point(48, 101)),
        _arrow(Point(94, 106), Point(92, 92)),
    ]


def _wide() -> list[str]:
    return [
        *_shoe()[:1],
        svg.tag("path", d="M55 20 C70 20 72 44 71 60 C72 84 76 92 72 102 C66 110 44 110 38 102 "
                "C34 92 38 84 39 60 C38 44 40 20 55 20Z", fill="#f3d3bd", stroke=svg.FAINT),
        _arrow(Point(40, 90), Point(26, 90)),
        _arrow(Point(70, 90), Point(84, 90)),
    ]  # fmt: skip


def _long() -> list[str]:
    return [*_wide()[:2], _arrow(Point(55, 104), Point(55, 117))]


def _cadence() -> list[str]:
    steps = [Point(12 + 14 * k, 104.0) for k in range(7)]
    return [
        _floor(),
        _head(Point(54, 18)),
        _limb(Point(53, 28), Point(50, 58)),
        _limb(Point(53, 34), Point(40, 46), Point(46, 56)),
        _limb(Point(53, 34), Point(66, 44), Point(74, 36)),
        _limb(Point(50, 58), Point(64, 74), Point(60, 98)),
        _limb(Point(50, 58), Point(40, 76), Point(22, 78)),
        *(svg.line(at, Point(at.x, 112), svg.LEFT, 2.0) for at in steps),
    ]


def _even() -> list[str]:
    return [*_cadence()[:7], svg.line(Point(12, 104), Point(98, 104), svg.LEFT, 2.0)]


def _drink() -> list[str]:
    return [
        svg.tag("path", d="M34 20 L76 20 L70 110 L40 110Z", fill="#ffffff", stroke=svg.INK,
                stroke_width=2),
        svg.tag("path", d="M36.5 50 L73.5 50 L69 108 L41 108Z", fill=svg.LEFT_PALE),
        svg.line(Point(36.5, 50), Point(73.5, 50), svg.LEFT, 2.0),
    ]  # fmt: skip


def _walk_break() -> list[str]:
    clock = svg.tag("circle", cx=55, cy=60, r=42, fill="#ffffff", stroke=svg.INK, stroke_width=2)
    piece = svg.tag("path", d="M55 60 L55 18 A42 42 0 0 1 76 24Z", fill=svg.LEFT_PALE,
                    stroke=svg.LEFT)  # fmt: skip
    return [clock, piece, svg.tag("circle", cx=55, cy=60, r=3, fill=svg.INK)]


DRAWINGS: Final[dict[str, Callable[[], list[str]]]] = {
    "soleus_stretch": _stretch,
    "heel_drops": _drops,
    "toe_raises": _raises,
    "heel_walks": _heels,
    "skip_lacing": _skip,
    "parallel_lacing": _parallel,
    "looser_start": _looser,
    "toe_box_lacing": _toe_box,
    "wider_shoe": _wide,
    "longer_shoe": _long,
    "cadence_drill": _cadence,
    "even_ground": _even,
    "drink": _drink,
    "shorter": _walk_break,
}
"""The drawing of every item of the plan."""
