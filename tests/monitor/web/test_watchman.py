"""A session in which nothing moves ends, whatever else its sensors go on to say."""

import asyncio

import pytest

from monitor.sinks import Outbox
from monitor.types import Event, HeartBeat, ReferenceSpeed, Side
from monitor.web.watchman import Watchman
from tests.browser.browsing import a_stride


async def ended_s(events: list[Event]) -> list[float]:
    """Session times at which the watchman ended a session in which these events came."""
    outbox: Outbox = asyncio.Queue()
    clock, ended = [0.0], list[float]()
    watchman = Watchman(900.0, lambda: clock[0], lambda: ended.append(clock[0]))
    running = asyncio.create_task(watchman.run(outbox))
    for at, event in enumerate(events):
        clock[0] = float(at)
        outbox.put_nowait(event)
        for _ in range(5):  # turns of the loop until it has looked
            await asyncio.sleep(0)
    outbox.put_nowait(None)
    await running
    return ended


@pytest.mark.parametrize(
    "event",
    [HeartBeat(t_s=0.0, rate_bpm=70.0), ReferenceSpeed(t_s=0.0, speed_m_s=0.0)],
    ids=["heart", "treadmill that stands"],
)
async def test_a_sensor_that_goes_on_does_not_keep_a_session_without_movement(
    event: Event,
) -> None:
    assert await ended_s([event] * 1000) == [900.0]


async def test_a_stride_keeps_it() -> None:
    strides = [a_stride(Side.LEFT, float(at)) for at in range(1000)]

    assert await ended_s(list(strides)) == []
