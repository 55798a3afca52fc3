"""Two lacings are compared from the button to the sentence, on shoes that are really tied anew."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from firmware_sim.air.serve_scenario import sensors
from firmware_sim.scenario import scenario_file
from monitor.home.folder import Home
from monitor.home.notes import read_note
from monitor.report.compare import Verdict
from monitor.report.lacing_test import Felt
from monitor.wire import pressure, uuids
from tests.browser.browsing import Phone, chromium, phone
from tests.browser.test_after_run import a_run, left
from tests.monitor.web.serving import free_port
from tests.system.live import on_the_air
from tests.system.programs import LONG_S

RUNS = """
name = "runs"
duration_s = 1000.0
summary = "stand a little, then run easily without an end"
taps = false
phase = [
  { duration_s = 6.0, gait = "stand", speed_m_s = 0.0 },
  { duration_s = 1e4, speed_m_s = 2.8 },
]
pod = [
  { name = "pod-left", side = "left", imu = {}, insole = {} },
  { name = "pod-right", side = "right", imu = {} },
]
"""
TIGHTER_KPA = 4.0
"""What A presses more than B. Where no insole is, nothing can be said."""


@dataclass
class Knot:
    """How the shoes are tied now."""

    tighter_kpa: float


class Tied:
    """A simulated pod in a shoe whose laces somebody ties while it runs."""

    def __init__(self, content: Any, knot: Knot) -> None:
        self._content, self._knot = content, knot
        self.name, self.called, self.kind = content.name, content.called, content.kind
        self.values = content.values

    def packets(self) -> Iterator[tuple[float, str, bytes]]:
        for t_s, characteristic, payload in self._content.packets():
            if characteristic != uuids.PRESSURE:
                yield t_s, characteristic, payload
                continue
            frame = pressure.decode(payload)
            tied_kpa = frame.instep_kpa + self._knot.tighter_kpa
            yield t_s, characteristic, pressure.encode(replace(frame, instep_kpa=tied_kpa))


@asynccontextmanager
async def shoes(folder: Path, knot: Knot) -> AsyncIterator[str]:
    """Give a radio with the pods of somebody who runs."""
    scenario = folder / "runs.toml"
    scenario.write_text(RUNS)
    pods = [(Tied(pod, knot), faults) for pod, faults in sensors(scenario_file.load(scenario))]
    async with on_the_air(pods) as radio:
        yield radio


async def trial(tab: Phone, name: str) -> None:
    """Leave out what somebody who runs without an end cannot do, and wait until it is run."""
    await tab.shows(".lacing h3", name, LONG_S)
    for _ in range(3):
        step = await tab.text(".lacing .lead")
        await tab.page.get_by_role("button", name="Leave this step out").click()
        await tab.page.wait_for_function(
            "(step) => document.querySelector('.lacing .lead').textContent !== step", arg=step
        )
    await tab.shows(".lacing .lead", "Run easily", LONG_S)


async def compare(tab: Phone, knot: Knot) -> None:
    """Go through A and B, say how it felt, and end the run."""
    await tab.shows("#sentence", "I see both feet", LONG_S)
    await tab.tap("[data-view=more]")
    await tab.page.get_by_label("What is A?").fill("crossed")
    await tab.page.get_by_label("What is B?").fill("parallel")
    await tab.page.get_by_role("button", name="Start with A").click()
    await trial(tab, "Trial 1: crossed")
    # who looks at another view finds back
    await tab.tap("[data-view=run]")
    await tab.page.get_by_role("button", name="A test goes on").click()
    await tab.shows(".lacing .lead", "Tie the laces of both shoes anew: B, parallel", LONG_S)
    knot.tighter_kpa = 0.0
    await tab.page.get_by_role("button", name="Both shoes are tied").click()
    await trial(tab, "Trial 2: parallel")
    await tab.page.get_by_role("button", name="That is enough").click(timeout=1000.0 * LONG_S)
    await tab.page.get_by_role("group", name="How did parallel feel").get_by_text("Better").click()
    await tab.shows(".lacing .lead", "That was all.")
    await tab.page.get_by_role("button", name="End the run and read it").click()
    await tab.shows(".after", "parallel against crossed", LONG_S)


@pytest.mark.soak  # tests/monitor/web/test_guided.py goes the same way without a browser
async def test_two_lacings_are_compared_from_the_page(tmp_path: Path) -> None:
    knot = Knot(TIGHTER_KPA)
    async with (
        shoes(tmp_path, knot) as radio,
        a_run(tmp_path / "home", radio, free_port(), "--set", "session.lacing_run_s=30") as (
            process,
            address,
        ),
        chromium() as browser,
        phone(browser) as tab,
    ):
        await tab.page.goto(address)
        await compare(tab, knot)
        said = await tab.text(".after")
        process.terminate()
        await left(process)

    (recording,) = Home.open(tmp_path / "home").recordings.glob("*.mcap")
    test = read_note(recording).laces
    assert test is not None
    assert test.result is not None
    assert (test.result.verdict, test.felt) == (Verdict.LESS, Felt.BETTER)
    assert test.result.told[0].change == pytest.approx(-TIGHTER_KPA, abs=1.0)
    assert "in the air: left −" in said
    assert "you felt it better" in said
    assert "Not assessed: right." in said
    assert "Each lacing was tied once." in said
