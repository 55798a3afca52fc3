"""Measure the report's page: size, time to make and to show on a slow phone, width, paper.

Without a recording it is the fullest report that the tests can think of, in each language; with
``--recording`` that of a file. *Shown* is when Chromium, at a sixth of its speed and 390 px wide,
has loaded and first drawn the page: the better of ``--times``, by the clock of the page. Needs
Chromium and poppler-utils.
"""

import argparse
import asyncio
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.async_api import Browser

from monitor.home import filing
from monitor.home.notes import Note
from monitor.home.reporting import report_bytes
from monitor.home.rows import row_of
from monitor.report.story import Story
from monitor.report.wording import LANGUAGES
from tests.browser.browsing import PHONE, chromium
from tests.monitor.report.full_story import FULL

SLOWER: Final = 6
_WIDE: Final = (
    "[...document.querySelectorAll('*')].filter(e=>e.getBoundingClientRect().right>390.5).length"
)
_SHOWN: Final = (
    "Math.max(performance.getEntriesByType('navigation')[0].loadEventEnd,"
    " ...performance.getEntriesByType('paint').map(e=>e.startTime))"
)


async def shown_s(browser: Browser, page: Path) -> tuple[float, int]:
    """Give how long a slow phone takes to show a page, s, and how many parts are too wide."""
    context = await browser.new_context(viewport={**PHONE})
    tab = await context.new_page()
    session = await context.new_cdp_session(tab)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await tab.goto(page.as_uri(), wait_until="load")
    await tab.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    took_ms, wide = await tab.evaluate(_SHOWN), await tab.evaluate(_WIDE)
    await context.close()
    return took_ms / 1000.0, int(wide)


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
            shown = [await shown_s(browser, page) for _ in range(times)]
            pdf = await paper(browser, page)
        facts = await asyncio.to_thread(asked_of, "pdfinfo", str(pdf))
        images = await asyncio.to_thread(asked_of, "pdfimages", "-list", str(pdf))
    pages = next(line.split()[-1] for line in facts.splitlines() if line.startswith("Pages"))
    return (
        f"{name:20} {language}  {len(page_bytes) / 1000.0:5.0f} kB  {made_s:5.2f} s"
        f"  {min(each[0] for each in shown):5.2f} s  {shown[0][1]:8}  {pages:>5}"
        f"  {max(images.count(chr(10)) - 2, 0):7}"
    )


async def table(recording: Path | None, times: int) -> None:
    """Print the table."""
    print("report               in    size     made    shown  too wide  pages  bitmaps")
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
