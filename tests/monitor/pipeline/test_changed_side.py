"""A pod whose side was wrong, and is set anew while it runs."""

from dataclasses import replace

import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Event, Notice, NoticeKind, Packet, Side, Stride
from tests.monitor.pipeline.devices import Device, merged

A = Device("A", pressure_hz=0.0)
B = Device("B", pressure_hz=0.0, tick=9)


def events(packets: list[Packet], size: int | None = None) -> list[Event]:
    pipeline, size = Pipeline(Config()), size or len(packets)
    said = [e for i in range(0, len(packets), size) for e in pipeline.push(packets[i : i + size])]
    return [*said, *pipeline.finish()]


def made_until_s(said: list[Event]) -> dict[Side, float]:
    return {one.side: one.next_ic_s for one in said if isinstance(one, Stride)}


@pytest.mark.parametrize("rate_hz", [200.0, 400.0])
@pytest.mark.parametrize("size", [1, 50, None])
def test_a_pod_that_went_to_the_other_foot_leaves_its_place_to_another(
    rate_hz: float, size: int | None
) -> None:
    other = replace(A, side=Side.RIGHT, imu_hz=rate_hz)
    first = merged(A.describe(0.2), A.packets(1.0, 6.0))
    then = merged(other.describe(6.5), B.describe(8.0))
    both = merged(other.packets(9.0, 30.0), B.packets(9.0, 30.0))

    said = events([*first, *then, *both], size)

    assert [e for e in said if isinstance(e, Notice) and e.kind is NoticeKind.SIDES_SWAPPED] == []
    assert {side: t_s > 27.0 for side, t_s in made_until_s(said).items()} == dict.fromkeys(
        (Side.LEFT, Side.RIGHT), True
    )


@pytest.mark.parametrize("size", [1, None])
def test_a_pod_that_comes_back_to_its_foot_is_of_that_foot(size: int | None) -> None:
    other = replace(A, side=Side.RIGHT)
    there = merged(A.describe(0.2), A.packets(1.0, 12.0))
    away = merged(other.describe(12.5), other.packets(13.0, 25.0))
    back = merged(A.describe(25.5), A.packets(26.0, 45.0))

    until_s = made_until_s(events([*there, *away, *back], size))

    assert 20.0 < until_s[Side.RIGHT] < 25.5
    assert until_s[Side.LEFT] > 43.0
