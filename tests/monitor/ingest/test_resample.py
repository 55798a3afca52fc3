"""Streams of one foot come together on one grid, in time, whole, and without invented data."""

from dataclasses import replace

import numpy as np
import pytest

from monitor.ingest.limits import IngestLimits
from monitor.ingest.resample import Aligner
from monitor.ingest.sensor_stream import TimedSamples
from monitor.ingest.stream_buffer import StreamBuffer
from monitor.ingest.watermark import Delivery
from monitor.types import FootBlock, Side

LIMITS = IngestLimits()
RATE_HZ = 200.0


def aligner(*, same_device: bool = True) -> Aligner:
    streams = {
        "imu": StreamBuffer(6, RATE_HZ, "pod", IngestLimits()),
        "pressure": StreamBuffer(3, 100.0, "pod" if same_device else "sole", IngestLimits()),
    }
    return Aligner(Side.LEFT, RATE_HZ, streams, 2, LIMITS)


def delivery(stream: str, from_s: float, to_s: float, order: int = 0) -> Delivery:
    """One packet of samples whose values are their time."""
    rate_hz, columns = (RATE_HZ, 6) if stream == "imu" else (100.0, 3)
    times_s = np.arange(np.ceil(from_s * rate_hz), np.ceil(to_s * rate_hz)) / rate_hz
    values = np.repeat(times_s[:, np.newaxis], columns, axis=1)
    count = np.array([len(times_s)])
    samples = TimedSamples(np.array([order]), count, times_s + 50.0, times_s, values)
    return Delivery(stream, [samples])


def span(blocks: list[FootBlock]) -> list[tuple[int, int]]:
    return [(block.start, block.stop) for block in blocks]


def test_rows_wait_for_the_slower_stream() -> None:
    feet = aligner()

    assert span(feet.push([delivery("imu", 1.0, 2.0)])) == []
    assert span(feet.push([delivery("pressure", 1.0, 1.5)])) == [(200, 298)]


def test_all_quantities_have_the_time_of_their_row() -> None:
    feet = aligner()

    blocks = feet.push([delivery("imu", 1.0, 2.0), delivery("pressure", 1.0, 2.0)])

    (block,) = [*blocks]
    for values in (block.acc_m_s2, block.gyr_rad_s, block.plantar_kpa, block.instep_kpa):
        assert np.abs(values - block.t_s[:, np.newaxis]).max() < 1e-9
    assert block.plantar_kpa.shape == (len(block), 2)
    assert block.instep_kpa.shape == (len(block), 1)
    assert np.isnan(block.load_n).all()


def test_a_dead_stream_is_waited_for_no_longer_than_its_limit() -> None:
    feet = aligner()
    feet.push([delivery("imu", 1.0, 2.0), delivery("pressure", 1.0, 2.0)])

    blocks = feet.push([delivery("imu", 2.0, 2.0 + LIMITS.stream_wait_s + 1.0)])

    (block,) = blocks
    assert block.stop == pytest.approx(RATE_HZ * 3.0, abs=2)
    assert np.isfinite(block.acc_m_s2).all()
    assert np.isnan(block.plantar_kpa[block.t_s > 2.0]).all()


def test_a_foot_without_its_imu_goes_on_with_its_sole() -> None:
    feet = aligner(same_device=False)

    blocks = [*feet.push([delivery("pressure", 1.0, 9.0)]), *feet.finish()]

    rows = np.concatenate([block.plantar_kpa[:, 0] for block in blocks])
    assert np.isfinite(rows).all()
    assert len(rows) == pytest.approx(8.0 * RATE_HZ, abs=3)
    assert all(np.isnan(block.acc_m_s2).all() for block in blocks)


def test_a_short_loss_becomes_rows_without_values() -> None:
    feet = aligner()
    lost = [
        delivery(stream, a, b)
        for a, b in ((1.0, 2.0), (2.5, 4.0))
        for stream in ("imu", "pressure")
    ]

    blocks = [*feet.push(lost), *feet.finish()]

    numbers = np.concatenate([np.arange(b.start, b.stop) for b in blocks])
    acc = np.concatenate([b.acc_m_s2[:, 0] for b in blocks])
    assert (np.diff(numbers) == 1).all()
    assert np.isnan(acc[(numbers > 400) & (numbers < 500)]).all()
    assert np.isfinite(acc[(numbers < 398) | (numbers >= 500)]).all()


@pytest.mark.parametrize("away_s", [2.5, 10.0, 36_000.0])
def test_a_long_loss_is_a_jump_and_costs_no_rows(away_s: float) -> None:
    feet = aligner()
    back_s = 2.0 + away_s
    before = [delivery("imu", 1.0, 2.0), delivery("pressure", 1.0, 2.0)]
    after = [delivery(stream, back_s, back_s + 1.0) for stream in ("imu", "pressure")]

    blocks = [*feet.push(before), *feet.push(after), *feet.finish()]

    numbers = np.concatenate([np.arange(block.start, block.stop) for block in blocks])
    back = round(back_s * RATE_HZ)
    assert numbers.tolist() == [*range(200, 400), *range(back, back + 200)]


def test_what_comes_too_late_changes_nothing_that_was_said() -> None:
    late = [
        delivery("imu", 1.0, 2.0, 0),
        delivery("pressure", 1.0, 2.0, 1),
        delivery("imu", 2.0, 6.0, 2),
        delivery("pressure", 2.0, 6.0, 3),
    ]
    one_by_one, at_once = aligner(), aligner()

    single = [
        block
        for given in late
        for block in one_by_one.push(
            [
                given._replace(
                    samples=[replace(one, order=np.zeros(1, int)) for one in given.samples]
                )
            ]
        )
    ]
    single += one_by_one.finish()
    whole = [*at_once.push(late), *at_once.finish()]

    kpa = [np.concatenate([block.plantar_kpa for block in blocks]) for blocks in (single, whole)]
    assert kpa[0].tobytes() == kpa[1].tobytes()
    assert np.isnan(kpa[0]).any()


def test_pushing_nothing_says_nothing() -> None:
    assert aligner().push([]) == []
    assert aligner().finish() == []


@pytest.mark.parametrize("offset_s", [0.0, 0.0004, 0.0021, 0.0049])
def test_even_samples_pass_unchanged_wherever_they_start(offset_s: float) -> None:
    rng = np.random.default_rng(3)
    times_s = 1.0 + offset_s + np.arange(300) / RATE_HZ
    values = rng.normal(size=(300, 6))
    samples = TimedSamples(np.array([0]), np.array([300]), times_s + 50.0, times_s, values)
    streams = {"imu": StreamBuffer(6, RATE_HZ, "pod", IngestLimits())}
    feet = Aligner(Side.LEFT, RATE_HZ, streams, 0, LIMITS, anchored=True)

    blocks = [*feet.push([Delivery("imu", [samples])]), *feet.finish()]

    motion = np.concatenate([np.hstack([b.acc_m_s2, b.gyr_rad_s]) for b in blocks])
    np.testing.assert_allclose(motion, values[: len(motion)], atol=1e-9)
    assert len(motion) >= 299


def heard(stream: str, *orders: int, waits: bool) -> Delivery:
    return Delivery(stream, [], np.array(orders, dtype=np.int64), np.full(len(orders), waits))


def test_packets_that_have_come_are_waited_for_longer_than_a_silent_stream() -> None:
    feet = aligner(same_device=False)
    feet.push([heard("pressure", 0, waits=True)])
    late_s = 1.0 + LIMITS.stream_wait_s

    early = feet.push([delivery("imu", 1.0, late_s)])
    blocks = feet.push([delivery("pressure", 1.0, late_s), heard("pressure", 0, waits=False)])

    assert early == []
    rows = np.concatenate([block.plantar_kpa for block in blocks])
    assert np.isfinite(rows).all()


def test_an_outage_makes_no_packet_late_that_came_before_it() -> None:
    feet = aligner(same_device=False)
    feet.push([delivery("imu", 1.0, 2.0), heard("pressure", 0, waits=True)])
    feet.push([delivery("imu", 9.0, 10.0), heard("pressure", 0, waits=True)])

    given = [delivery("pressure", 1.0, 2.0), delivery("pressure", 9.0, 10.0)]
    blocks = feet.push([*given, heard("pressure", 0, waits=False)])

    before, after = (np.isfinite(block.plantar_kpa[:, 0]) for block in blocks)
    assert before[:-1].all(), "the last row lies between the last sample of each stream"
    assert after.all()
    assert [len(before), len(after)] == pytest.approx([RATE_HZ, RATE_HZ], abs=3)


def test_a_stream_that_dies_while_its_packets_wait_is_given_up() -> None:
    feet = aligner(same_device=False)
    feet.push([delivery("imu", 1.0, 2.0), heard("pressure", 0, waits=True)])

    blocks = []
    for tenth in range(10 * (1 + int(LIMITS.stream_wait_s))):
        blocks += feet.push([delivery("imu", 2.0 + 0.1 * tenth, 2.1 + 0.1 * tenth)])

    assert blocks[-1].stop == pytest.approx(RATE_HZ * 3.0, abs=2)


def test_a_push_may_bring_nothing_readable_of_a_stream() -> None:
    feet = aligner()
    feet.push([heard("pressure", 0, waits=True)])

    blocks = feet.push([delivery("imu", 1.0, 2.0), heard("pressure", waits=True)])

    assert blocks == []
