"""What is pressed at a hub while it files a run."""

import asyncio
from pathlib import Path

from monitor.web.media_keys import Key
from monitor.web.messages import OffMessage, StartMessage
from monitor.web.phases import Phase
from monitor.web.power import Power
from monitor.web.station import Station
from tests.monitor.web.serving import radio, running


async def filing(tmp_path: Path, power: Power | None = None) -> Station:
    """Give a station whose run is being filed."""
    station = Station(radio(tmp_path), power or Power(None), lambda _: False)
    station.press(StartMessage("one"), lambda: None)
    async with running(tmp_path) as run:
        with station.showing(run.hub):
            pass
    return station


async def test_a_start_that_waited_too_long_for_a_run_to_be_filed_begins_none_and_says_so(
    tmp_path: Path,
) -> None:
    station = await filing(tmp_path)
    told: list[str] = []

    def answered(identity: str, refused: str = "") -> None:
        told.append(f"{identity}: {refused}")

    station.press(StartMessage("two", age_s=59.9999), lambda: told.append("done"), told.append)
    station.command(b'{"type": "start", "id": "two", "age_s": 59}', answered)
    await asyncio.sleep(0.001)
    station.filed("run")

    assert (station.phase, station.told.trouble) == (Phase.IDLE, "late")
    assert told == ["late", "two: The start was pressed over a minute ago: no run was begun."]


async def test_a_key_that_is_pressed_while_a_run_is_filed_begins_no_other(tmp_path: Path) -> None:
    """It may be meant for the run: the runner hears that it has ended."""
    station = await filing(tmp_path)

    station.key(Key.NEXT)
    station.filed("run")
    filed = station.phase
    station.key(Key.NEXT)

    assert (filed, station.phase) == (Phase.IDLE, Phase.STARTING)


async def test_where_switching_off_fails_a_start_that_waited_is_refused_and_the_next_one_works(
    tmp_path: Path,
) -> None:
    station = await filing(tmp_path, Power(tmp_path / "not there" / "off"))
    told: list[str] = []

    station.press(StartMessage("two"), lambda: told.append("done"), told.append)
    station.press(OffMessage("off"), lambda: None)
    station.filed("run")
    failed = (station.phase, bool(station.told.trouble))
    station.press(StartMessage("three"), lambda: None)
    async with asyncio.timeout(5):
        start = await station.next_start()

    assert (told, failed) == (["off"], (Phase.IDLE, True))
    assert (start and start.id, station.phase) == ("three", Phase.STARTING)
