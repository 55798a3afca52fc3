"""The keys of a headset reach the hub through the page that plays the radio, each once.

Chromium offers its players to the desktop's media keys (MPRIS) on the session bus: here a bus of
our own, and keys pressed there.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from monitor.session.recording import Recording
from monitor.types import Feeling
from monitor.wire import symptom, uuids
from tests.browser.browsers import CHROMIUM, FLAGS
from tests.browser.browsing import TIGHT, phone
from tests.browser.test_radio import switch_on
from tests.monitor.web.serving import Running, running

PLAYER = "org.mpris.MediaPlayer2"
TOOLS = all(map(shutil.which, ("dbus-daemon", "dbus-send"))) and CHROMIUM is not None

pytestmark = pytest.mark.skipif(
    not TOOLS and "CI" not in os.environ,
    reason="scripts/system-packages installs chromium, dbus-daemon, dbus-bin",
)


class Desktop:
    """A session bus with a browser on it."""

    def __init__(self, environment: dict[str, str], browser: Browser) -> None:
        self._environment, self.browser = environment, browser

    async def press(self, key: str) -> None:
        """Press a media key, as a headset does."""
        call = ("/org/mpris/MediaPlayer2", f"{PLAYER}.Player.{key}")
        await self._send(f"--dest={await self._player()}", *call)

    async def _player(self) -> str:
        """Give the name of the player, once there is one."""
        async with asyncio.timeout(30):
            while True:
                bus = ("/", "org.freedesktop.DBus.ListNames")
                listed = await self._send("--dest=org.freedesktop.DBus", *bus)
                names = [word for word in listed.split('"') if word.startswith(PLAYER)]
                if names:
                    return names[0]
                await asyncio.sleep(0.1)

    async def _send(self, *arguments: str) -> str:
        process = await asyncio.create_subprocess_exec(
            *("dbus-send", "--session", "--print-reply", *arguments),
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate()
        assert process.returncode == 0
        return said.decode()


@asynccontextmanager
async def desktop() -> AsyncIterator[Desktop]:
    bus = await asyncio.create_subprocess_exec(
        *("dbus-daemon", "--session", "--nofork", "--print-address=1"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert bus.stdout is not None
    address = (await bus.stdout.readline()).decode().strip()
    environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
    for_the_browser: dict[str, str | float | bool] = {**environment}
    keys = "--enable-features=HardwareMediaKeyHandling,MediaSessionService"
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM,
                args=[*FLAGS, keys],
                # a browser that is driven leaves media keys alone otherwise
                ignore_default_args=["--disable-features", "--mute-audio"],
                env=for_the_browser,
            )
            yield Desktop(environment, browser)
            await browser.close()
    finally:
        bus.terminate()
        await bus.wait()


async def reports(run: Running, count: int) -> list[tuple[str, str | None, bool]]:
    """Give what was reported, once so much was."""
    async with asyncio.timeout(30):
        while len(found := _reports(run)) < count:
            run.recorded.clear()
            await run.recorded.wait()
    return found


def _reports(run: Running) -> list[tuple[str, str | None, bool]]:
    run.journal.sync()
    taps = [
        symptom.decode(packet.payload)
        for packet in Recording(run.journal.path).packets()
        if packet.characteristic == uuids.SYMPTOM
    ]
    return [(tap.feeling, tap.side, tap.both) for tap in taps]


@pytest.mark.parametrize("hidden", [pytest.param(False, marks=pytest.mark.soak), True])
async def test_next_is_one_report_without_a_foot_and_the_radio_plays_on(
    tmp_path: Path, hidden: bool
) -> None:
    async with running(tmp_path) as run, desktop() as desk, phone(desk.browser) as tab:
        await switch_on(tab, run)
        if hidden:
            other = await tab.context.new_page()
            await other.bring_to_front()
        await desk.press("Next")
        found = await reports(run, 1)
        await desk.press("Previous")  # nothing was asked: it is no report
        run.say(replace(TIGHT, number=5, t_s=run.clock[0], text="Circle your ankles. Better?"))
        await tab.page.wait_for_function("() => window.footloose.asked()")
        await desk.press("Next")
        answered = await reports(run, 2)
        await desk.press("Previous")
        refused = await reports(run, 3)
        alive = await tab.page.evaluate("window.footloose.radio.alive")

    assert found == [(Feeling.SOMETHING, None, False)]
    assert answered[1:] == [(Feeling.OK, None, False)]
    assert refused[2:] == [(Feeling.SOMETHING, None, False)]
    assert alive
