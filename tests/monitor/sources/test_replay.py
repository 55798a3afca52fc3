import time

import pytest

from monitor.sources.replay import open_replay
from monitor.types import Packet


def packets(n: int, every_s: float) -> list[Packet]:
    return [Packet("left", "imu", 5.0 + i * every_s, bytes([i % 256])) for i in range(n)]


async def test_full_speed_gives_the_batches_as_they_are() -> None:
    ten = packets(10, 3600.0)

    async with open_replay([ten[:4], ten[4:]]) as source:
        groups = [group async for group in source]

    assert groups == [ten[:4], ten[4:]]


async def test_paced_replay_takes_the_time_of_life_divided_by_the_speed() -> None:
    thirty = packets(31, 0.1)
    started_s = time.monotonic()

    async with open_replay([thirty[:7], thirty[7:]], speed=10.0) as source:
        groups = [group async for group in source]
    took_s = time.monotonic() - started_s

    assert [packet for group in groups for packet in group] == thirty
    assert 0.29 < took_s < 0.6
    assert len(groups) > 10


async def test_what_is_late_comes_at_once() -> None:
    many = packets(1000, 0.0001)

    async with open_replay([many], speed=1000.0) as source:
        groups = [group async for group in source]

    assert [packet for group in groups for packet in group] == many
    assert len(groups) < 1000


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan")])
async def test_an_impossible_speed_is_a_bug_of_the_caller(speed: float) -> None:
    with pytest.raises(ValueError, match="must be above 0"):
        async with open_replay([], speed=speed):
            pass
