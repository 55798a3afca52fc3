"""Every tap is in the recording exactly once, whatever Wi-Fi, hub and phone do."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from monitor.session.recording import Recording
from monitor.wire import symptom, uuids
from tests.browser.browsers import LAN_NAME
from tests.browser.browsing import Phone, Wire, a_tab, chromium, phone
from tests.monitor.web.serving import Running, free_port, running
from tests.system.live import pods
from tests.system.test_hub import hub


async def open_page(tab: Phone, run: Running, host: str = "127.0.0.1") -> None:
    await tab.page.goto(f"http://{host}:{run.port}/#{run.door.pairing.token}")
    await tab.lives()


async def report(tab: Phone, side: str, zone: str) -> None:
    await tab.tap(".half.wrong")
    await tab.tap("[data-feeling=numb]")
    await tab.tap(f"[data-side={side}][data-zone={zone}]")


def taps(folder: Path, *names: str) -> Counter[str]:
    """How often each place was recorded."""
    decoded = [
        symptom.decode(packet.payload)
        for name in names
        for packet in Recording(folder / f"{name}.mcap").packets()
        if packet.characteristic == uuids.SYMPTOM
    ]
    return Counter(f"{tap.side} {tap.zone}" for tap in decoded)


async def test_a_tap_into_the_dark_is_kept_shown_and_delivered_without_a_reload(
    tmp_path: Path,
) -> None:
    loop, wire = asyncio.get_running_loop(), Wire(free_port())
    async with (
        running(tmp_path, lan=True) as run,
        wire.open(run.port),
        chromium(dials=wire.port) as browser,
        phone(browser) as tab,
    ):
        await open_page(tab, run, LAN_NAME)
        await tab.page.evaluate("window.neverReloaded = true")

        wire.go_dark()
        dark_s = loop.time()
        await tab.shows("#link", "No connection. This is")
        told_s = loop.time() - dark_s
        await report(tab, "left", "top")
        await tab.shows("#kept", "1 tap kept until the hub is back")
        wire.light_up()
        lit_s = loop.time()
        await tab.lives()
        back_s = loop.time() - lit_s
        await tab.delivers()
        same = await tab.page.evaluate("window.neverReloaded")

    assert taps(tmp_path, "run") == {"left top": 1}
    assert told_s < 4.0
    assert back_s < 3.0
    assert same


@asynccontextmanager
async def slow_hub(folder: Path) -> AsyncIterator[tuple[Wire, Phone]]:
    """A page of a hub that takes three seconds to answer."""
    wire = Wire(free_port(), late_s=3.0)
    async with (
        running(folder, lan=True) as run,
        wire.open(run.port),
        chromium(dials=wire.port) as browser,
        phone(browser) as tab,
    ):
        await open_page(tab, run, LAN_NAME)
        yield wire, tab


async def test_a_hub_that_takes_three_seconds_to_answer_is_reached(tmp_path: Path) -> None:
    async with slow_hub(tmp_path) as (_, tab):
        await report(tab, "left", "top")
        await tab.delivers()

    assert taps(tmp_path, "run") == {"left top": 1}


@pytest.mark.soak  # it takes nine quick attempts before a patient one
async def test_a_slow_hub_is_found_again_after_an_outage(tmp_path: Path) -> None:
    async with slow_hub(tmp_path) as (wire, tab):
        wire.go_dark()
        await tab.shows("#link", "No connection. This is")
        await report(tab, "left", "top")
        wire.light_up()
        await tab.delivers()

    assert taps(tmp_path, "run") == {"left top": 1}


async def test_taps_outlive_a_reload_and_a_restart_of_the_hub_and_two_tabs_send_each_once(
    tmp_path: Path,
) -> None:
    port = free_port()
    async with chromium() as browser, phone(browser) as tab, AsyncExitStack() as other_tab:
        async with running(tmp_path, port) as run:
            await open_page(tab, run)
            await report(tab, "left", "top")
            await tab.delivers()
        await tab.shows("#link", "has ended")
        await report(tab, "right", "sole")
        await report(tab, "left", "forefoot")
        second = await other_tab.enter_async_context(a_tab(tab.context))
        kept = await tab.kept()

        async with running(tmp_path, port, name="again") as run:
            await second.page.goto(f"http://127.0.0.1:{port}/")
            await second.lives()
            await tab.delivers()
            await tab.page.reload()
            await tab.lives()

    assert kept == 2
    assert taps(tmp_path, "run", "again") == {
        "left top": 1,
        "right sole": 1,
        "left forefoot": 1,
    }


async def test_a_lost_acknowledgement_records_nothing_twice(tmp_path: Path) -> None:
    wire = Wire(free_port())
    async with (
        running(tmp_path, lan=True) as run,
        wire.open(run.port),
        chromium(dials=wire.port) as browser,
        phone(browser) as tab,
    ):
        await open_page(tab, run, LAN_NAME)
        wire.deafen()
        await report(tab, "left", "sole")
        await run.recorded.wait()
        kept = await tab.kept()
        wire.light_up()
        await tab.delivers()

    assert kept == 1
    assert taps(tmp_path, "run") == {"left sole": 1}


@pytest.mark.timeout(240)
async def test_taps_outlive_a_hub_that_is_stopped_and_one_that_is_killed(tmp_path: Path) -> None:
    port = free_port()
    async with (
        pods(left=[], right=[]) as radio,
        chromium() as browser,
        phone(browser) as tab,
    ):
        async with hub(tmp_path, radio, at=port) as box:
            await tab.page.goto(f"http://{box.host}/#{box.token}")
            await tab.tap(".start")
            await tab.shows("#sentence", "I see both feet")
            box.process.send_signal(signal.SIGSTOP)
            await report(tab, "left", "top")
            await tab.shows("#link", "No connection.")
            await tab.shows("#kept", "1 tap kept")
            box.process.send_signal(signal.SIGCONT)
            await tab.delivers()
            box.process.kill()
            await tab.shows("#link", "No connection.")
            await report(tab, "right", "sole")
            kept = await tab.kept()
        async with hub(tmp_path, radio, at=port) as box:
            await tab.tap(".start")
            await tab.shows("#sentence", "I see both feet")
            await tab.delivers()
            await box.leaves()

    recorded = [path.stem for path in (tmp_path / "recordings").glob("*.mcap")]
    assert kept == 1
    assert taps(tmp_path / "recordings", *recorded) == {"left top": 1, "right sole": 1}
