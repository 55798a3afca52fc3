"""One session on the page: figures on an axis of time, start and end chosen, tables that follow."""

from math import sin
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home.notes import Note
from monitor.report.story import RiskPoint, RiskTrack, Story
from monitor.types import NERVE_ZONES, OutcomeKind, Side, Zone
from tests.browser.browsing import Phone, chromium, phone, pictures, whole
from tests.browser.looks import BROKEN, CUT, LEAST_PX, NARROW, violations
from tests.browser.test_dark_start import lost_once
from tests.browser.test_setup import open_page
from tests.monitor.report.full_story import FULL
from tests.monitor.report.stories import DROP, LOOSEN, STORY, numb
from tests.monitor.web.serving import Waiting, waiting
from tests.monitor.web.test_sessions import file_story

SMALL = """(least) => [...document.querySelectorAll("button, a.choice, summary, input, select")]
  .filter((each) => each.offsetParent !== null)
  .filter((each) => Math.min(each.offsetWidth, each.offsetHeight) < least)
  .map((each) => each.outerHTML)"""
ABOVE = """([one, other]) => document.querySelector(one).getBoundingClientRect().bottom
  <= document.querySelector(other).getBoundingClientRect().top"""
HOW = """() => [...document.querySelectorAll(".part:nth-of-type(2) .figure > svg .block")]
  .map((each) => each.dataset.how)"""


def a_track(side: Side, zone: Zone) -> RiskTrack:
    """Low, weakly, then rising and high, unseen for five minutes, then now; a forefoot never."""
    steps = [(20.0, 0.1, True), (600.0, 0.7, False), (1100.0, 0.9, False), (1500.0, None, False),
             (1800.0, 1.1, side is Side.RIGHT), (2400.0, 0.2, False)]  # fmt: skip
    points = () if zone is Zone.FOREFOOT else tuple(RiskPoint(*step) for step in steps)
    highest = None if zone is Zone.FOREFOOT else 1.1
    return RiskTrack(side=side, zone=zone, points=points, highest=highest, highest_s=highest,
                     causes={}, assessed_s=2500.0)  # fmt: skip


def a_story() -> Story:
    """An hour less ten minutes: a gap of five minutes, two symptoms, two sentences."""
    bent = []
    for series in FULL.series:
        least = {"cadence": 165.0, "contact": 250.0}.get(series.measure, 6.0)
        row = tuple(
            None if 150 <= k < 180 else least + 3.0 * sin(0.05 * k) + (k * 7919 % 13) * 0.1
            for k in range(300)
        )
        low = tuple(None if v is None else v - 1.5 for v in row)
        high = tuple(None if v is None else v + 1.5 for v in row)
        bent.append(structs.replace(series, low=low, middle=row, high=high))
    return structs.replace(
        STORY,
        series=tuple(bent),
        risks=tuple(a_track(side, zone) for side in Side for zone in NERVE_ZONES),
        felt=(numb(700.0, 1300.0), numb(2000.0, None, Side.RIGHT)),
        said=(
            structs.replace(LOOSEN, t_s=720.0, outcome_s=1000.0),
            structs.replace(LOOSEN, number=2, t_s=1850.0, outcome=OutcomeKind.IGNORED,
                            outcome_s=2200.0, after=None),
        ),
    )  # fmt: skip


async def opened(tab: Phone, run: Waiting) -> None:
    await open_page(tab, run)
    await tab.tap("[data-view=sessions]")
    await tab.tap("[data-name=monday]")
    await tab.page.locator(".part svg").first.wait_for()


async def rows(tab: Phone, part: int) -> list[list[str]]:
    """Give the rows of the tables of a part, from the first on."""
    told: list[list[str]] = (
        await tab.page.locator(".part")
        .nth(part)
        .locator("tbody tr")
        .evaluate_all("all => all.map(row => [...row.children].map(cell => cell.textContent))")
    )
    return told


async def test_start_and_end_are_chosen_and_figures_and_tables_follow(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        file_story(run.home, "monday", a_story())
        await opened(tab, run)
        all_of_it = [await rows(tab, part) for part in range(5)]
        hows = await tab.page.evaluate(HOW)
        drawn = [await tab.page.locator(f".part svg {each}").count() for each in (".line", ".weak")]
        if folder := pictures():
            await whole(tab, folder / "phone-session.png")
        await tab.page.get_by_label("Start", exact=True).fill("1600")
        await tab.page.get_by_label("End", exact=True).fill("1700")
        unseen = [await rows(tab, part) for part in (1, 3)]
        words = await tab.text(".chosen")
        await tab.tap(".chooser summary")
        await tab.page.get_by_role("button", name="11:40 numb").click()
        around = await tab.text(".chosen")
        felt = await rows(tab, 0)
        await tab.page.get_by_role("button", name="Whole run").click()
        again = [await rows(tab, part) for part in range(5)]

    assert [len(each) for each in all_of_it] == [4, 6, 2, 2, 2]
    assert again == all_of_it
    assert all_of_it[1][0] == ["Left foot, Top", "now (30:00)", "45 min", "10 min"]
    assert all_of_it[1][2] == ["Left foot, Forefoot", "not assessed", "0 s", "0 s"]
    assert all_of_it[3][0][4] == "45 min"
    assert set(hows) == {"low", "rising", "high", "now", "not_assessed"}
    assert drawn == [3 * 2 * 2, 4 + 2 + 1]  # a gap in each line; the legend has a sign
    assert words == "From 26:40 to 28:20"
    assert {row[1] for row in unseen[0]} == {"not assessed"}
    assert unseen[1] == []
    assert around == "From 6:40 to 16:40"
    assert [row[0] for row in felt] == [
        "11:40",
        "1 · 12:00 loosening the laces (tight laces, left); instep pressure in the air",
    ]


async def test_a_slider_stops_short_of_the_other(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        file_story(run.home, "monday", a_story())
        await opened(tab, run)
        await tab.page.get_by_label("End", exact=True).fill("600")
        await tab.page.get_by_label("Start", exact=True).fill("2000")
        words = await tab.text(".chosen")
        said = await tab.page.get_by_label("Start", exact=True).get_attribute("aria-valuetext")

    assert (words, said) == ("From 9:20 to 10:00", "9:20")


async def test_what_draws_a_session_is_loaded_once_it_is_opened(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        file_story(run.home, "monday", a_story())
        asked: list[str] = []
        tab.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        await open_page(tab, run)
        await tab.tap("[data-view=sessions]")
        await tab.page.locator("[data-name=monday]").wait_for()
        before = {"session.js", "axis.js", "session.css"} & set(asked)
        await opened_again(tab)

    assert before == set()
    assert {"session.js", "axis.js", "session.css"} <= set(asked)


async def opened_again(tab: Phone) -> None:
    """Open a session, go back to the list, and open it again."""
    for _ in range(2):
        await tab.tap("[data-name=monday]")
        await tab.page.locator(".part svg").first.wait_for()
        await tab.page.get_by_role("button", name="All sessions").click()
        assert await tab.page.evaluate("document.activeElement.dataset.name") == "monday"


async def test_the_card_of_a_red_flag_stands_above_the_figures_and_nothing_helped(
    tmp_path: Path,
) -> None:
    """Unread above all; once it is read, above the figures of its own session."""
    story = structs.replace(a_story(), said=(*a_story().said, structs.replace(DROP, number=3)))
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        file_story(run.home, "monday", story, Note(athlete="Ada"))
        await opened(tab, run)
        await tab.shows(".card h2", "See a specialist soon")
        first = await above(tab, ".after .card", ".chooser")
        doubled = await tab.page.locator(".session .card").count()
        await tab.page.get_by_role("button", name="I have read this").click()
        await tab.shows(".session .card h3", "See a specialist soon")
        then = await above(tab, ".session .card", ".chooser")
        said = await tab.text(".part >> nth=0")
        numbers = await tab.page.locator(".number").count()

    assert (first, then, doubled, numbers) == (True, True, 0, 0)
    assert "While a red flag is open" in said
    assert "loosening" not in said


async def above(tab: Phone, one: str, other: str) -> bool:
    """Tell whether one thing ends above another, both measured in the same moment."""
    found: bool = await tab.page.evaluate(ABOVE, [one, other])
    return found


@pytest.mark.soak
async def test_a_list_whose_answer_never_comes_is_said_and_asked_for_again(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        file_story(run.home, "monday", a_story())
        await tab.page.route("**/api/sessions", lost_once())
        await open_page(tab, run)
        await tab.tap("[data-view=sessions]")
        await tab.shows(".detail", "The list does not come. It is asked for again.")
        await tab.page.locator(".sessions .choice").first.wait_for()


async def test_questions_whose_first_answer_never_comes_are_asked_for_again(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        lost = lost_once()
        await tab.page.route("**/api/after", lost)
        await open_page(tab, run)
        async with tab.page.expect_response("**/api/after") as answer:
            pass
        known = await (await answer.value).json()

    assert "follow_up" in known


async def test_a_session_that_cannot_be_fetched_says_so_and_is_asked_again(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        file_story(run.home, "monday", a_story())
        await open_page(tab, run)
        await tab.tap("[data-view=sessions]")
        await tab.page.route("**/api/sessions/monday*", lambda route: route.abort())
        await tab.tap("[data-name=monday]")
        await tab.shows(".session [role=status]", "could not be fetched")
        await tab.page.unroute("**/api/sessions/monday*")
        await tab.page.get_by_role("button", name="Try again").click()
        await tab.page.locator(".part svg").first.wait_for()


async def test_a_session_whose_answer_never_comes_is_not_waited_for(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        file_story(run.home, "monday", a_story())
        await open_page(tab, run)
        await tab.tap("[data-view=sessions]")
        await tab.page.route("**/api/sessions/monday*", lost_once())
        await tab.tap("[data-name=monday]")
        await tab.shows(".session [role=status]", "could not be fetched", 60)
        await tab.page.get_by_role("button", name="Try again").click()
        await tab.page.locator(".part svg").first.wait_for()


@pytest.mark.parametrize("language", ["de", pytest.param("en", marks=pytest.mark.soak)])
async def test_a_session_is_for_everybody_in_every_look(tmp_path: Path, language: str) -> None:
    found: dict[str, object] = {}
    async with (
        waiting(tmp_path) as run,
        chromium() as browser,
        phone(browser, locale=language, viewport=NARROW, reduced_motion="reduce") as tab,
    ):
        file_story(run.home, "monday", a_story())
        for theme in ("light", "dark"):
            await tab.page.emulate_media(color_scheme=theme)
            await opened(tab, run)
            await tab.tap(".chooser summary")
            wide = await tab.page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found[theme] = [
                await violations(tab),
                await tab.page.evaluate(SMALL, LEAST_PX),
                [*await tab.page.evaluate(CUT), *await tab.page.evaluate(BROKEN)],
                wide,
            ]
            if folder := pictures():
                await tab.page.screenshot(path=folder / f"session-320-{theme}.png", full_page=True)

    assert found == {theme: [[], [], [], False] for theme in ("light", "dark")}
