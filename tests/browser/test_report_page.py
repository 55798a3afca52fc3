"""The report in a real browser: on a phone, without a net, and on paper."""

import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec import structs

from monitor.report.context import About, Changed, Context, InForce
from monitor.report.document import Report
from monitor.report.make import make_report
from monitor.report.page import html_page
from monitor.report.story import Story
from monitor.report.wording import LANGUAGES
from tests.monitor.report.full_story import FULL

BROWSER = shutil.which("chromium")
TOOLS = BROWSER and shutil.which("pdftotext") and shutil.which("pdfimages")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars",
)  # fmt: skip

pytestmark = pytest.mark.skipif(
    not TOOLS and not os.environ.get("CI"), reason="needs chromium and poppler-utils"
)


def chromium(folder: Path, *arguments: str) -> str:
    command = [str(BROWSER), *FLAGS, f"--user-data-dir={folder / 'profile'}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=True)
    return done.stdout


def report(language: str, story: Story = FULL) -> Report:
    many = (
        Changed(key=f"detectors.narrow_shoe.rise_{n}", value=f"1{n}.5 kPa", default=f"{n}.0 kPa")
        for n in range(20)
    )
    settings = InForce(mass_kg=71.5, reduced_feeling=True, changed=tuple(many))
    about = About(name="run", athlete="Ada", shoe="Blue 43", insole="thin", lacing="parallel",
                  text="warm", settings=settings)  # fmt: skip
    return make_report(Context(story=story, about=about), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_on_a_phone(tmp_path: Path, language: str) -> None:
    inside = html.escape(html_page(report(language)))
    outer = tmp_path / "outer.html"
    outer.write_text(
        f'<!DOCTYPE html><title>?</title><iframe id="f" width="390" height="800"'
        f' style="border:0" srcdoc="{inside}"></iframe><script>'
        "f.onload=()=>{const d=f.contentDocument;"
        "const wide=[...d.querySelectorAll('*')].filter(e=>e.getBoundingClientRect().right>390.5);"
        "document.title='width '+d.documentElement.scrollWidth+' wide '+wide.length}</script>"
    )

    shown = chromium(tmp_path, "--dump-dom", outer.as_uri())

    assert re.findall(r"<title>(.*?)</title>", shown)[0] == "width 390 wide 0"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_two_pages_and_one_for_the_clinician(tmp_path: Path, language: str) -> None:
    page, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    made = report(language)
    page.write_text(html_page(made))

    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri())

    facts = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True,
                          check=True).stdout  # fmt: skip
    images = subprocess.run(["pdfimages", "-list", pdf], capture_output=True, text=True,
                            check=True).stdout  # fmt: skip
    assert re.findall(r"Pages:\s+(\d+)", facts) == ["3"]
    assert images.count("\n") == 2  # its two lines of head
    assert made.clinician[0].title in text.split("\f")[2]
    assert missing_numbers(made, text) == set()


def missing_numbers(made: Report, text: str) -> set[str]:
    """Numbers of the tables that cannot be found in a text."""
    tables = [
        table
        for section in (*made.sections, *made.clinician)
        for table in (*section.tables, *(f.table for f in section.figures if f.table))
    ]
    cells = {cell for table in tables for row in table.rows for cell in row}
    numbers = {number for cell in cells for number in re.findall(r"[\d.,:]*\d", cell)}
    return {number for number in numbers if number not in text}


def test_no_figure_is_split_between_pages(tmp_path: Path) -> None:
    page, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(html_page(report("en")))
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri())

    pages = [
        subprocess.run(["pdftotext", "-f", str(n), "-l", str(n), "-layout", pdf, "-"],
                       capture_output=True, text=True, check=True).stdout
        for n in (1, 2)
    ]  # fmt: skip

    # the axis of each figure stands on the page of its title
    for title, last_row in (
        ("Your feet over the run", "R forefoot"),
        ("What your calves did", "N s"),
    ):
        (home,) = [text for text in pages if title in text]
        assert last_row in home[home.index(title) :]


def test_a_card_alone_prints_too(tmp_path: Path) -> None:
    from tests.monitor.report.stories import DROP

    page, pdf = tmp_path / "card.html", tmp_path / "card.pdf"
    page.write_text(html_page(report("en", structs.replace(FULL, said=(DROP,)))))
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri())

    text = subprocess.run(
        ["pdftotext", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "See a specialist soon" in text
    assert "What to change" not in text
