"""The plan on the page before the next run: its steps, one tap an answer, kept like every press."""

from pathlib import Path

from msgspec import structs

from monitor.home.notes import read_note
from tests.browser.browsing import chromium, phone, pictures
from tests.browser.looks import BROKEN, CUT, LEAST_PX, NARROW, SMALL, violations
from tests.browser.test_setup import open_page
from tests.monitor.report.stories import DROP
from tests.monitor.web.serving import waiting
from tests.monitor.web.test_plan import TIGHT_LACES
from tests.monitor.web.test_sessions import file_story

NEXT_RUN = """() => {
  const { link } = footloose;
  const idle = { ...link.state };
  link.hear({ ...idle, phase: "starting" });
  link.hear(idle);
}"""


async def test_each_step_is_answered_in_one_tap_also_without_the_hub(tmp_path: Path) -> None:
    """One while the line is dark: it is kept, delivered once, and not asked again meanwhile."""
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        file_story(run.home, "monday", TIGHT_LACES)
        await open_page(tab, run)
        await tab.shows(".plan", "Start with looser laces")
        await tab.tap("[data-item=looser_start][data-how=partly]")
        await tab.delivers()
        left = await tab.page.locator(".plan [role=group]").count()
        await tab.context.set_offline(True)
        await tab.tap("[data-item=parallel_lacing][data-how=done]")
        await tab.shows(".plan [role=status]", "Kept")
        waits = await tab.kept()
        await tab.context.set_offline(False)
        await tab.delivers()
        await tab.shows(".plan [role=status]", "Thank you")
        await tab.page.evaluate(NEXT_RUN)
        thanked = await tab.page.locator(".plan").is_visible()
        await tab.page.reload()
        await tab.lives()
        await tab.page.locator(".start").wait_for()
        shown = await tab.page.locator(".plan").is_visible()

    kept = read_note(run.home.recordings / "monday.mcap").plan
    assert (left, waits, thanked, shown) == (1, 1, False, False)
    assert [(done.item, done.how) for done in kept] == [
        ("looser_start", "partly"),
        ("parallel_lacing", "done"),
    ]


async def test_no_step_stands_beside_the_card_of_a_red_flag(tmp_path: Path) -> None:
    flagged = structs.replace(TIGHT_LACES, said=(*TIGHT_LACES.said, DROP))
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        file_story(run.home, "monday", flagged)
        await open_page(tab, run)
        await tab.shows(".front .card h2", "See a specialist soon")
        before = await tab.page.locator(".plan").is_visible()
        await tab.page.get_by_role("button", name="I have read this").click()
        await tab.delivers()
        after = await tab.page.locator(".plan").is_visible()

    assert (before, after) == (False, False)


async def test_the_plan_is_for_everybody_in_every_look(tmp_path: Path) -> None:
    found: dict[str, object] = {}
    async with (
        waiting(tmp_path) as run,
        chromium() as browser,
        phone(browser, locale="de", viewport=NARROW, reduced_motion="reduce") as tab,
    ):
        file_story(run.home, "monday", TIGHT_LACES)
        for theme in ("light", "dark"):
            await tab.page.emulate_media(color_scheme=theme)
            await open_page(tab, run)
            await tab.shows(".plan", "Über dem Spann parallel schnüren")
            found[theme] = [
                await violations(tab),
                await tab.page.evaluate(SMALL, LEAST_PX),
                [*await tab.page.evaluate(CUT), *await tab.page.evaluate(BROKEN)],
                await tab.page.evaluate("document.documentElement.scrollWidth > innerWidth"),
            ]
            if folder := pictures():
                await tab.page.screenshot(path=folder / f"plan-320-{theme}.png", full_page=True)

    assert found == {theme: [[], [], [], False] for theme in ("light", "dark")}
