"""The page of a plain ``footloose run``: before it, after it, and when its hub has left."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from monitor.home.folder import Home
from monitor.home.notes import read_note
from monitor.web.afterwards import Afterwards
from tests.browser.browsing import Phone, chromium, phone, pictures
from tests.monitor.web.serving import free_port
from tests.system.live import pods
from tests.system.programs import LONG_S


@asynccontextmanager
async def a_run(
    home: Path, radio: str, port: int, *more: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Give a plain run that nobody sees but its page, and the page's address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "monitor.cli", "run", "--backend", radio),
        *("--page-port", str(port), *more),
        env={**os.environ, "FOOTLOOSE_HOME": str(home), "HOME": str(home.parent)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(LONG_S):
            while not (line := (await process.stdout.readline()).decode()).startswith("page: "):
                assert line
        yield process, line.removeprefix("page: ").strip()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def left(process: asyncio.subprocess.Process) -> str:
    async with asyncio.timeout(LONG_S):
        said, _ = await process.communicate()
    return said.decode()


async def end_it(tab: Phone) -> None:
    await tab.tap("[data-view=more]")
    await tab.page.get_by_role("button", name="End the run").click()
    await tab.page.get_by_role("button", name="Yes, end it").click()
    await tab.tap("[data-view=run]")


async def test_after_a_run_the_page_has_its_report_and_keeps_the_answers(tmp_path: Path) -> None:
    home = tmp_path / "footloose"
    async with (
        pods(left=[], right=[]) as radio,
        a_run(home, radio, free_port()) as (process, address),
        chromium() as browser,
        phone(browser) as tab,
    ):
        await tab.page.goto(address)
        await tab.shows("#sentence", "I see both feet", LONG_S)
        await end_it(tab)
        await tab.shows(".once .lead", "The run has ended.", LONG_S)
        buttons = await tab.page.locator(".halves:visible").count()
        report = await tab.page.locator(".once a").get_attribute("href")
        status = (await tab.page.request.get(f"{address.partition('/#')[0]}{report}")).status
        # nobody ran on the toy pods, so the questions come at once
        form = tab.page.locator(".after .step:visible")
        await form.wait_for()
        if folder := pictures():
            await tab.page.screenshot(path=folder / "phone-after.png")
        await form.locator("[data-value='left/sole']").first.click()
        await form.get_by_role("button", name="Send").click()
        # still numb: the card comes at once, and the hub stays until it is read
        await tab.shows(".after .card", "still numb", LONG_S)
        stays = process.returncode
        await tab.tap(".after .card:visible .choice")
        said = await left(process)
        await tab.shows("#link", "The run has ended.")
        await tab.shows(".once", "The hub has left.")

    (note,) = (read_note(path) for path in (home / "recordings").glob("*.mcap"))
    assert (buttons, status, stays) == (0, 200, None)
    assert process.returncode == 0, said
    assert note.follow_up is not None
    assert [(where.side, where.zone) for where in note.follow_up.numb or ()] == [("left", "sole")]
    assert note.acknowledged


async def test_questions_of_a_run_whose_hub_left_come_at_the_next_start(tmp_path: Path) -> None:
    port = free_port()
    async with (
        pods(left=[], right=[]) as radio,
        chromium() as browser,
        phone(browser) as tab,
    ):
        async with a_run(tmp_path, radio, port) as (first, address):
            await tab.page.goto(address)
            await tab.shows("#sentence", "I see both feet", LONG_S)
            first.send_signal(signal.SIGINT)
            await left(first)
        # the hub has left, and the phone asks all the same, and keeps the answer
        await tab.shows(".once", "The hub has left.")
        form = tab.page.locator(".after .step:visible")
        await form.locator("[data-value='no']").first.click()
        await form.get_by_role("button", name="Send").click()
        await tab.shows(".after", "Kept.")
        kept = await tab.kept()
        async with a_run(tmp_path, radio, port, "--no-follow-up") as (second, _):
            await tab.delivers()
            await tab.shows("#sentence", "I see both feet", LONG_S)
            await tab.tap(".quiet:visible")
            await tab.shows(".after", "4 questions have no answer.", LONG_S)
            await tab.page.get_by_role("button", name="Answer now").click()
            await tab.page.locator(".after [data-value='no']:visible").first.click()
            await tab.page.get_by_role("button", name="Send").click()
            await tab.delivers()
            await end_it(tab)
            await left(second)

    assert kept == 1
    assert first.returncode == 130
    answers = [read_note(path).follow_up for path in (tmp_path / "recordings").glob("*.mcap")]
    (given,) = (each for each in answers if each is not None)
    assert (given.numb, given.hard_to_lift, given.calf_tight) == ((), (), None)
    assert Afterwards(Home.open(tmp_path)).state()["follow_up"]["missing"]
