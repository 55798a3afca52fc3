"""The demo as a newcomer follows it: one command, its address in a browser, the sentence."""

import asyncio
import signal
import sys
from pathlib import Path

from tests.browser.browsing import chromium, phone
from tests.monitor.web.serving import free_port
from tests.system.programs import LONG_S


async def address(output: asyncio.StreamReader) -> str:
    """Give the address that the demo prints, the first thing of all."""
    line = (await output.readline()).decode()
    what, _, found = line.strip().partition(": ")
    assert what == "page", line
    return found


async def test_the_demo_prints_its_page_first_and_its_sentence_appears_there(
    tmp_path: Path,
) -> None:
    settings = ("--page-port", str(free_port()))
    command = [sys.executable, "-m", "monitor.cli", "demo", "-o", str(tmp_path / "demo.mcap")]
    demo = await asyncio.create_subprocess_exec(
        *command, *settings, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    assert demo.stdout is not None
    try:
        async with asyncio.timeout(LONG_S), chromium() as browser, phone(browser) as tab:
            await tab.page.goto(await address(demo.stdout))
            reading = asyncio.create_task(demo.stdout.read())
            await tab.lives()
            await tab.shows("#sentence", "laces")
            await tab.tap("[data-view=more]")
            await tab.page.get_by_role("button", name="End the run").click()
            await tab.page.get_by_role("button", name="Yes, end it").click()
            # the page has the report, as long as somebody looks
            await tab.tap("[data-view=run]")
            await tab.page.get_by_role("link", name="Read the report").click()
            await tab.page.locator("#limits").wait_for()
            demo.send_signal(signal.SIGINT)
            said = (await reading).decode()
            code = await demo.wait()
    finally:
        if demo.returncode is None:
            demo.kill()
            await demo.wait()

    assert code == 0, said
    assert "recorded: " in said
