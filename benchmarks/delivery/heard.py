"""What a phone shows and plays when the hub is out of reach, stopped or killed, and after it.

A real page in a real browser plays the radio into a sink that leads nowhere, and an ear listens
there. Between page and hub is a line that can go dark.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.delivery.rows import percentile, row
from tests.browser.browsers import LAN_NAME
from tests.browser.browsing import Phone, Wire, phone
from tests.browser.test_radio import listen_at
from tests.browser.test_sound import CALL, HANG_UP, Ear, a_browser, pitch_hz, sound
from tests.monitor.web.serving import ask, free_port

_SAID = "seen.none"
"""What the radio answers: the feet of the station do not say their side."""
_AGAIN_S = 6.0
"""A phrase that was lost is asked for again after so long, s."""
_QUIET_S = 4.0
"""Until a phrase is over in every ear, s."""

Deed = Callable[[], Awaitable[None]]


class Outpost:
    """A hub that can be stopped, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.port, self._folder = free_port(), folder
        self.token = ""
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start, and return once it listens."""
        module = "benchmarks.delivery.outpost"
        command = (sys.executable, "-m", module, str(self._folder), str(self.port))
        self._process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE
        )
        assert self._process.stdout is not None
        self.token = (await self._process.stdout.readline()).decode().strip()

    async def send(self, number: signal.Signals) -> None:
        """Send a signal; wait for the end of what is killed."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)
        if number is signal.SIGKILL:
            await self._process.wait()

    async def say(self) -> None:
        """Let the radio say something, as a key of a headset asks for it."""
        body = json.dumps({"type": "ask", "id": os.urandom(8).hex()}).encode()
        bearer = {"Authorization": f"Bearer {self.token}"}
        await ask(f"127.0.0.1:{self.port}", "POST /api/press", bearer, body)


@dataclass
class Scene:
    """A phone that plays the radio of a hub, and an ear at its loudspeaker."""

    hub: Outpost
    wire: Wire
    ear: Ear
    tab: Phone
    back_s: dict[str, float] = field(default_factory=dict)
    """Until the radio was heard again, s, by what had come between."""

    async def heard_after(self) -> float:
        """Return how long it takes from now until the radio is heard, s."""
        begun_s = time.monotonic()
        while True:
            await self.hub.say()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_AGAIN_S):
                    await self.ear.until(pitch_hz(_SAID))
                    break
        after_s = time.monotonic() - begun_s
        await asyncio.sleep(_QUIET_S)
        return after_s

    async def lives_after(self) -> float:
        """Return how long it takes from now until the page is live, s."""
        begun_s = time.monotonic()
        await self.tab.lives()
        return time.monotonic() - begun_s

    async def outage(self, name: str, begin: Deed, end: Deed, seconds: float) -> None:
        """Take the hub away for a while."""
        begun_s = time.monotonic()
        await begin()
        await self.tab.page.locator("body[data-link=stale]").wait_for()
        told_s = time.monotonic() - begun_s
        await asyncio.sleep(begun_s + seconds - time.monotonic())
        await end()
        async with asyncio.TaskGroup() as tasks:
            live = tasks.create_task(self.lives_after())
            heard = tasks.create_task(self.heard_after())
        self.back_s[name] = heard.result()
        what = f"{name}, {seconds:.0f} s"
        row(f'{what}: "No connection" shown after', f"{told_s:.1f} s", "≤ 4 s")
        row(f"{what}: page live after its return", f"{live.result():.1f} s", "≤ 3 s, no reload")


@contextlib.asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Scene]:
    """Give a phone that plays the radio."""
    hub, wire = Outpost(folder), Wire(free_port())
    await hub.start()
    try:
        async with (
            sound(folder) as (ear, environment),
            wire.open(hub.port),
            a_browser(environment, wire.port) as browser,
            phone(browser) as tab,
        ):
            await listen_at(tab, f"http://{LAN_NAME}:{hub.port}/#{hub.token}")
            await tab.page.locator("body[data-phrases='3']").wait_for()
            await tab.page.evaluate("window.neverReloaded = true")
            yield Scene(hub, wire, ear, tab)
    finally:
        await hub.send(signal.SIGKILL)


async def outages(at: Scene, seconds: float, pause_s: float) -> None:
    """Cut, stop and kill the hub; pause and freeze the page; say what comes back, and when."""

    async def dark() -> None:
        at.wire.go_dark()

    async def light() -> None:
        at.wire.light_up()

    await at.outage("Wi-Fi cut", dark, light, seconds)
    await at.outage("hub stopped", _sends(at, signal.SIGSTOP), _sends(at, signal.SIGCONT), seconds)
    await at.outage("hub killed", _sends(at, signal.SIGKILL), at.hub.start, seconds)
    if not await at.tab.page.evaluate("window.neverReloaded"):
        raise SystemExit("the page was loaded anew")
    await at.tab.page.evaluate(CALL)
    await asyncio.sleep(pause_s)
    await at.tab.page.evaluate(HANG_UP)
    at.back_s[f"paused {pause_s:.0f} s"] = await at.heard_after()
    session = await at.tab.context.new_cdp_session(at.tab.page)
    await session.send("Page.setWebLifecycleState", {"state": "frozen"})
    await asyncio.sleep(seconds)
    await session.send("Page.setWebLifecycleState", {"state": "active"})
    at.back_s[f"frozen {seconds:.0f} s"] = await at.heard_after()
    back = ", ".join(f"{name} {each_s:.1f} s" for name, each_s in at.back_s.items())
    row("radio: say at the return → heard", back, "≤ 4 s")


def _sends(at: Scene, number: signal.Signals) -> Deed:
    async def send() -> None:
        await at.hub.send(number)

    return send


async def phrases(at: Scene, count: int) -> None:
    """Say phrases to a tab that is seen and to one that is hidden; then kill the hub for good."""
    for look in ("visible", "hidden"):
        if look == "hidden":
            await (await at.tab.context.new_page()).bring_to_front()
        late_s = [await at.heard_after() for _ in range(count)]
        what = f"say → audible at a sink that leads nowhere, tab {look}, p95 of {count}"
        row(what, f"{percentile(late_s, 0.95):.1f} s", "≤ 2.5 s")
    begun_s = time.monotonic()
    await at.hub.send(signal.SIGKILL)
    await at.ear.until(pitch_hz("no_connection"))
    silent_s = time.monotonic() - begun_s
    row('hub killed → "No connection." heard, hidden tab', f"{silent_s:.1f} s", "≤ 15 s")


async def everything(folder: Path, *, quick: bool) -> None:
    """Print all rows of this file."""
    async with scene(folder) as at:
        await outages(at, 12.0 if quick else 20.0, 10.0 if quick else 60.0)
        await phrases(at, 3 if quick else 20)
