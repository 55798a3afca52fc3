"""What the hub does not take is said on the page, and not only forgotten."""

from pathlib import Path

from tests.browser.browsing import Phone, chromium, phone
from tests.browser.test_dark_start import lost_once
from tests.monitor.web.serving import Running, Waiting, running, waiting

REFUSED = "The hub did not take what you pressed. The hub says:"


async def open_page(tab: Phone, run: Running | Waiting) -> None:
    await tab.page.goto(f"http://{run.host}/#{run.door.pairing.token}")
    await tab.lives()


async def test_a_press_that_the_hub_refuses_is_said_until_the_next_one(tmp_path: Path) -> None:
    """As where a page that is open since before an update meets a newer hub."""
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        await open_page(tab, run)
        await tab.page.evaluate("footloose.press({ type: 'tap', what: 'of another version' }) && 0")
        await tab.shows("#refused", f"{REFUSED} Invalid enum value 'of another version'")
        await tab.delivers()
        await tab.tap(".ok")
        gone = await tab.page.locator("#refused").is_hidden()

    assert gone


async def test_a_step_before_a_run_that_the_hub_refuses_is_said(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        await open_page(tab, run)
        await tab.page.evaluate("footloose.setup({ do: 'of another version' })")
        await tab.shows("#refused", f"{REFUSED} Invalid value 'of another version'")
        await tab.page.evaluate("footloose.setup({ do: 'stop' })")
        await tab.page.locator("#refused").wait_for(state="hidden")


async def test_a_step_that_the_hub_never_answers_is_said(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        await open_page(tab, run)
        await tab.page.route("**/api/setup", lost_once())
        await tab.page.evaluate("footloose.setup({ do: 'stop' }) && 0")
        await tab.shows("#refused", "The hub did not answer. Press again if nothing has changed.")
        await tab.page.evaluate("footloose.setup({ do: 'stop' })")
        await tab.page.locator("#refused").wait_for(state="hidden")
