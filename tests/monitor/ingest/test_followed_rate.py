"""A mapped sensor without a clock keeps time with the session, whatever its true rate."""

import struct

import numpy as np
import numpy.typing as npt
import pytest

from monitor.ingest.limits import IngestLimits
from monitor.ingest.mapped_reader import MappedReader
from monitor.ingest.packet_columns import Packets
from monitor.ingest.sensor_stream import TickStream
from monitor.types import FloatArray, Side
from monitor.wire.sensor_map import Axes, Counter, NumberType, SensorMap

NOMINAL_HZ = 100.0
DELAY_S = 0.02


def mapped(counter: Counter | None = None, samples: int = 1) -> SensorMap:
    return SensorMap(
        side=Side.LEFT, rate_hz=NOMINAL_HZ, characteristic="x", counter=counter,
        samples=samples, step=12,
        acc=Axes(at=2, type=NumberType.I16, scale=1.0),
        gyr=Axes(at=8, type=NumberType.I16, scale=1.0),
    )  # fmt: skip


def session_s(
    sensor_map: SensorMap, t_rx_s: FloatArray, numbers: npt.NDArray[np.int64] | None = None
) -> FloatArray:
    """The session time of samples, by when their notifications arrive."""
    said = np.arange(len(t_rx_s)) if numbers is None else numbers
    payloads = [
        struct.pack(
            f"<H{6 * sensor_map.samples}h", int(number) % 65536, *[0] * 6 * sensor_map.samples
        )
        for number in said
    ]
    reader, stream = (
        MappedReader(sensor_map, IngestLimits()),
        TickStream(NOMINAL_HZ, IngestLimits()),
    )
    batch = reader.read(payloads, t_rx_s)
    packets = Packets(batch.packet, batch.sequence, batch.tick, batch.count, t_rx_s, batch.values)
    given = [*stream.push(packets), *stream.finish()]
    return np.concatenate([samples.session_s for samples in given])


@pytest.mark.parametrize("true_hz", [95.0, 98.0, 99.0, 100.3, 101.0, 102.0, 104.0])
@pytest.mark.parametrize("jitter_s", [0.0, 0.02])
def test_a_sensor_that_is_some_percent_off_keeps_time(true_hz: float, jitter_s: float) -> None:
    true_s = np.arange(0.0, 300.0, 1.0 / true_hz)
    late_s = np.random.default_rng(3).exponential(1.0, len(true_s)) * jitter_s

    told_s = session_s(mapped(), np.maximum.accumulate(true_s + DELAY_S + late_s))

    later = true_s > 60.0
    assert np.abs(told_s[later] - true_s[later] - DELAY_S).max() < 0.04
    assert (np.diff(told_s[later]) > 0.0).all()


@pytest.mark.parametrize("samples", [40, 60, 100])
@pytest.mark.parametrize("true_hz", [94.0, 98.0, 102.0])
def test_a_sensor_that_sends_much_at_once_is_followed_too_and_its_losses_are_seen(
    true_hz: float, samples: int
) -> None:
    ends_s = np.arange(0, 360) * samples / true_hz
    here = np.arange(360) != 250

    told_s = session_s(mapped(samples=samples), ends_s[here] + DELAY_S)

    last_s = told_s.reshape(-1, samples)[:, 0]
    later = ends_s[here] > 60.0
    assert np.ptp((last_s - ends_s[here])[later]) < 0.1


@pytest.mark.parametrize("held_s", [0.4, 1.5])
def test_a_link_that_was_held_up_does_not_change_the_rate(held_s: float) -> None:
    true_s = np.arange(0.0, 120.0, 1.0 / NOMINAL_HZ)
    t_rx_s = true_s + DELAY_S
    t_rx_s[(t_rx_s > 40.0) & (t_rx_s < 40.0 + held_s)] = 40.0 + held_s

    told_s = session_s(mapped(), t_rx_s)

    later = true_s > 50.0
    assert np.abs(told_s[later] - true_s[later] - DELAY_S).max() < 0.06


@pytest.mark.parametrize("kind", [NumberType.U8, NumberType.U16])
@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize("away_s", [1.0, 3.0, 5.0, 700.0])
def test_a_counter_that_wrapped_or_began_anew_in_a_drop_out_keeps_the_foot_in_time(
    kind: NumberType, anew: bool, away_s: float
) -> None:
    true_s = np.arange(0.0, 60.0 + away_s, 1.0 / NOMINAL_HZ)
    numbers = np.arange(len(true_s))
    if anew:
        numbers = np.where(true_s >= 10.0 + away_s, numbers - int((10.0 + away_s) * 100), numbers)
    here = (true_s < 10.0) | (true_s >= 10.0 + away_s)

    sensor_map = mapped(Counter(at=0, type=kind))
    told_s = session_s(sensor_map, true_s[here] + DELAY_S, numbers[here])

    later = true_s[here] > 15.0 + away_s
    most_s = 0.5 if anew else 0.03
    assert np.abs(told_s[later] - true_s[here][later] - DELAY_S).max() < most_s


@pytest.mark.parametrize("kind", [NumberType.U8, NumberType.U16])
def test_a_counter_shows_that_nothing_was_lost_while_a_link_was_held_up(kind: NumberType) -> None:
    true_s = np.arange(0.0, 60.0, 1.0 / NOMINAL_HZ)
    t_rx_s = true_s + DELAY_S
    t_rx_s[(t_rx_s > 20.0) & (t_rx_s < 23.0)] = 23.0

    told_s = session_s(mapped(Counter(at=0, type=kind)), t_rx_s)

    assert np.abs(told_s - true_s - DELAY_S).max() < 0.01
