"""What an insole builder reads of a recording: rates, loss, gaps."""

import pytest

from firmware_sim.record import record
from monitor.config import Config
from monitor.session.inventory import Inventory
from monitor.session.recording import Recording
from monitor.types import Packet
from monitor.wire import uuids


@pytest.fixture(scope="module")
def packets(tmp_path_factory: pytest.TempPathFactory) -> list[Packet]:
    """Ten seconds of two pods."""
    path = tmp_path_factory.mktemp("inventory") / "run.mcap"
    record("demo", path, duration_s=10.0)
    return list(Recording(path).packets())


def taken(packets: list[Packet], size: int) -> Inventory:
    inventory = Inventory(Config().ingest)
    for start in range(0, len(packets), size):
        inventory.push(packets[start : start + size])
    inventory.finish()
    return inventory


def test_a_whole_recording_has_its_rates_and_no_gaps(packets: list[Packet]) -> None:
    found = taken(packets, 100)

    imu = found.samples["pod-left", uuids.IMU]
    assert imu.rate_hz == pytest.approx(imu.spec.rate_hz, rel=0.01)
    assert imu.samples == pytest.approx(10.0 * imu.spec.rate_hz, rel=0.02)
    assert (imu.gaps, imu.tally.lost) == (0, 0)
    assert imu.summary.endswith("no gaps")
    assert len(found.samples) == 4


def test_lost_packets_are_counted_and_their_gap_is_measured(packets: list[Packet]) -> None:
    key = ("pod-left", uuids.IMU)
    mine = [place for place, packet in enumerate(packets) if packet[:2] == key]
    missing = set(mine[30:34])

    found = taken([p for place, p in enumerate(packets) if place not in missing], 100)

    imu = found.samples[key]
    assert (imu.tally.lost, imu.gaps) == (4, 1)
    assert imu.longest_gap_s == pytest.approx(4 * 19 / imu.spec.rate_hz, rel=0.05)
    assert "4 packets lost, gaps: 1" in imu.summary


def test_the_count_does_not_depend_on_how_packets_are_grouped(packets: list[Packet]) -> None:
    def lines(size: int) -> list[str]:
        return [facts.summary for facts in taken(packets, size).samples.values()]

    assert lines(1) == lines(57) == lines(100_000)
