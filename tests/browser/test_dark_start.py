"""A page that is opened while the line goes dark says so, and lives once it is back."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Route

from tests.browser.browsing import chromium, phone
from tests.monitor.web.serving import running

NO_ANSWER = "The hub does not answer; I go on trying."


BEFORE_2022 = "AbortSignal.timeout = undefined; delete Array.prototype.at;"
"""What Safari 15.0 has not."""


def lost_once() -> Callable[[Route], Awaitable[None]]:
    """Let the first request never be answered, as by a Wi-Fi that vanishes: no error, nothing."""
    asked: list[Route] = []

    async def take(route: Route) -> None:
        asked.append(route)
        if len(asked) > 1:
            await route.continue_()

    return take


async def test_a_page_whose_first_questions_are_lost_says_so_and_asks_again(tmp_path: Path) -> None:
    async with (
        running(tmp_path) as run,
        chromium() as browser,
        phone(browser) as pairs,
        phone(browser) as reads,
    ):
        await pairs.page.route("**/pair", lost_once())
        await reads.page.route("**/texts/*.json", lost_once())
        for tab in (pairs, reads):
            await tab.page.goto(f"http://{run.host}/#{run.door.pairing.token}")
        for tab in (pairs, reads):
            await tab.shows("#link", NO_ANSWER)
        for tab in (pairs, reads):
            await tab.lives()


async def test_a_browser_that_cannot_time_requests_loads_the_page_all_the_same(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        await tab.page.add_init_script(BEFORE_2022)
        await tab.page.goto(f"http://{run.host}/#{run.door.pairing.token}")
        await tab.lives()
