"""From a hub that waits to the report of a run, in a real browser and nowhere else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs
from playwright.async_api import ViewportSize

from monitor.home.folder import Home
from monitor.home.notes import read_note
from monitor.home.paired import PairedSensor, read_paired, write_paired
from monitor.types import Side
from monitor.web.afterwards import Afterwards
from monitor.web.fit_check import Fit
from monitor.web.messages import FollowUpMessage
from tests.browser.browsers import LAN_NAME
from tests.browser.browsing import PHONE, Phone, chromium, phone, pictures, whole
from tests.browser.looks import BROKEN, CUT, LEAST_PX, NARROW, SMALL, violations
from tests.monitor.report.stories import STORY
from tests.monitor.web.serving import Waiting, running, waiting
from tests.monitor.web.test_afterwards import a_run
from tests.monitor.web.test_sessions import file_story
from tests.system.live import pods
from tests.system.test_hub import hub


async def open_page(tab: Phone, run: Waiting) -> None:
    await tab.page.goto(f"http://127.0.0.1:{run.port}/#{run.door.pairing.token}")
    await tab.lives()


async def test_a_run_is_started_and_ended_and_its_report_read_on_the_page(tmp_path: Path) -> None:
    async with (
        pods(left=[], right=[]) as radio,
        hub(tmp_path, radio) as box,
        chromium() as browser,
        phone(browser) as tab,
    ):
        await tab.page.goto(f"http://{box.host}/#{box.token}")
        await tab.shows("#link", "The hub is ready")
        await tab.tap(".start")
        await tab.shows("#link", "Live")
        await tab.shows("#sentence", "I see both feet")
        await tab.tap("[data-view=more]")
        await tab.page.get_by_role("button", name="Pause").click()
        await tab.page.get_by_role("button", name="Go on").wait_for()
        await tab.page.get_by_role("button", name="End the run").click()
        await tab.page.get_by_role("button", name="Yes, end it").click()
        await tab.tap("[data-view=sessions]")
        await tab.page.locator(".filed a").click()
        await tab.page.locator("#limits").wait_for()
        title = await tab.page.title()
        await box.leaves()

    assert "Footloose" in title or title


@pytest.mark.timeout(240)
async def test_pods_are_paired_by_a_double_tap_on_the_page(tmp_path: Path) -> None:
    async with (
        pods(tapped=[], right=[]) as radio,
        hub(tmp_path, radio) as box,
        chromium() as browser,
        phone(browser) as tab,
    ):
        await tab.page.goto(f"http://{box.host}/#{box.token}")
        await tab.page.get_by_role("button", name="Pair by tapping").click()
        await tab.shows(".step[data-step=done]", "2 paired.")
        await box.leaves()

    paired = [(one.name, one.side) for one in read_paired(Home.open(tmp_path))]
    assert paired == [("toy tapped", "left"), ("toy right", "right")]


async def test_a_step_that_is_skipped_says_what_is_not_assessed(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        await open_page(tab, run)
        await tab.shows(".setup > .detail", "load and laces may not be assessed")
        await tab.page.locator(".step").nth(3).get_by_role("button", name="Skip").click()
        await tab.shows(".step[data-step=skipped]", "Skipped. Nobody knows whether the insoles")
        await tab.page.get_by_label("Who runs").fill("Ada")
        await tab.page.get_by_label("Shoe", exact=True).fill("red")
        await tab.page.get_by_role("button", name="Remember").click()
        await tab.shows(".step[data-step=done]", "Ada runs.")
        await tab.page.reload()
        await tab.shows(".step[data-step=done]", "Ada runs.")  # what is remembered has come
        shoe = await tab.page.get_by_label("Shoe", exact=True).input_value()

    assert shoe == "red"


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.soak), "de"])
async def test_a_waiting_hub_is_for_everybody_in_every_look(tmp_path: Path, language: str) -> None:
    found: dict[str, list[str]] = {}
    small: dict[str, list[str]] = {}
    wide: list[str] = []
    async with waiting(tmp_path) as run, chromium() as browser:
        paired = PairedSensor(address="A", name="pod", kind="pod", side=Side.LEFT)
        write_paired(run.home, [paired])
        good: dict[str, object] = {"fit": Fit.GOOD, "laces_kpa": 4.2}
        fits = {"left": good, "right": {"fit": Fit.NO_INSOLE, "laces_kpa": None}}
        shown = run.setup.state() | {"fit": fits}
        run.station.told.more["setup"] = lambda: shown
        run.station.told.trouble = "somebody: something"
        async with phone(browser, locale=language, viewport=NARROW) as tab:
            await open_page(tab, run)
            for theme in ("light", "dark"):
                await tab.page.emulate_media(color_scheme=theme)
                for view in ("run", "sessions", "more"):
                    await tab.tap(f"[data-view={view}]")
                    name = f"{view} {theme}"
                    found[name] = await violations(tab)
                    small[name] = await tab.page.evaluate(SMALL, LEAST_PX)
                    if await tab.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                        wide.append(name)
        folder = pictures()
        if folder and language == "en":
            run.station.told.trouble = ""
            async with phone(browser, color_scheme="light") as tab:
                await open_page(tab, run)
                await whole(tab, folder / "phone-setup.png")

    assert {name: each for name, each in found.items() if each} == {}
    assert {name: each for name, each in small.items() if each} == {}
    assert wide == []


async def test_quiet_is_offered_in_a_run_only(tmp_path: Path) -> None:
    """Between runs a hub takes the press and does nothing."""
    quiet = ".live .choice:visible"
    offered = []
    async with waiting(tmp_path / "a") as idle, running(tmp_path) as run, chromium() as browser:
        for hub_of in (idle, run):
            async with phone(browser) as tab:
                await tab.page.goto(f"http://{hub_of.host}/#{hub_of.door.pairing.token}")
                await tab.lives()
                await tab.tap("[data-view=live]")
                offered.append(await tab.page.locator(quiet).all_inner_texts())

    assert offered == [[], ["Quiet for 10 min", "No form cues", "Form cues again"]]


async def test_the_questions_after_a_run_are_answered_on_the_page(tmp_path: Path) -> None:
    cut: dict[str, list[str]] = {}
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser, locale="de") as tab:
        name = a_run(run.home)
        run.station.answers.take = Afterwards(run.home).take
        await open_page(tab, run)
        form = tab.page.locator(".after .step")
        # long after the run they come on demand: who starts the next one need not pass them
        await form.get_by_role("button", name="Jetzt antworten").click()
        for size in (NARROW, PHONE):
            await tab.page.set_viewport_size(
                ViewportSize(width=size["width"], height=size["height"])
            )
            words = [*await tab.page.evaluate(CUT), *await tab.page.evaluate(BROKEN)]
            cut[str(size["width"])] = words
        await form.locator("[data-value='left/sole']").first.click()
        await form.get_by_role("button", name="Senden").click()
        await tab.shows(".after", "Danke.")
        await tab.delivers()
        answers = read_note(run.home.recordings / "run.mcap").follow_up

    assert name == "run"
    assert cut == {"320": [], "390": []}
    assert answers is not None
    assert [(where.side, where.zone) for where in answers.numb or ()] == [("left", "sole")]


async def test_the_page_counts_down_to_the_questions(tmp_path: Path) -> None:
    assert STORY.last_run_s is not None
    began = datetime.now(UTC) - timedelta(minutes=28.6, seconds=STORY.last_run_s)
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        file_story(run.home, "today", structs.replace(STORY, started=began.isoformat()))
        await open_page(tab, run)
        words = tab.page.locator(".after p:visible", has_text="this page asks how your feet are")
        left = [await words.inner_text()]
        for _ in range(2):
            await words.filter(has_not_text=left[-1]).wait_for()
            left.append(await words.inner_text())
        calendar = await tab.page.locator(".after a:visible").get_attribute("href")

    seconds = [int(text.removeprefix("In ").partition(" s ")[0]) for text in left]
    assert 84 >= seconds[0] > seconds[1] > seconds[2]
    assert calendar == "/after.ics?language=en"


async def test_what_is_answered_elsewhere_is_asked_no_longer(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        name, after = a_run(run.home), Afterwards(run.home)
        await open_page(tab, run)
        chosen = tab.page.locator(".after [data-value='left/sole']").first
        await tab.page.get_by_role("button", name="Answer now").click()
        await chosen.click()
        # in the terminal, one question; then all others
        after.take(FollowUpMessage("1", name, {"signs": "no"}))
        run.station.answers.note()
        await tab.shows(".after", "4 questions have no answer.")
        await tab.page.get_by_role("button", name="Answer now").click()
        stays = await chosen.get_attribute("aria-pressed")
        rest = ("numb", "hard_to_lift", "pain_in_one_spot", "calf_tight")
        after.take(FollowUpMessage("2", name, dict.fromkeys(rest, "no")))
        run.station.answers.note()
        await tab.shows(".after", "Thank you.")
        asks = await tab.page.locator(".after .step").count()

    assert (stays, asks) == ("true", 0)


async def test_the_sessions_show_how_it_goes_from_run_to_run(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser, locale="de") as tab:
        a_run(run.home)
        await open_page(tab, run)
        await tab.tap("[data-view=sessions]")
        await tab.shows(".sessions strong", "2025")
        await tab.shows("h2", "Von Lauf zu Lauf")


async def test_a_pod_is_named_on_the_page_and_its_name_stays_text(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        pods = [
            PairedSensor(address=each, name=f"pod <b>{each}", kind="pod", side=Side.LEFT)
            for each in "AB"
        ]
        write_paired(run.home, pods)
        await open_page(tab, run)
        row = tab.page.locator(".sensors li").nth(1)
        await row.get_by_role("button", name="Name it").click()
        await row.get_by_label("What do you call pod <b>B?").fill("old red one")
        await row.get_by_role("button", name="Remember").click()
        await tab.shows(".sensors strong", "old red one")
        refused = await tab.page.evaluate(CALL, "<img src=x>")
        await tab.shows(".trouble", "<img src=x>")
        bold = await tab.page.locator(".sensors b, .trouble img").count()
        small = await tab.page.evaluate(SMALL, LEAST_PX)

    assert refused == 204
    assert (bold, small) == (0, [])
    assert [one.shown for one in read_paired(run.home)] == ["pod <b>A", "old red one"]


CALL = """async (called) => (await fetch("/api/setup", {
  method: "POST", body: JSON.stringify({ do: "name", address: "B", called }) })).status"""


async def test_an_encrypted_page_keeps_the_screen_on_while_somebody_runs(tmp_path: Path) -> None:
    async with (
        running(tmp_path, https=True) as run,
        chromium() as browser,
        phone(browser, ignore_https_errors=True) as tab,
    ):
        await tab.page.goto(run.door.urls[0])
        await tab.lives()
        secure = await tab.page.evaluate("isSecureContext")
        await tab.page.wait_for_function("() => window.footloose.screen.held")
        cookies = await tab.context.cookies()

    assert secure
    assert [cookie["secure"] for cookie in cookies] == [True]


async def test_a_phone_that_was_paired_encrypted_pairs_without_encryption_too(
    tmp_path: Path,
) -> None:
    async with chromium() as browser, phone(browser, ignore_https_errors=True) as tab:
        for https in (True, False):
            scheme = "https" if https else "http"
            async with running(tmp_path, name=scheme, lan=True, https=https) as run:
                await tab.page.goto("about:blank")
                token = run.door.pairing.token
                await tab.page.goto(f"{scheme}://{LAN_NAME}:{run.port}/#{token}")
                await tab.lives()
        names = {cookie["name"] for cookie in await tab.context.cookies()}

    assert names == {"footloose", "footloose-s"}
