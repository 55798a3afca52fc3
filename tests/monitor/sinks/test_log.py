"""Trouble with the radio stands in the log of who has no screen."""

import asyncio

import pytest

from monitor.sinks import Outbox
from monitor.sinks.log import RadioLog
from monitor.types import Notice, NoticeKind


async def test_trouble_with_the_radio_is_logged_and_nothing_else_is(
    caplog: pytest.LogCaptureFixture,
) -> None:
    outbox: Outbox = asyncio.Queue()
    off = Notice(NoticeKind.NO_RADIO, 1.0, "Bluetooth", "Bluetooth is switched off")
    lost = Notice(NoticeKind.LOST, 2.0, "pod", "left pod: lost")
    for event in (off, lost, None):
        outbox.put_nowait(event)

    await RadioLog().run(outbox)

    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "radio: Bluetooth is switched off")
    ]
