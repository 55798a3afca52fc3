"""What works beside a run whose page is not there."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from monitor.app import Live
from monitor.cli.attended import attended
from monitor.cli.page import Entrance
from monitor.config import Config
from monitor.session.journal import Journal
from monitor.settings.page import PageSettings
from monitor.types import Packet, Side
from monitor.wire import foot_imu, symptom, uuids
from tests.monitor.sources.test_pairing import RATE_HZ, frames, is_a
from tests.monitor.web.serving import HEADER


async def test_a_pod_that_taps_twice_is_heard_without_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    config = Config(page=PageSettings(pod_taps=True))
    taken: list[Packet] = []

    async def packets() -> AsyncIterator[list[Packet]]:
        yield []

    live = Live(packets(), taken.append, lambda: 60.0, lambda: None)
    async with attended(Entrance(config, lambda _: None)) as beside:
        with Journal.open(tmp_path / "run.mcap", HEADER) as journal:
            async with beside.open(live, journal) as hub:
                hub.write(is_a(Side.LEFT, "pod"))
                for frame in frames([1.0, 1.4]):
                    at_s = frame.tick / RATE_HZ
                    hub.write(Packet("AA:pod", uuids.IMU, at_s, foot_imu.encode(frame)))
                await asyncio.sleep(0)

    taps = [symptom.decode(each.payload) for each in taken if each.characteristic == uuids.SYMPTOM]
    assert [tap.side for tap in taps] == [Side.LEFT]
