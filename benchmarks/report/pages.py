"""Measure the report's page: size, time to make and to show on a slow phone, width, paper.

Without a recording it is the fullest report that the tests can think of, in each language; with
``--recording`` that of a file. *Work × 6* is six times the processor time of Chromium's main thread
until the page is loaded and drawn, 390 px wide: what a phone of a sixth of the speed takes, however
busy this computer is. *Shown* is the same by the clock, with Chromium slowed down to a sixth; it is
true on an idle computer only. Both are the best of ``--times``. Needs Chromium and poppler-utils.
"""

import argparse
import asyncio
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from playwright.async_api import Browser, ViewportSize

from monitor.home import filing
from monitor.home.notes import Note
from monitor.home.reporting import report_bytes
from monitor.home.rows import row_of
from monitor.report.story import Story
from monitor.report.wording import LANGUAGES
from tests.browser.browsing import PHONE, chromium
from tests.monitor.report.full_story import FULL

SLOWER: Final = 6
_VIEWPORT: Final[ViewportSize] = {"width": PHONE["width"], "height": PHONE["height"]}
_WIDE: Final = (
    "[...document.querySelectorAll('*')].filter(e=>e.getBoundingClientRect().right>390.5).length"
)
_DRAWN: Final = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
_SHOWN: Final = (
    "Math.max(performance.getEntriesByType('navigation')[0].loadEventEnd,"
    " ...performance.getEntriesByType('paint').map(e=>e.startTime))"
)


class Shown(NamedTuple):
    """How a page was shown: by the clock, as work, s; and how many parts are too wide."""

    clock_s: float
    work_s: float
    wide: int


async def work_s(browser: Browser, page: Path) -> float:
    """Give the processor time of the main thread until a page is drawn, times ``SLOWER``, s."""
    context = await browser.new_context(viewport=_VIEWPORT)
    tab = await context.new_page()
    session = await context.new_cdp_session(tab)
    await session.send("Performance.enable", {"timeDomain": "threadTicks"})
    await tab.goto(page.as_uri(), wait_until="load")
    await tab.evaluate(_DRAWN)
    told = await session.send("Performance.getMetrics")
    await context.close()
    values = {each["name"]: float(each["value"]) for each in told["metrics"]}
    return SLOWER * values["TaskDuration"]


async def shown(browser: Browser, page: Path) -> Shown:
    """Show a page as a slow phone does."""
    context = await browser.new_context(viewport=_VIEWPORT)
    tab = await context.new_page()
    session = await context.new_cdp_session(tab)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await tab.goto(page.as_uri(), wait_until="load")
    await tab.evaluate(_DRAWN)
    took_ms, wide = await tab.evaluate(_SHOWN), await tab.evaluate(_WIDE)
    await context.close()
    return Shown(took_ms / 1000.0, await work_s(browser, page), int(wide))


async def paper(browser: Browser, page: Path) -> Path:
    """Print a page."""
    tab = await browser.new_page()
    await tab.goto(page.as_uri())
    pdf = page.with_suffix(".pdf")
    await tab.pdf(path=pdf, prefer_css_page_size=True)
    return pdf


def asked_of(*command: str) -> str:
    """Give what a program says."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


async def measure(name: str, story: Story, language: str, times: int) -> str:
    """Give the row of one report."""
    row = row_of(name, f"{name}.mcap", story, Note(), "")
    begun_s = time.process_time()
    page_bytes = report_bytes((row, story, Note()), None, language, "html")
    made_s = time.process_time() - begun_s
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_bytes(page_bytes)
        async with chromium() as browser:
            tried = [await shown(browser, page) for _ in range(times)]
            pdf = await paper(browser, page)
        facts = await asyncio.to_thread(asked_of, "pdfinfo", str(pdf))
        images = await asyncio.to_thread(asked_of, "pdfimages", "-list", str(pdf))
    pages = next(line.split()[-1] for line in facts.splitlines() if line.startswith("Pages"))
    work, clock = min(each.work_s for each in tried), min(each.clock_s for each in tried)
    return (
        f"{name:20} {language}  {len(page_bytes) / 1000.0:5.0f} kB  {made_s:5.2f} s"
        f"  {work:6.2f} s  {clock:5.2f} s"
        f"  {tried[0].wide:8}  {pages:>5}"
        f"  {max(images.count(chr(10)) - 2, 0):7}"
    )


async def table(recording: Path | None, times: int) -> None:
    """Print the table."""
    print("report               in    size     made  work × 6    shown  too wide  pages  bitmaps")
    name, story = "fullest", FULL
    if recording is not None:
        begun_s = time.process_time()
        name, story = recording.stem, filing.story_of(recording)
        print(f"{name}: read and replayed in {time.process_time() - begun_s:.1f} s")
    for language in LANGUAGES:
        print(await measure(name, story, language, times), flush=True)
    print("targets: 150 kB; made in 10 s; shown in 2 s; nothing too wide; 3 pages; no bitmaps")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recording", type=Path)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args(arguments)
    asyncio.run(table(asked.recording, asked.times))


if __name__ == "__main__":
    main()
