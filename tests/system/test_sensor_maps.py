"""Sensors of one's own, found, started and read by a map file."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firmware_sim.air.services import MOVESENSE_NOTIFY, WITMOTION_NOTIFY
from monitor.config import Config
from monitor.errors import ConfigError
from monitor.ingest.limits import IngestLimits
from monitor.ingest.sensor_directory import Directory, Stream
from monitor.pipeline import Pipeline
from monitor.sources.ble_feet import Feet
from monitor.sources.sensor_maps import read_sensor_maps
from monitor.types import Notice, NoticeKind, Side
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.link import Link
from tests.system.live import collect, links, of, pods

SHIPPED = Path(__file__).parents[2] / "configs" / "sensors"


@pytest.mark.parametrize("which", ["movesense", "movesense208"])
async def test_a_movesense_is_found_started_and_read_by_the_map_that_comes_along(
    which: str,
) -> None:
    maps = read_sensor_maps(SHIPPED / f"{which}.toml")
    wanted: dict[str, Any] = {which: [], "strap": []}
    async with pods(**wanted) as radio:
        packets = await collect(
            radio,
            lambda packets: (
                sum(packet.characteristic == MOVESENSE_NOTIFY for packet in packets) > 30
            ),
            feet=Feet(maps=maps),
        )

    said = [packet for packet in packets if packet.characteristic == uuids.SENSOR_MAP]
    mine = [packet for packet in packets if packet.characteristic == MOVESENSE_NOTIFY]
    (stream,) = Directory().take(said[0]).streams
    reader = Stream(Side.LEFT, stream, IngestLimits())
    given = reader.push(range(len(mine)), mine)
    values = np.concatenate([samples.values for samples in given.samples])
    assert Link.CONNECTED in links(packets)
    assert len(values) >= 8 * 12
    assert values == pytest.approx(np.tile([0.0, 9.80665, 0.0, 0.0, 0.0, 1.0], (len(values), 1)))
    assert not given.refused
    # what a busy machine keeps a pod from sending is lost, as it is on the air
    assert (reader.tally.repeated, reader.tally.bad) == (0, 0)

    events = Pipeline(Config()).push(packets)
    wrong = {NoticeKind.BAD_PACKETS, NoticeKind.UNKNOWN}
    assert [e for e in events if isinstance(e, Notice) and e.kind in wrong] == []


async def test_a_witmotion_is_found_and_read_by_the_map_that_comes_along() -> None:
    async with pods(witmotion=[], strap=[]) as radio:
        packets = await collect(
            radio,
            lambda packets: sum(one.characteristic == WITMOTION_NOTIFY for one in packets) > 60,
            feet=Feet(maps=read_sensor_maps(SHIPPED / "witmotion.toml")),
        )

    said = [packet for packet in packets if packet.characteristic == uuids.SENSOR_MAP]
    mine = [packet for packet in packets if packet.characteristic == WITMOTION_NOTIFY]
    (stream,) = Directory().take(said[0]).streams
    reader = Stream(Side.LEFT, stream, IngestLimits())
    given = reader.push(range(len(mine)), mine)
    values = np.concatenate([samples.values for samples in given.samples])
    still = [0.0, 9.80665, 0.0, 0.0, 0.0, np.radians(62.5)]
    assert Link.CONNECTED in links(packets)
    assert len(values) >= 50
    assert values == pytest.approx(np.tile(still, (len(values), 1)))
    assert not given.refused


async def test_a_mapped_sensor_and_a_pod_of_one_foot_are_not_mixed() -> None:
    maps = read_sensor_maps(SHIPPED / "movesense.toml")
    async with pods(movesense=[], left=[]) as radio:
        packets = await collect(
            radio, lambda packets: Link.MISSING in links(packets), feet=Feet(maps=maps)
        )

    refused = [note.detail for note in of(packets, uuids.LINK) if note.state is Link.MISSING]
    assert any("the left foot has another IMU already" in detail for detail in refused)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_map_that_comes_along_is_read(path: Path) -> None:
    for one in read_sensor_maps(path):
        codec = CHARACTERISTICS[uuids.SENSOR_MAP]
        assert codec.decode(codec.encode(one.sensor_map)) == one.sensor_map


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("rate_hz = 100.0", "rate_hz = 5.0"), "sensor[0].rate_hz"),
        (('type = "i16"', 'type = "i17"'), "sensor[0].acc.type"),
        (('prefix = "55 61"', 'prefix = "5"'), "sensor[0].prefix"),
        (('name = "WT901BLE*"', 'nam = "WT901BLE*"'), "unknown key"),
        (('name = "WT901BLE*"', ""), "expected a name, or a service"),
        (("rate_hz = 100.0", "rate_hz = 100.0\nsamples = 2"), "several samples need step"),
    ],
)
def test_a_wrong_map_is_refused_by_its_key(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    text = (SHIPPED / "witmotion.toml").read_text(encoding="utf-8").replace(*change, 1)
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        read_sensor_maps(path)

    assert says in str(caught.value)
