"""What a runner sees and taps, in a real browser with the window of a phone."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.advice.sentences import render
from monitor.session.recording import Recording
from monitor.types import Feeling, Notice, NoticeKind, Side, Symptom, Zone
from monitor.wire import symptom, uuids
from tests.browser.browsers import LAN_NAME
from tests.browser.browsing import STOP, Phone, a_lively_run, chromium, phone, pictures
from tests.browser.looks import BROKEN, CUT, LEAST_PX, NARROW, SMALL, violations
from tests.monitor.web.serving import Running, running


async def open_page(tab: Phone, run: Running, host: str = "127.0.0.1") -> None:
    await tab.page.goto(f"http://{host}:{run.port}/#{run.door.pairing.token}")
    await tab.lives()


async def test_the_page_says_the_sentence_and_a_report_takes_three_taps(tmp_path: Path) -> None:
    async with running(tmp_path, lan=True) as run, chromium() as browser, phone(browser) as tab:
        a_lively_run(run)
        await open_page(tab, run, LAN_NAME)
        secure = await tab.page.evaluate("isSecureContext")
        await tab.shows("#sentence", "Left laces are too tight")
        await tab.tap(".half.wrong")
        await tab.tap("[data-feeling=tingling]")
        await tab.tap("[data-side=right][data-zone=forefoot]")
        await tab.shows(".thanks", "Got it.")
        await tab.tap(".half.ok")
        await tab.delivers()
        address = tab.page.url

    taps = [
        symptom.decode(packet.payload)
        for packet in Recording(tmp_path / "run.mcap").packets()
        if packet.characteristic == uuids.SYMPTOM
    ]
    assert [(tap.feeling, tap.side, tap.zone) for tap in taps] == [
        (Feeling.TINGLING, Side.RIGHT, Zone.FOREFOOT),
        (Feeling.OK, None, None),
    ]
    assert not secure
    assert run.door.pairing.token not in address


async def test_the_live_view_shows_feet_risks_numbers_sentences_and_sensors(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        a_lively_run(run)
        await open_page(tab, run)
        await tab.tap("[data-view=live]")
        await tab.shows(".numbers", "167")
        shown = await tab.text(".live")
        sole = await tab.page.locator(".soles svg").first.get_attribute("aria-label")
        unknown = await tab.page.locator("[data-how=not_assessed]").count()
        weak = await tab.page.locator("[data-weak]").count()
        run.clock[0] = 70.0
        await tab.shows(".numbers", "10 s old")
        old = await tab.page.locator(".numbers [data-old]").count()

    for words in (
        "now",
        "laces",
        "not assessed",
        "weak evidence",
        "5:43",
        "150",
        "you: Numb, Left foot, Top",
        "pod-left: battery is low",
        "battery 90 %",
    ):
        assert words in shown, words
    assert sole == "Left foot: forefoot 50 %, midfoot 20 %, heel 30 %, laces 15.4 kPa"
    assert (unknown, weak, old) == (2, 2, 5)


async def test_a_red_flag_and_its_card_stay_until_they_are_read(tmp_path: Path) -> None:
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        a_lively_run(run)
        run.say(STOP)
        await open_page(tab, run)
        await tab.shows(".card", "See a specialist if it stays numb for over 30 minutes")
        await tab.page.reload()
        await tab.shows(".card", "left foot is not lifting as before")
        await tab.tap(".card .choice")
        await tab.delivers()
        await tab.page.reload()
        await tab.shows("#sentence[data-red]", "left foot is not lifting as before")
        cards = await tab.page.locator(".card:visible").count()

    assert cards == 0


TAPS = [
    ("[data-feeling=swollen]", "[data-side=left][data-zone=calf]"),
    ("[data-feeling=swollen]", "[data-side=right][data-zone=whole]"),
    ("[data-feeling=swollen]", "[data-side=both]:not([data-zone])"),
    ("[data-feeling=tight]", "[data-side=both][data-zone=calf]"),
    ("[data-feeling=pain]", "[data-side=right][data-zone=heel]"),
    ("[data-feeling=something]", "[data-side=unsaid]"),
    ("[data-feeling=dizzy]", None),
]


async def report(tab: Phone, taps: Sequence[tuple[str, str | None]]) -> None:
    """Say that something is wrong: what, and where if it has a place."""
    for what, place in taps:
        await tab.tap(".half.wrong")
        await tab.tap(what)
        if place:
            await tab.tap(place)


async def test_calf_dizziness_heel_and_not_well_are_two_taps_and_each_flag_has_its_card(
    tmp_path: Path,
) -> None:
    """On the narrowest phone and in German; nobody has to go on for what has no place."""
    async with (
        running(tmp_path) as run,
        chromium() as browser,
        phone(browser, locale="de", viewport=NARROW) as tab,
    ):
        a_lively_run(run)
        await open_page(tab, run)
        await report(tab, TAPS)
        await tab.shows(".thanks", "Schwindlig.")
        await tab.delivers()
        for number, words in ((7, ("calf_swollen", "end_run")), (8, ("dizzy", "stop_and_cool"))):
            text = render(words, Side.LEFT, both=False)
            run.say(replace(STOP, number=number, text=text, words=words))
        run.say(STOP)
        await tab.shows(".card", "Die linke Wade ist geschwollen")
        titles = await tab.page.locator(".run .card h2").all_inner_texts()
        for left in (2, 1, 0):
            await tab.tap(".run .card .choice >> nth=0")
            await tab.page.wait_for_function(LEFT_CARDS, arg=left)

    told = [
        symptom.decode(packet.payload)
        for packet in Recording(tmp_path / "run.mcap").packets()
        if packet.characteristic == uuids.SYMPTOM
    ]
    assert [(tap.feeling, tap.side, tap.zone, tap.both) for tap in told] == [
        (Feeling.SWOLLEN, Side.LEFT, Zone.CALF, False),
        (Feeling.SWOLLEN, Side.RIGHT, Zone.FOOT, False),
        (Feeling.SWOLLEN, None, Zone.FOOT, True),
        (Feeling.TIGHT, None, Zone.CALF, True),
        (Feeling.PAIN, Side.RIGHT, Zone.HEEL, False),
        (Feeling.SOMETHING, None, None, False),
        (Feeling.DIZZY, None, None, False),
    ]
    assert titles == ["Jetzt Hilfe rufen", "Jetzt Hilfe rufen", "Geh zu einer Fachperson"]


LEFT_CARDS = "(left) => document.querySelectorAll('.run .card').length === left"


async def test_markup_in_the_name_of_a_sensor_stays_text(tmp_path: Path) -> None:
    from monitor.types import Packet

    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        run.hub.write(Packet("<img src=x onerror=alert(1)>", uuids.IMU, 60.0, b""))
        await open_page(tab, run)
        await tab.tap("[data-view=live]")
        await tab.shows(".sensors strong", "<img src=x onerror=alert(1)>")
        images = await tab.page.locator("img").count()

    assert images == 0


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.soak), "de"])
async def test_every_view_is_for_everybody_in_every_look(tmp_path: Path, language: str) -> None:
    """Axe finds nothing; targets are large; nothing is wider than the narrowest phone."""
    found: dict[str, list[str]] = {}
    small: dict[str, list[str]] = {}
    cut: dict[str, list[str]] = {}
    wide: list[str] = []
    folder = pictures()
    async with (
        running(tmp_path) as run,
        chromium() as browser,
        phone(browser, locale=language, viewport=NARROW, reduced_motion="reduce") as tab,
    ):
        a_lively_run(run)
        if folder and language == "en":
            await take_pictures(browser, run, folder)
        run.say(STOP)
        await open_page(tab, run)
        for theme in ("light", "dark"):
            await tab.page.emulate_media(color_scheme=theme)
            for view in ("run", "live", "sessions", "more", "what", "where", "calf"):
                await go_to(tab, view)
                name = f"{view} {theme}"
                found[name] = await violations(tab)
                cut[name] = [*await tab.page.evaluate(CUT), *await tab.page.evaluate(BROKEN)]
                small[name] = await tab.page.evaluate(SMALL, LEAST_PX)
                if await tab.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    wide.append(name)

    assert {name: each for name, each in found.items() if each} == {}
    assert {name: each for name, each in small.items() if each} == {}
    assert {name: each for name, each in cut.items() if each} == {}
    assert wide == []


async def go_to(tab: Phone, view: str) -> None:
    tab_of = view if view in {"run", "live", "sessions", "more"} else "run"
    await tab.tap(f"[data-view={tab_of}]")
    if view in {"what", "where", "calf"}:
        if await tab.page.locator(".ask .quiet:visible").count():
            await tab.tap(".ask .quiet:visible")
        await tab.tap(".half.wrong")
    if view in {"where", "calf"}:
        await tab.tap("[data-feeling=numb]" if view == "where" else "[data-feeling=swollen]")


async def take_pictures(browser: object, run: Running, folder: Path) -> None:
    """Take what docs/phone.md shows."""
    async with phone(browser) as tab:  # type: ignore[arg-type] # a Browser
        await open_page(tab, run)
        await tab.shows("#sentence", "laces")
        for view in ("run", "what", "where", "live"):
            await go_to(tab, view)
            await tab.page.screenshot(path=folder / f"phone-{view}.png")


async def test_german_is_chosen_on_the_page_and_kept(tmp_path: Path) -> None:
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        a_lively_run(run)
        await open_page(tab, run)
        await tab.tap("[data-view=more]")
        await tab.page.get_by_role("button", name="Deutsch").click()
        await tab.shows("nav", "Mehr")
        await tab.page.reload()
        await tab.shows("#sentence", "Links sind die Schnürsenkel zu fest")
        language = await tab.page.evaluate("document.documentElement.lang")

    assert language == "de"


async def test_a_foot_whose_sensor_has_no_name_is_named_in_the_language_of_the_page(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as run, chromium() as browser, phone(browser, locale="de") as tab:
        run.say(Notice(NoticeKind.NOT_FOUND, 59.0, "left pod", "left pod: not found"))
        run.say(Notice(NoticeKind.MISSING, 60.0, "recording", "recording: No space left"))
        run.say(Notice(NoticeKind.LOST, 61.0, "FP-12", "FP-12: lost", Side.RIGHT))
        await open_page(tab, run)
        await go_to(tab, "live")
        await tab.shows(".said", "Linker Fuß: nicht gefunden")
        await tab.shows(".said", "Die Aufzeichnung hat eine Lücke")
        await tab.shows(".said", "FP-12: Verbindung verloren")


async def test_a_phone_with_another_token_is_told_to_scan_again(tmp_path: Path) -> None:
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        await tab.page.goto(f"http://{run.host}/#wrong")
        await tab.shows("#link", "This phone is not paired. Scan the hub's code again.")


async def test_six_tabs_of_one_phone_all_live(tmp_path: Path) -> None:
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        await open_page(tab, run)
        pages = [await tab.context.new_page() for _ in range(5)]
        for page in pages:
            await page.goto(f"http://{run.host}/")
        run.say(Symptom(61.0, Feeling.PAIN, Side.LEFT))
        for page in [tab.page, *pages]:
            await page.locator("[data-view=live]").click()
            await page.locator(".said").filter(has_text="you: Pain, Left foot").wait_for()
