"""Real pages in a real browser: when each update stands in the DOM.

    python -m benchmarks.delivery.screens PORT TOKEN PAGES SECONDS

prints "ready" once all are drawn. At the end it prints one line of JSON: for each page, what its
*Live* view showed as the heart rate, and when, s since 1970. The hub's feed counts with the heart
rate, so that each update is known by it.
"""

import asyncio
import json
import sys
from typing import Final

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from benchmarks.delivery.station import RATES, SLOWEST_BPM
from tests.browser.browsers import CHROMIUM, FLAGS

_PHONE: Final = ViewportSize(width=390, height=844)
_HEART: Final = 3
"""Place of the heart rate among the numbers of the *Live* view."""
_WATCH: Final = """(place) => {
  const value = document.querySelectorAll(".numbers dd.value")[place];
  window.shown = [];
  const note = () =>
    window.shown.push([value.textContent, (performance.timeOrigin + performance.now()) / 1000]);
  const all = { childList: true, characterData: true, subtree: true };
  new MutationObserver(note).observe(value, all);
}"""

Shown = list[tuple[str, float]]
"""What a page showed, and when, s since 1970."""


def late_s(fed: list[float], shown: Shown) -> list[float]:
    """Give how long after each update a page showed it, or one after it, s.

    Parameters
    ----------
    fed : list of float
        When each update was handed to the hub, s since 1970.
    shown : list
        What a page showed, and when.
    """
    texts = [int(text) for text, _ in shown]
    # the first is the newest that had been handed over by then
    at = max(
        number
        for number, fed_s in enumerate(fed)
        if SLOWEST_BPM + number % RATES == texts[0] and fed_s <= shown[0][1]
    )
    late: list[float] = []
    for (_, shown_s), before, now in zip(shown[1:], texts, texts[1:], strict=False):
        steps = (now - before) % RATES
        late += [shown_s - fed[number] for number in range(at + 1, at + steps + 1)]
        at += steps
    return late


async def opened(browser: Browser, address: str) -> Page:
    """Give a page that notes what it shows."""
    context = await browser.new_context(viewport=_PHONE)
    page = await context.new_page()
    await page.goto(address)
    await page.locator("body[data-link=live]").wait_for(timeout=60_000)
    await page.locator("[data-view=live]").click()
    await page.evaluate(_WATCH, _HEART)
    return page


async def many(address: str, pages: int, seconds: float) -> None:
    """Open pages, each in a window of its own, and print what they showed."""
    if CHROMIUM is None:
        raise SystemExit("scripts/system-packages installs chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        open_pages = [await opened(browser, address) for _ in range(pages)]
        print("ready", flush=True)
        await asyncio.sleep(seconds)
        shown = [await page.evaluate("window.shown") for page in open_pages]
        await browser.close()
    print(json.dumps(shown))


if __name__ == "__main__":
    _, port, token, pages, seconds = sys.argv
    asyncio.run(many(f"http://127.0.0.1:{port}/#{token}", int(pages), float(seconds)))
