"""The page plays the radio, and it comes back after whatever happens to it."""

import asyncio
from dataclasses import replace
from pathlib import Path

from monitor.session.said import Heard, said_in
from tests.browser.browsers import LAN_NAME
from tests.browser.browsing import TIGHT, Phone, Wire, chromium, phone
from tests.browser.test_dark_start import lost_once
from tests.monitor.web.serving import Running, free_port, running, waiting

LOUD = """() => new Promise((found) => {
  const { audio } = window.footloose.radio;
  const context = new AudioContext();
  const ears = new AnalyserNode(context, { fftSize: 2048 });
  const source = context.createMediaElementSource(audio);
  source.connect(ears);
  source.connect(context.destination);
  const samples = new Float32Array(2048);
  let [peak, looks] = [0, 0];
  context.resume();
  const timer = setInterval(() => {
    ears.getFloatTimeDomainData(samples);
    peak = Math.max(peak, ...samples.map(Math.abs));
    looks += 1;
    if (peak > 0.2 || looks > 1000) {
      clearInterval(timer);
      found(peak);
    }
  }, 20);
})"""


TOLD = """
window.told = [];
new MutationObserver(() => {
  for (const { textContent } of document.querySelectorAll("[role=status]")) {
    const state = { "You hear the hub.": "heard", "The hub is not heard.": "lost" }[textContent];
    if (state && state !== window.told.at(-1)) window.told.push(state);
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
"""
"""Keeps what a page says of its radio, also what it says for half a second only."""


async def switch_on(tab: Phone, run: Running, host: str = "127.0.0.1") -> None:
    await listen_at(tab, f"http://{host}:{run.port}/#{run.door.pairing.token}")


async def listen_at(tab: Phone, address: str) -> None:
    """Open a page, and let it play the radio."""
    await tab.page.goto(address)
    await tab.lives()
    await tab.tap("[data-view=more]")
    await tab.page.get_by_role("button", name="Switch the radio on").click()
    await tab.shows("[role=status]", "You hear the hub.")


async def test_the_radio_is_heard_and_says_what_the_hub_says(tmp_path: Path) -> None:
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        await switch_on(tab, run)
        loud = tab.page.evaluate(LOUD)
        run.hub.radio.say_phrase("seen.both")
        peak = await loud
        title = await tab.page.evaluate("navigator.mediaSession.metadata.title")
        await tab.page.get_by_role("button", name="The radio is on").click()
        silent = await tab.page.evaluate("window.footloose.radio.audio.paused")

    assert peak > 0.2
    assert title == "Footloose is listening"
    assert silent


async def test_the_radio_comes_back_after_a_cut_and_a_pause(tmp_path: Path) -> None:
    wire = Wire(free_port())
    async with (
        running(tmp_path, lan=True) as run,
        wire.open(run.port),
        chromium(dials=wire.port) as browser,
        phone(browser) as tab,
    ):
        await tab.page.add_init_script(TOLD)
        await switch_on(tab, run, LAN_NAME)
        wire.go_dark()
        await tab.shows("[role=status]", "The hub is not heard.")
        wire.light_up()
        await tab.shows("[role=status]", "You hear the hub.")
        paused = await tab.page.evaluate("window.footloose.radio.audio.pause(), window.told.length")
        again = "(paused) => window.told.slice(paused).join() === 'lost,heard'"
        await tab.page.wait_for_function(again, arg=paused)


async def test_a_dead_hub_and_a_run_that_ended_meanwhile_are_said_by_the_phone_itself(
    tmp_path: Path,
) -> None:
    wire = Wire(free_port())
    async with (
        running(tmp_path, lan=True) as run,
        wire.open(run.port),
        chromium(dials=wire.port) as browser,
        phone(browser) as tab,
    ):
        await tab.page.add_init_script(
            "window.played = [];"
            "const set = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'src').set;"
            "Object.defineProperty(HTMLMediaElement.prototype, 'src', { set(url) {"
            "  window.played.push(url.startsWith('blob:') ? 'phrase' : 'stream');"
            "  set.call(this, url); } });"
        )
        await switch_on(tab, run, LAN_NAME)
        await tab.page.locator("body[data-phrases='3']").wait_for()
        wire.go_dark()
        await tab.page.locator("body[data-radio='no_connection']").wait_for()
        run.outbox.put_nowait(None)  # the run ends, and the radio's words are lost
        wire.light_up()
        await tab.page.locator("body[data-radio='connected']").wait_for()
        await tab.page.locator("body[data-radio='ended']").wait_for()
        await tab.shows("[role=status]", "You hear the hub.")
        played = await tab.page.evaluate("window.played")

    assert played.count("phrase") == 3


async def test_a_phrase_whose_answer_never_comes_is_asked_for_again(tmp_path: Path) -> None:
    """A page that waited for it would be silent when the hub is lost the next time."""
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        await tab.page.route("**/api/phrase/no_connection", lost_once())
        await switch_on(tab, run)
        await tab.page.locator("body[data-phrases='2']").wait_for()
        await tab.page.locator("body[data-phrases='3']").wait_for()


async def test_a_sentence_that_the_radio_played_is_recorded_as_heard(tmp_path: Path) -> None:
    async with running(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        await switch_on(tab, run)
        said = replace(
            TIGHT, text="I see both feet.", t_s=run.clock[0]
        )  # there is a recording of it
        run.say(said)
        run.air.put_nowait(said)
        played = "() => window.footloose.radio.confirmed === 1"
        run.hub.radio.handed = run.hub.on_air
        await tab.page.wait_for_function(played, timeout=60_000)
        await asyncio.to_thread(run.journal.sync)
        path = run.journal.path
    heard = said_in(path)

    assert heard is not None
    number = said.number
    assert heard.heard == [Heard(number, "radio"), Heard(number, "radio", confirmed=True)]


async def test_a_report_is_opened_beside_a_page_that_plays_the_radio(tmp_path: Path) -> None:
    async with waiting(tmp_path) as run, chromium() as browser, phone(browser) as tab:
        run.station.filed("monday")
        address = f"http://{run.host}/"
        await listen_at(tab, f"{address}#{run.door.pairing.token}")
        await tab.tap("[data-view=run]")
        async with tab.context.expect_page() as opened:
            await tab.tap("a[href='/report/monday']")
        beside = await opened.value
        await beside.wait_for_url(f"{address}report/monday")
        plays = await tab.page.evaluate("footloose.radio.on && !footloose.radio.audio.paused")
        stays = tab.page.url
        await tab.page.evaluate("footloose.radio.toggle()")
        async with tab.page.expect_navigation():
            await tab.tap("a[href='/report/monday']")
        tabs = len(tab.context.pages)

    assert (plays, stays, tabs) == (True, address, 2)
