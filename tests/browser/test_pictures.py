"""Take the pictures of docs/report.md anew: the report on a phone, and printed.

    FOOTLOOSE_PICTURES=docs/pictures .venv/bin/pytest tests/browser \
        -m "" -k "pictures or look or has_its"

takes all pictures of phone and report; without that nothing is taken, and nothing is tested.
"""

import asyncio
import subprocess
from base64 import b64encode
from pathlib import Path

import pytest
from playwright.async_api import Browser

from firmware_sim.record import record
from monitor.home import filing
from monitor.home.notes import Note
from monitor.home.reporting import report_bytes
from monitor.home.rows import row_of
from tests.browser.browsing import PHONE, chromium, pictures

COLUMNS = 4
GAP_PX = 24
PRINT_DPI = 70

pytestmark = pytest.mark.skipif(pictures() is None, reason="only where pictures are wanted")


def report_of_a_narrow_shoe(folder: Path) -> Path:
    """Give the report that the docs show."""
    recording, page = folder / "narrow.mcap", folder / "narrow.html"
    record("narrow_shoe", recording)
    story = filing.story_of(recording)
    row = row_of("narrow", str(recording), story, Note(), "")
    page.write_bytes(report_bytes((row, story, Note()), None, "en", "html"))
    return page


@pytest.mark.timeout(900)
async def test_the_pictures_of_the_report_are_taken(tmp_path: Path) -> None:
    folder = pictures()
    assert folder is not None
    page = report_of_a_narrow_shoe(tmp_path)
    async with chromium() as browser:
        await on_a_phone(browser, page, folder / "report_phone.png")
        await printed(browser, page, folder / "report_print.png")

    assert (folder / "report_phone.png").stat().st_size < 1_000_000


async def on_a_phone(browser: Browser, page: Path, file: Path) -> None:
    """Show the whole report at a phone's width, in columns beside each other."""
    tab = await browser.new_page(viewport={"width": PHONE["width"], "height": PHONE["height"]})
    await tab.goto(page.as_uri())
    height = await tab.evaluate("document.documentElement.scrollHeight")
    shown = b64encode(await tab.screenshot(full_page=True)).decode()
    part = -(-height // COLUMNS)
    column = (
        "<div style='width:{w}px;height:{h}px;background:url(data:image/png;base64,{i}) 0 -{y}px'>"
    )
    columns = "".join(
        f"{column.format(w=PHONE['width'], h=part, i=shown, y=number * part)}</div>"
        for number in range(COLUMNS)
    )
    await side_by_side(browser, columns, file)


async def printed(browser: Browser, page: Path, file: Path) -> None:
    """Show the printed pages beside each other."""
    tab = await browser.new_page()
    await tab.goto(page.as_uri())
    paper = page.with_suffix(".pdf")
    await tab.pdf(path=paper, prefer_css_page_size=True)
    await asyncio.to_thread(_as_pictures, paper)
    images = [
        b64encode(each.read_bytes()).decode() for each in sorted(page.parent.glob("narrow-*.png"))
    ]
    await side_by_side(
        browser, "".join(f"<img src='data:image/png;base64,{image}'>" for image in images), file
    )


def _as_pictures(paper: Path) -> None:
    """Draw each page of a PDF beside it."""
    command = ["pdftoppm", "-png", "-r", str(PRINT_DPI), str(paper), str(paper.with_suffix(""))]
    subprocess.run(command, check=True)


async def side_by_side(browser: Browser, inside: str, file: Path) -> None:
    tab = await browser.new_page()
    style = f"margin:{GAP_PX}px;display:inline-flex;gap:{GAP_PX}px;background:#777;padding:0"
    await tab.set_content(
        f"<body style='margin:0;background:#777'><div id=all style='{style}'>{inside}</div>"
    )
    await tab.locator("#all").screenshot(path=file)
