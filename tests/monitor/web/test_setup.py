"""What a page says before a run changes what was meant, and ends nothing else."""

import asyncio
import json
from collections.abc import Collection
from pathlib import Path

import pytest

from monitor.home.folder import Home
from monitor.home.paired import PairedSensor, write_paired
from monitor.home.remembered import Gear, read_remembered
from monitor.sources.ble_kinds import SensorKind
from monitor.sources.ble_limits import RadioLimits
from monitor.types import Side
from monitor.web.fit_check import Fit
from monitor.web.setup import Setup, Times
from monitor.web.setup_radio import SetupRadio
from tests.system.live import QUICK, on_the_air
from tests.system.programs import LONG_S
from tests.system.toy_pods import sensors

MEASURED = {Fit.LOADED_IN_AIR, Fit.NOT_STOOD_ON, Fit.GOOD}
"""How the check of a foot comes out that was felt in the air and on the ground."""


def a_setup(folder: Path) -> tuple[Setup, Home]:
    home = Home.open(folder)
    return Setup(home, SetupRadio(RadioLimits(), None), lambda: None, lambda: None), home


def say(setup: Setup, do: str, **more: object) -> None:
    setup.take(json.dumps({"do": do, **more}).encode())


def test_another_runner_keeps_her_own_shoes_and_agrees_to_nothing(tmp_path: Path) -> None:
    setup, home = a_setup(tmp_path)

    say(setup, "wear", athlete="Bea", shoe="blue")
    say(setup, "wear", athlete="Ann", shoe="red", insole="cork", try_cues=True)
    say(setup, "wear", athlete="Bea")
    say(setup, "wear", athlete="Ann", insole="")  # taken out

    assert read_remembered(home).worn == {
        "Bea": Gear(shoe="blue"),
        "Ann": Gear(shoe="red", try_cues=True),
    }


async def test_a_shoe_or_a_name_that_is_remembered_does_not_end_a_search(tmp_path: Path) -> None:
    setup, home = a_setup(tmp_path)

    say(setup, "find")
    say(setup, "wear", athlete="Bea", shoe="blue")
    say(setup, "name", address="AA:L", called="old one")
    busy = setup.state()["busy"]
    await asyncio.sleep(0)  # the search begins
    await setup.stop()

    assert busy == "find"
    assert read_remembered(home).worn == {"Bea": Gear(shoe="blue")}


@pytest.mark.timeout(150)
@pytest.mark.parametrize("there", [("left", "right"), ("left",)])
async def test_a_fit_check_ends_and_says_how_each_foot_came_out(
    tmp_path: Path, there: Collection[str]
) -> None:
    """Also where an insole never comes: whoever is there by then is checked."""
    times, changed = Times(connect_s=4.0, lift_s=2.0, stand_s=2.0), asyncio.Event()
    steps: list[str | None] = []
    async with on_the_air(sensors({name: [] for name in there})) as radio:
        setup = Setup(
            Home.open(tmp_path), SetupRadio(QUICK, radio), changed.set, lambda: None, times
        )
        say(setup, "fit")
        async with asyncio.timeout(LONG_S):
            while (state := setup.state())["busy"] is not None:
                steps += [state["fit_step"]] if state["fit_step"] not in steps else []
                changed.clear()
                await changed.wait()

    fits = {side: Fit(one["fit"]) for side, one in state["fit"].items()}
    assert steps == [None, "lift", "stand"]
    assert (state["fit_step"], state["trouble"]) == (None, "")
    assert fits[Side.LEFT] in MEASURED
    assert fits[Side.RIGHT] in (MEASURED if "right" in there else {Fit.UNSEEN})
    assert setup.fits() == fits


async def test_a_fit_check_of_sensors_of_a_map_alone_asks_for_nothing(tmp_path: Path) -> None:
    """They have no cells: nobody stands on one leg for them."""
    home, changed = Home.open(tmp_path), asyncio.Event()
    mapped = PairedSensor(address="F0:00", name="WT901", kind=SensorKind.MAPPED, side=Side.LEFT)
    write_paired(home, [mapped])
    steps: list[str | None] = []
    async with on_the_air([]) as radio:
        times = Times(connect_s=600.0, lift_s=600.0, stand_s=600.0)
        setup = Setup(home, SetupRadio(QUICK, radio), changed.set, lambda: None, times)
        say(setup, "fit")
        async with asyncio.timeout(LONG_S):
            while (state := setup.state())["busy"] is not None:
                steps += [state["fit_step"]]
                changed.clear()
                await changed.wait()

    assert set(steps) <= {None}
    assert state["fit"]["left"]["fit"] == Fit.NO_INSOLE
