"""A sensor of one's own can be tried, paired and used by a hub before anybody runs with it."""

import re
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.home.folder import Home
from monitor.home.paired import own_sensors, read_paired
from monitor.session.recording import Recording
from monitor.shipped import SHIPPED
from monitor.sources.ble_feet import Feet
from monitor.sources.link_quality import LinkQuality
from monitor.sources.sensor_maps import read_sensor_maps, sensor_maps_path
from monitor.types import Packet
from monitor.wire import sensor_map, uuids
from tests.system.live import collect, pods
from tests.system.test_hub import hub, is_in
from tests.system.test_pair import footloose

WITMOTION = SHIPPED / "sensors" / "witmotion.toml"


async def test_scan_shows_what_a_map_makes_of_its_sensor(tmp_path: Path) -> None:
    words = ("scan", "--sensors", "witmotion", "--seconds", "2", "--live", "--for", "8")

    async with pods(witmotion=[], strap=[]) as radio:
        code, said = await footloose(tmp_path, *words, "--backend", radio)

    assert code == 0, said
    assert re.search(r"sensor of a map +left", said), said
    assert "acceleration 9.8 m/s² (at rest 9.8), turns by 1.09 rad/s" in said, said


async def test_a_sensor_of_a_map_is_paired_with_the_foot_of_its_map(tmp_path: Path) -> None:
    async with pods(witmotion=[], strap=[]) as radio:
        code, said = await footloose(
            tmp_path, "pair", "--sensors", str(WITMOTION), "--backend", radio
        )

    assert code == 0, said
    paired = {(one.kind, one.side) for one in read_paired(Home.open(tmp_path))}
    assert paired == {("sensor of a map", "left"), ("heart-rate strap", None)}


async def test_a_hub_uses_sensors_of_a_map(tmp_path: Path) -> None:
    async with (
        pods(witmotion=[]) as radio,
        hub(tmp_path, radio, "--sensors", "witmotion") as waiting,
    ):
        await waiting.press("start", "go", clock_ms=1.9e12)
        await waiting.until(lambda state: len(state["sensors"]) >= 1)
        await waiting.press("end", "enough")
        await waiting.until(is_in("idle"))

    (recording,) = (tmp_path / "recordings").glob("*.mcap")
    assert any(one.characteristic == uuids.SENSOR_MAP for one in Recording(recording).packets())


async def test_the_page_of_a_hub_finds_and_pairs_a_sensor_of_a_map(tmp_path: Path) -> None:
    async with (
        pods(witmotion=[], strap=[]) as radio,
        hub(tmp_path, radio, "--sensors", "witmotion") as waiting,
    ):
        await waiting.setup(do="find")
        shown = await waiting.until(lambda state: state["station"]["setup"]["found"])
        await waiting.setup(do="pair")
        paired = await waiting.until(lambda state: state["station"]["setup"]["paired"])

    kinds = {one["kind"] for one in shown["station"]["setup"]["found"]}
    assert kinds == {"sensor of a map", "heart-rate strap"}
    assert [(one["kind"], one["side"]) for one in paired["station"]["setup"]["paired"]] == [
        ("heart-rate strap", None),
        ("sensor of a map", "left"),
    ]


def test_a_map_that_comes_along_is_known_by_its_name(tmp_path: Path) -> None:
    assert read_sensor_maps(sensor_maps_path("witmotion")) == read_sensor_maps(WITMOTION)
    assert sensor_maps_path(str(tmp_path / "mine.toml")) == tmp_path / "mine.toml"
    with pytest.raises(ConfigError, match=r"witmoton: no such file; .*movesense, .*witmotion"):
        sensor_maps_path("witmoton")


def test_notifications_that_do_not_fit_the_map_are_counted() -> None:
    (mapped,) = read_sensor_maps(WITMOTION)
    said, quality = mapped.sensor_map, LinkQuality()
    quality.push(Packet("a", uuids.SENSOR_MAP, 0.0, sensor_map.encode(said)))

    for at in range(3):
        quality.push(Packet("a", said.characteristic, 0.1 * at, b"\x55\x61\x00"))

    assert quality.now.side is said.side
    assert quality.values == "no sample was read; 3 notifications do not fit its map"


async def test_once_one_sensor_of_a_map_is_paired_another_is_not_used(tmp_path: Path) -> None:
    maps = read_sensor_maps(sensor_maps_path("movesense"))
    async with pods(movesense=[], movesense208=[], strap=[]) as radio:
        words = ("pair", "--sensors", "movesense", "--sensor", "Movesense 0042")
        code, said = await footloose(tmp_path, *words, "--backend", radio)
        assert code == 0, said
        own = own_sensors(Home.open(tmp_path))

        def enough(packets: list[Packet]) -> bool:
            """Whether mine sent for a while: the other one would have, too."""
            return sum(p.characteristic == maps[0].sensor_map.characteristic for p in packets) > 40

        packets = await collect(radio, enough, only=own, feet=Feet(maps=maps, own=own))

    assert [(one.name, one.side) for one in own.values()] == [("Movesense 0042", "left")]
    assert {packet.sensor for packet in packets if packet.sensor} >= {"Movesense 0042"}
    assert not [packet for packet in packets if packet.sensor == "Movesense 0208"]
