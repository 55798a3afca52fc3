"""A real Chromium in front of a real hub, and a line between them that can go dark."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page
from playwright.async_api import TimeoutError as TooLate

from monitor.types import (
    NERVE_ZONES,
    Action,
    Advice,
    Contribution,
    Feeling,
    FindingKind,
    HeartBeat,
    Notice,
    NoticeKind,
    Packet,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
    stride_of,
)
from monitor.wire import battery, uuids
from tests.browser.browsers import BARE, BROWSERS
from tests.monitor.web.serving import Running
from tests.system.programs import LONG_S

PHONE = {"width": 390, "height": 844}


@asynccontextmanager
async def chromium(dials: int | None = None) -> AsyncIterator[Browser]:
    """Give a browser, which finds ``LAN_NAME`` here, perhaps behind another port.

    Skip the test where there is none, but not in CI.
    """
    if BARE is None:
        assert not os.environ.get("CI"), "scripts/system-packages installs chromium"
        pytest.skip("no chromium here: scripts/system-packages installs it")
    if dials is None:
        browser = await BROWSERS.shared()
        try:
            yield browser
        finally:
            for context in browser.contexts:
                await context.close()
        return
    browser = await BROWSERS.start(f"127.0.0.1:{dials}")
    try:
        yield browser
    finally:
        await browser.close()


@dataclass
class Phone:
    """A browser window, and everything that went wrong in it."""

    context: BrowserContext
    page: Page
    wrong: list[str] = field(default_factory=list)

    async def tap(self, selector: str) -> None:
        await self.page.locator(selector).click()

    async def text(self, selector: str) -> str:
        return (await self.page.locator(selector).text_content()) or ""

    async def lives(self, timeout_s: float = LONG_S) -> None:
        """Wait until what the page shows is what is."""
        await self.page.locator("body[data-link=live]").wait_for(timeout=1000.0 * timeout_s)

    async def shows(self, selector: str, text: str, timeout_s: float = LONG_S) -> None:
        found = self.page.locator(selector).filter(has_text=text)
        try:
            await found.first.wait_for(timeout=1000.0 * timeout_s)
        except TooLate as error:
            told = await self.page.inner_text("body")
            raise AssertionError(f"{selector} never shows {text!r}: {told}") from error

    async def kept(self) -> int:
        """How many taps wait for the hub."""
        count: int = await self.page.evaluate(
            "Object.keys(localStorage).filter((key) => key.startsWith('footloose.press.')).length"
        )
        return count

    async def delivers(self) -> None:
        """Wait until the hub has everything."""
        await self.page.locator("#kept").wait_for(state="hidden")
        assert await self.kept() == 0


@asynccontextmanager
async def phone(browser: Browser, **options: Any) -> AsyncIterator[Phone]:
    """Give a phone that has opened nothing yet."""
    context = await browser.new_context(viewport=options.pop("viewport", PHONE), **options)
    async with a_tab(context) as tab:
        yield tab
    await context.close()


@asynccontextmanager
async def a_tab(context: BrowserContext) -> AsyncIterator[Phone]:
    """Give another tab of the same phone; what goes wrong in it fails the test."""
    page = await context.new_page()
    page.set_default_timeout(1000.0 * LONG_S)
    tab = Phone(context, page)
    page.on("pageerror", lambda error: tab.wrong.append(str(error)))
    yield tab
    assert tab.wrong == []


class Wire:
    """A line between phone and hub; a dark one loses everything and says nothing.

    ``late_s``: time that each new connection takes.
    """

    def __init__(self, port: int, late_s: float = 0.0) -> None:
        self.port = port
        self.late_s = late_s
        self._light, self._answers = asyncio.Event(), asyncio.Event()
        self._light.set()
        self._answers.set()
        self._carrying: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def open(self, hub_port: int) -> AsyncIterator[None]:
        async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._carry(hub_port, reader, writer)

        server = await asyncio.start_server(carry, "127.0.0.1", self.port)
        try:
            yield
        finally:
            server.close()
            for task in self._carrying:
                task.cancel()

    def go_dark(self) -> None:
        self._light.clear()

    def deafen(self) -> None:
        """Let what the phone sends arrive, and lose what the hub answers."""
        self._answers.clear()

    def light_up(self) -> None:
        """Bring the line back; what was sent into the dark is lost."""
        for task in self._carrying:
            task.cancel()
        self._light.set()
        self._answers.set()

    async def _carry(
        self, hub_port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await asyncio.sleep(self.late_s)
                await self._light.wait()
                await self._join(hub_port, reader, writer)
        finally:
            self._carrying.discard(task)
            writer.close()

    async def _join(
        self, hub_port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", hub_port)
        pumps = [
            asyncio.create_task(self._pump(reader, forth, self._light)),
            asyncio.create_task(self._pump(back, writer, self._answers)),
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            forth.close()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, opened: asyncio.Event
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                await self._light.wait()
                await opened.wait()
                writer.write(data)
                await writer.drain()


def a_lively_run(run: Running, t_s: float = 60.0) -> None:
    """Let the hub know two feet, a heart, risks, sensors, and what was said."""
    for side, instep_kpa in ((Side.LEFT, 15.4), (Side.RIGHT, 7.7)):
        name = f"pod-{side}"
        for at in range(30):
            run.hub.write(Packet(name, uuids.IMU, t_s - 3.0 + at / 10.0, b""))
        charge = battery.encode(battery.BatteryLevel(90))
        run.hub.write(Packet(name, uuids.BATTERY, t_s, charge))
        run.say(a_stride(side, t_s, instep_kpa))
    run.say(
        HeartBeat(t_s, 150.0),
        *(a_risk(side, zone) for side in Side for zone in NERVE_ZONES),
        Symptom(t_s - 20.0, Feeling.NUMB, Side.LEFT, Zone.TOP),
        Notice(NoticeKind.LOW_BATTERY, t_s - 10.0, "pod-left", ""),
        TIGHT,
    )


def a_stride(side: Side, t_s: float, instep_kpa: float = 7.0) -> Stride:
    return stride_of(
        side=side,
        ic_s=t_s - 0.72,
        tc_s=t_s - 0.47,
        next_ic_s=t_s,
        length_from_s=t_s - 0.72,
        length_to_s=t_s,
        stride_length_m=2.1,
        forefoot_share=0.5,
        midfoot_share=0.2,
        heel_share=0.3,
        instep_swing_kpa=instep_kpa,
    )


def a_risk(side: Side, zone: Zone) -> Risk:
    level = {Zone.TOP: 1.1, Zone.SOLE: 0.1, Zone.FOREFOOT: None}[zone]
    coverage = {Zone.TOP: 1.0, Zone.SOLE: 0.3, Zone.FOREFOOT: 0.0}[zone]
    parts = (Contribution("laces", level),) if level else ()
    return Risk(side=side, zone=zone, t_s=60.0, level=level, coverage=coverage, contributions=parts)


TIGHT = Advice(
    number=1,
    t_s=59.0,
    expires_s=600.0,
    action=Action.LOOSEN_LACES,
    cause=FindingKind.LACING,
    side=Side.LEFT,
    text="Left laces are too tight. Loosen them a little at your next stop.",
    reason="",
)
STOP = Advice(
    number=2,
    t_s=60.0,
    expires_s=600.0,
    action=Action.STOP,
    cause=FindingKind.FOOT_DROP,
    side=Side.LEFT,
    text="left foot is not lifting as before: stop, and see a clinician",
    reason="",
    red_flag=True,
)


def pictures() -> Path | None:
    """Where the pictures of the documents go, if they are to be taken anew."""
    named = os.environ.get("FOOTLOOSE_PICTURES")
    return Path(named) if named else None


async def whole(tab: Phone, file: Path) -> None:
    """Take a picture of all that can be scrolled to, as if the window were that high."""
    height = await tab.page.evaluate("document.documentElement.scrollHeight")
    await tab.page.set_viewport_size({"width": PHONE["width"], "height": height})
    await tab.page.screenshot(path=file)
    await tab.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
