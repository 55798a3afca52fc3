"""The lift test from its button to the report and the card, with a foot that hangs."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from firmware_sim.air.serve_scenario import sensors
from firmware_sim.scenario import scenario_file
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import read_note
from monitor.home.unread import open_cards
from monitor.report.wording import Words
from monitor.types import Side
from tests.browser.browsing import chromium, phone
from tests.browser.test_after_run import a_run, end_it, left
from tests.monitor.web.serving import free_port
from tests.system.live import on_the_air
from tests.system.programs import LONG_S

BEGIN_S = 30.0
"""The button is pressed so long after the pods began; a busy machine connects the second late.

What the runner does fits the guide within three seconds either way.
"""
HEELS = """
name = "heels"
duration_s = 120.0
summary = "stand, walk, stand, twenty seconds on the heels, stand"
taps = false
phase = [
  { duration_s = 36.0, gait = "stand", speed_m_s = 0.0 },
  { duration_s = 14.0, gait = "walk", speed_m_s = 1.3 },
  { duration_s = 5.0, gait = "stand", speed_m_s = 0.0 },
  { duration_s = 21.5, gait = "walk", speed_m_s = 0.7 },
  { duration_s = 1e4, gait = "stand", speed_m_s = 0.0 },
]
change = [
  { at_s = 54.7, quantity = "heel_lift_deg", to = 18.0, side = "left" },
  { at_s = 54.7, quantity = "heel_lift_deg", to = 2.0, side = "right" },
]
pod = [
  { name = "pod-left", side = "left", imu = { turn_deg = [20.0, -35.0, 10.0] } },
  { name = "pod-right", side = "right", imu = { turn_deg = [-25.0, 15.0, 30.0] } },
]
"""
PRESS = """(least) => {
  const link = window.footloose?.link;
  if (!link) return false;
  const connected = link.events.filter(({ what }) => what === "connected").map(({ t_s }) => t_s);
  if (connected.length < 2 || link.nowS - Math.min(...connected) <= least) return false;
  document.querySelector(".lift button").click();
  return true;
}"""
"""Press the button in the page itself, so that no busy process stands between clock and press."""


def on_the_heels(folder: Path) -> AbstractAsyncContextManager[str]:
    """Give a radio with the pods of somebody whose right foot hangs."""
    scenario = folder / "heels.toml"
    scenario.write_text(HEELS)
    return on_the_air(sensors(scenario_file.load(scenario)))


async def test_a_foot_that_hangs_is_found_from_the_page(tmp_path: Path) -> None:
    said = []
    async with (
        chromium() as browser,
        phone(browser) as tab,
        on_the_heels(tmp_path) as radio,
        a_run(tmp_path / "home", radio, free_port()) as (process, address),
    ):
        await tab.page.goto(address)
        await tab.tap("[data-view=more]")
        await tab.page.get_by_role("button", name="Start the lift test").wait_for()
        await tab.page.wait_for_function(PRESS, arg=BEGIN_S, timeout=1000.0 * LONG_S)
        for words in ("Stand still", "as you always do", "on your heels", "That was all"):
            await tab.shows(".lift .lead", words, LONG_S)
            said.append(await tab.text(".lift .lead"))
        await end_it(tab)
        await tab.shows(".after .card", "lift", LONG_S)
        await tab.page.get_by_role("link", name="Read the report").click()
        report = await tab.text("body")
        process.terminate()
        await left(process)

    home = Home.open(tmp_path / "home")
    (recording,) = home.recordings.glob("*.mcap")
    test = read_note(recording).lift
    assert test is not None
    assert test.result is not None
    assert test.result.lower == (Side.RIGHT,), test.result
    assert test.result.lift_deg(Side.LEFT) == pytest.approx(18.0, abs=4.5)
    assert "less than the other foot: right" in " ".join(report.split())
    assert len(set(said)) == 4
    with Catalogue.open(home.catalogue) as catalogue:
        (card,) = open_cards(catalogue, None, Words("en"))
    assert card.name == "lift_lower.right"
