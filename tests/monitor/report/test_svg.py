"""Paths are short, and what they leave out cannot be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.report.svg import Point, path

STEPS = st.lists(st.tuples(st.integers(1, 30), st.integers(-40, 40)), min_size=1, max_size=60)


def drawn(data: str) -> list[Point]:
    """Read a path of relative steps back."""
    numbers = data.replace("-", " -").replace("M", " ").replace("l", " ").split()
    values = [float(each) for each in numbers]
    x, y, points = 0.0, 0.0, []
    for dx, dy in zip(values[::2], values[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append(Point(x, y))
    return points


@given(steps=STEPS)
def test_a_path_leaves_out_nothing_that_lies_off_it_by_more_than_a_tenth(
    steps: list[tuple[int, int]],
) -> None:
    x, points = 0, []
    for along, height in steps:
        x += along
        points.append(Point(x / 10.0, height / 10.0))

    line = drawn(path(points))

    assert line[0].x == points[0].x
    assert line[-1].x == pytest.approx(points[-1].x)
    for point in points:
        place = next(n for n, each in enumerate(line) if each.x >= point.x - 1e-6)
        end, start = line[place], line[max(place - 1, 0)]
        share = (point.x - start.x) / (end.x - start.x) if end.x > start.x else 1.0
        assert abs(start.y + share * (end.y - start.y) - point.y) <= 0.1 + 1e-6


def test_an_area_keeps_its_corners() -> None:
    upper = [Point(x, 5.0) for x in (0.0, 10.0, 20.0)]
    lower = [Point(x, 9.0) for x in (20.0, 10.0, 0.0)]

    assert path([*upper, *lower]) == "M0 5l20 0 0 4-20 0"
