"""What a hub that waits does with presses, whatever comes in whatever order."""

import asyncio
import json
from pathlib import Path

import pytest

from monitor.errors import HomeError
from monitor.home.folder import Home
from monitor.home.paired import PairedSensor, write_paired
from monitor.sources.ble_limits import RadioLimits
from monitor.types import ReferenceSpeed, Side
from monitor.web.messages import EndMessage, OffMessage, StartMessage, TapMessage
from monitor.web.phases import TRANSITIONS, Phase, Trigger, after
from monitor.web.power import Power
from monitor.web.setup import Setup
from monitor.web.setup_radio import SetupRadio
from monitor.web.station import Station
from monitor.web.stillness import Stillness
from tests.browser.browsing import a_stride
from tests.monitor.web.serving import radio, running


def a_station(tmp_path: Path, *known: str) -> Station:
    return Station(radio(tmp_path), Power(tmp_path / "off"), lambda name: name in known)


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("trigger", Trigger)
def test_every_trigger_is_known_in_every_phase(phase: Phase, trigger: Trigger) -> None:
    assert after(phase, trigger) in Phase
    assert all(target in Phase for target in TRANSITIONS[phase].values())


async def test_a_start_is_done_once_the_run_is_on_the_disk_and_not_twice(tmp_path: Path) -> None:
    station, done = a_station(tmp_path), []
    press = StartMessage("go")

    station.press(press, lambda: done.append("first"))
    station.press(press, lambda: done.append("again"))
    start = await station.next_start()
    waiting = (station.phase, list(done))
    async with running(tmp_path) as run:
        with station.showing(run.hub):
            station.press(press, lambda: done.append("third"))
            phase = station.phase
    station.filed("run")

    assert start is press
    assert waiting == (Phase.STARTING, [])
    assert phase is Phase.RUNNING
    assert sorted(done) == ["again", "first", "third"]
    assert (station.phase, station.told.last) == (Phase.IDLE, "run")


async def test_what_is_old_known_or_not_for_now_starts_nothing(tmp_path: Path) -> None:
    from monitor.web.messages import press_of

    station, done = a_station(tmp_path, press_of("known", 0.0).identity), []

    station.press(StartMessage("known"), lambda: done.append(1))
    station.press(StartMessage("old", age_s=600.0), lambda: done.append(2))
    station.press(EndMessage("end"), lambda: done.append(3))
    station.press(TapMessage("tap", "numb"), lambda: done.append(4))  # type: ignore[arg-type] # as decoded

    assert station.phase is Phase.IDLE
    assert done == [1, 2, 3]


async def test_a_start_counts_once_however_often_it_comes(tmp_path: Path) -> None:
    station, done = a_station(tmp_path), []
    station.press(StartMessage("go"), lambda: done.append("first"))
    async with running(tmp_path) as run:
        with station.showing(run.hub):
            pass
    station.filed("run")

    station.press(StartMessage("go"), lambda: done.append("again"))

    assert (station.phase, sorted(done)) == (Phase.IDLE, ["again", "first"])


async def test_a_start_that_is_pressed_while_a_run_is_filed_begins_the_next(
    tmp_path: Path,
) -> None:
    station, done = a_station(tmp_path), []
    station.press(StartMessage("one"), lambda: None)
    async with running(tmp_path) as run:
        with station.showing(run.hub):
            pass
    press = StartMessage("two", age_s=1.0, clock_ms=1e12)
    station.press(press, lambda: done.append(1))
    before = (station.phase, list(done))
    station.filed("run")
    async with asyncio.timeout(5):
        start = await station.next_start()
    phase = station.phase
    async with running(tmp_path, name="next") as run:
        with station.showing(run.hub):
            pass

    assert before == (Phase.FILING, [])
    assert start is not None
    assert start.id == "two"
    assert start.age_s > 1.0  # it waited, so the phone's clock went on
    assert (phase, done) == (Phase.STARTING, [1])


async def test_a_start_after_the_one_run_of_a_program_is_refused(tmp_path: Path) -> None:
    station = Station(radio(tmp_path), Power(None), lambda _: False, once=True)
    station.filed(None)
    told: list[str] = []

    station.command(b'{"type":"start","id":"go"}', lambda _, refused="": told.append(refused))

    assert len(told) == 1
    assert "No run goes on" in told[0]


async def test_a_run_that_does_not_begin_is_told_and_another_may_start(tmp_path: Path) -> None:
    station, done = a_station(tmp_path), []

    station.press(StartMessage("go"), lambda: done.append(1))
    station.filed(None, "the disk is full")
    trouble = station.told.trouble
    station.press(StartMessage("again"), lambda: done.append(2))

    assert (trouble, done, station.phase) == ("the disk is full", [1], Phase.STARTING)


def test_a_run_that_was_ended_before_it_began_is_over(tmp_path: Path) -> None:
    station = Station(radio(tmp_path), Power(None), lambda _: False, once=True)
    before = station.phase

    station.filed(None)

    assert (before, station.phase) == (Phase.STARTING, Phase.OVER)


async def test_off_without_a_run_is_at_once_and_where_there_is_no_switch_is_said(
    tmp_path: Path,
) -> None:
    station = a_station(tmp_path)
    without = Station(radio(tmp_path), Power(None), lambda _: False)

    station.press(OffMessage("off"), lambda: None)
    without.press(OffMessage("off"), lambda: None)

    assert (station.phase, (tmp_path / "off").exists()) == (Phase.OFF, True)
    assert without.phase is Phase.IDLE
    assert without.told.trouble == "no_switch"  # in the words of the language of the page


async def test_off_ends_no_run_where_there_is_no_switch(tmp_path: Path) -> None:
    station, done = Station(radio(tmp_path), Power(None), lambda _: False), []
    async with running(tmp_path) as run:
        with station.showing(run.hub):
            station.press(OffMessage("off"), lambda: done.append(1))
            ended = run.ended.is_set()

    assert (done, ended, station.told.trouble) == ([1], False, "no_switch")


@pytest.mark.parametrize(
    ("press", "why"),
    [
        ({"type": "tap", "what": "numb"}, "No run goes on"),
        ({"type": "wish", "what": "pause"}, "No run goes on"),
        ({"type": "seen", "number": 3}, "No run goes on"),
        ({"type": "lift", "what": "begin"}, "No run goes on"),
        ({"type": "laces", "what": "begin"}, "No run goes on"),
        ({"type": "heard", "number": 3, "path": "radio"}, "No run goes on"),
        ({"type": "end"}, "No run goes on"),
        ({"type": "follow_up", "session": "monday", "given": {"numb": "left"}}, "keeps answers"),
        ({"type": "off"}, "cannot be switched off"),
    ],
)
async def test_a_text_that_nobody_here_can_do_is_refused_by_its_id(
    tmp_path: Path, press: dict[str, object], why: str
) -> None:
    station = Station(radio(tmp_path), Power(None), lambda _: False)
    told: list[tuple[str, str]] = []

    def answered(identity: str, refused: str = "") -> None:
        told.append((identity, refused))

    station.command(json.dumps({**press, "id": "seven"}).encode(), answered)

    assert [identity for identity, _ in told] == ["seven"]
    assert why in told[0][1]


@pytest.mark.parametrize("how", ["off", "signal"])
async def test_a_run_that_was_starting_when_the_hub_was_to_end_ends_at_once(
    tmp_path: Path, how: str
) -> None:
    station = a_station(tmp_path)
    station.press(StartMessage("go"), lambda: None)
    if how == "off":
        station.press(OffMessage("off"), lambda: None)
    else:
        station.leave()

    async with running(tmp_path) as run:
        with station.showing(run.hub):
            ended = run.ended.is_set()
    station.filed(None, "no sensor was heard")

    assert ended
    assert (tmp_path / "off").exists() == (how == "off")


async def test_a_small_file_that_cannot_be_read_is_said_and_blinds_no_page(tmp_path: Path) -> None:
    home, station = Home.open(tmp_path / "home"), a_station(tmp_path)
    setup = Setup(home, SetupRadio(RadioLimits(), None), station.poke, lambda: None)
    station.told.more["setup"] = setup.state
    write_paired(home, [PairedSensor(address="A", name="pod", kind="pod", side=Side.LEFT)])
    home.remembered.write_text('{"athlete": "Ada", "of_a_newer_version": 1}')

    shown = json.loads(station.state_text())["station"]["setup"]
    async with running(tmp_path) as run:
        with station.showing(run.hub):
            during = json.loads(station.state_text())["station"]
    home.remembered.write_text('{"athlete": "Ada"}')
    station.poke()
    mended = json.loads(station.state_text())["station"]["setup"]

    assert "of_a_newer_version: unknown key" in shown["trouble"]
    assert [each["name"] for each in shown["paired"]] == ["pod"]
    assert "setup" not in during
    assert (mended["trouble"], mended["worn"]["athlete"]) == ("", "Ada")


async def test_what_cannot_be_told_between_runs_leaves_the_rest(tmp_path: Path) -> None:
    station = a_station(tmp_path)

    def fails() -> None:
        raise HomeError("catalogue.sqlite", "damaged")

    station.told.more.update(broken=fails, works=lambda: 1)
    around = json.loads(station.state_text())["station"]

    assert (around["trouble"], around["works"]) == ("catalogue.sqlite: damaged", 1)


def test_strides_and_speed_are_movement_and_standing_is_not() -> None:
    still = Stillness(900.0)

    still.push(a_stride(Side.LEFT, 100.0))
    after_stride = still.is_over(999.0)
    still.push(ReferenceSpeed(950.0, 0.0))

    assert not after_stride
    assert still.is_over(1000.0)
