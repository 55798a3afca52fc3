"""A guide in the terminal that fails ends its session: nobody else would."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count

import pytest

from monitor.app import Live, deliver
from monitor.cli.compare_laces import Asked
from monitor.cli.lacing_session import GuideSink
from monitor.cli.lift_test import LiftSink
from monitor.report.lacing_guide import LacingGuide, Step
from monitor.report.wording import Words
from monitor.sinks import Outbox
from monitor.types import Event, Notice, NoticeKind, Packet, Side, WishKind
from monitor.wire import uuids, wish


class Slip(LacingGuide):
    """A guide with an error in it."""

    def tick(self, now_s: float) -> list[Step]:
        raise ZeroDivisionError(now_s)


async def silence() -> AsyncIterator[list[Packet]]:
    """Give no packet."""
    for nothing in list[list[Packet]]():
        yield nothing


@pytest.mark.unforeseen
async def test_a_guide_of_laces_that_fails_ends_its_session(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ended, outbox, seconds = asyncio.Event(), asyncio.Queue[Event | None](), count(0, 10)
    guide = GuideSink(Slip(), Asked("A", "B", "ABA", 60.0, None), Words("en"))
    sinks = guide.begin(Live(silence(), lambda _: None, lambda: float(next(seconds)), ended.set))
    for _ in range(2):
        outbox.put_nowait(Notice(NoticeKind.CONNECTED, 1.0, "pod", "", Side.LEFT))

    async with asyncio.timeout(20):
        await deliver("guide", sinks["guide"], outbox)

    assert ended.is_set()
    assert "sink guide: failed unforeseen" in caplog.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.unforeseen
async def test_a_guide_of_the_lift_test_that_fails_ends_its_session(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ended, seconds = asyncio.Event(), count(0, 10)
    outbox: Outbox = asyncio.Queue()
    taken: list[Packet] = []
    guide = LiftSink("no language", settle_s=0.0)
    sinks = guide.begin(Live(silence(), taken.append, lambda: float(next(seconds)), ended.set))
    outbox.put_nowait(Notice(NoticeKind.CONNECTED, 1.0, "pod", "", Side.LEFT))

    async with asyncio.timeout(20):
        await deliver("lift", sinks["lift"], outbox)

    assert ended.is_set()
    assert "sink lift: failed unforeseen" in caplog.text
    assert [each.characteristic for each in taken] == [uuids.WISH]
    assert wish.decode(taken[0].payload).kind is WishKind.PAUSE
