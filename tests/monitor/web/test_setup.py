"""What a page says before a run changes what was meant, and ends nothing else."""

import asyncio
import json
from pathlib import Path

from monitor.home.folder import Home
from monitor.home.remembered import Gear, read_remembered
from monitor.sources.ble_limits import RadioLimits
from monitor.web.setup import Setup


def a_setup(folder: Path) -> tuple[Setup, Home]:
    home = Home.open(folder)
    return Setup(home, RadioLimits(), None, lambda: None, lambda: None), home


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
