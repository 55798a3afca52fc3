"""The Chromium that the tests of a worker share."""

import os
import shutil
import socket
from contextlib import AsyncExitStack

from playwright.async_api import Browser, Playwright, async_playwright

from tests.system.programs import LONG_S

CHROMIUM = shutil.which("chromium")
BARE = shutil.which(os.environ.get("FOOTLOOSE_BROWSER", "chromium-headless-shell")) or CHROMIUM
"""The same engine without the windows that nobody sees: it needs half the processor time."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
]
LAN_NAME = f"{socket.gethostname().lower()}.local"
"""A name of this machine that is no secure context, as a phone sees it."""


class Browsers:
    """The driver and the browser that the tests of one worker share; each has its own contexts.

    To start both anew takes two CPU seconds, as much as a test.
    """

    def __init__(self) -> None:
        self._open = AsyncExitStack()
        self._driver: Playwright | None = None
        self._browser: Browser | None = None

    async def shared(self) -> Browser:
        """Give the browser that all may use."""
        if self._browser is None or not self._browser.is_connected():
            self._browser = await self.start("127.0.0.1")
            self._open.push_async_callback(self._browser.close)
        return self._browser

    async def start(self, place: str) -> Browser:
        """Start a browser that finds ``LAN_NAME`` at a place, an address and perhaps a port."""
        if self._driver is None:
            self._driver = await self._open.enter_async_context(async_playwright())
        rules = f"--host-resolver-rules=MAP {LAN_NAME} {place}"
        return await self._driver.chromium.launch(
            executable_path=BARE, args=[*FLAGS, rules], timeout=1000.0 * LONG_S
        )

    async def close(self) -> None:
        """End the browser and the driver."""
        await self._open.aclose()


BROWSERS = Browsers()
