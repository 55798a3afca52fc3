"""Several devices say a speed: one is believed at a time."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.session.series_table import COLUMNS, SeriesTable
from monitor.types import Packet, ReferenceSpeed
from monitor.wire import reference, rsc, treadmill, uuids


def belt(t_s: float, speed_m_s: float = 3.0) -> Packet:
    payload = treadmill.encode(treadmill.TreadmillData(speed_m_s, 0, 0.02))
    return Packet("belt", uuids.TREADMILL, t_s, payload)


def pod(t_s: float, speed_m_s: float = 3.5, cadence: int = 84, name: str = "pod") -> Packet:
    said = rsc.RscMeasurement(speed_m_s, cadence, True, 2.4, 10.0 * t_s)
    return Packet(name, uuids.RSC_MEASUREMENT, t_s, rsc.encode(said))


def watch(t_s: float, speed_m_s: float = 4.0) -> Packet:
    said = reference.Reference(speed_m_s, 172.0, 0.24, None, 250.0)
    return Packet("watch", uuids.REFERENCE, t_s, reference.encode(said))


def speeds(packets: list[Packet], size: int | None = None) -> list[ReferenceSpeed]:
    pipeline = Pipeline(Config())
    packets = sorted(packets, key=lambda packet: packet.t_rx_s)
    size = size or len(packets)
    said = [e for i in range(0, len(packets), size) for e in pipeline.push(packets[i : i + size])]
    return [e for e in [*said, *pipeline.finish()] if isinstance(e, ReferenceSpeed)]


def every(
    make: Callable[..., Packet], from_s: float, to_s: float, **options: float | str
) -> list[Packet]:
    first = {belt: 0.0, pod: 0.3, watch: 0.6}[make]
    return [make(first + t, **options) for t in range(int(from_s), int(to_s))]


def test_the_belt_is_believed_before_the_pod_and_the_pod_before_the_watch() -> None:
    both = [*every(pod, 0, 60), *every(watch, 0, 60)]

    assert {s.speed_m_s for s in speeds(both)[3:]} == {3.5}
    assert {s.speed_m_s for s in speeds([*both, *every(belt, 0, 60)])[3:]} == {3.0}


def test_when_one_is_lost_the_next_follows_and_it_takes_its_place_again() -> None:
    said = speeds([*every(belt, 0, 20), *every(belt, 40, 60), *every(pod, 0, 60)])

    assert {s.speed_m_s for s in said if s.t_s < 19.0} == {3.0}
    assert {s.speed_m_s for s in said if 26.0 < s.t_s < 40.0} == {3.5}
    assert {s.speed_m_s for s in said if s.t_s > 41.0} == {3.0}
    assert max(b.t_s - a.t_s for a, b in pairwise(said)) < 6.5


def test_a_belt_that_stands_still_is_not_the_one_that_is_run_on() -> None:
    said = speeds([*every(belt, 0, 30, speed_m_s=0.0), *every(pod, 0, 30)])

    assert {s.speed_m_s for s in said[2:]} == {3.5}
    assert {s.speed_m_s for s in speeds(every(belt, 0, 9, speed_m_s=0.0))} == {0.0}


def test_two_pods_are_never_mixed() -> None:
    said = speeds([*every(pod, 0, 60), *every(pod, 0, 60, speed_m_s=3.9, name="another")])

    assert len({s.speed_m_s for s in said}) == 1
    assert len(said) == 60


def test_what_only_another_device_says_is_added() -> None:
    said = speeds([*every(belt, 0, 20), *every(pod, 0, 20), *every(watch, 0, 20)])

    assert said[-1].slope == pytest.approx(0.02)
    assert said[-1].cadence_spm == 168.0
    assert said[-1].stride_length_m == pytest.approx(2.4)
    assert said[-1].contact_time_s == pytest.approx(0.24)
    assert said[-1].power_w == 250.0


def test_the_choice_does_not_depend_on_how_packets_are_grouped() -> None:
    packets = [*every(belt, 5, 20), *every(pod, 0, 40), *every(watch, 0, 60)]

    assert speeds(packets) == speeds(packets, 1) == speeds(packets, 7)


def test_all_that_a_pod_says_stands_in_the_table() -> None:
    table = SeriesTable()
    lines = [line for said in speeds(every(pod, 0, 10)) for line in table.push(said)]
    row = dict(zip(COLUMNS, [*lines, *table.finish()][3], strict=True))

    assert (row["speed_m_s"], row["cadence_spm"]) == ("3.5", "168")
    assert (row["stride_length_m"], row["distance_m"]) == ("2.4", "33")
