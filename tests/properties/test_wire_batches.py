"""Decoding many packets at once gives what decoding each alone gives, bit for bit."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import WireError
from monitor.wire import foot_imu, imported, pressure
from monitor.wire.foot_imu import ImuFrame
from monitor.wire.imported import SampleFrame
from monitor.wire.pressure import PressureFrame

PLANTAR, INSTEP, CHANNELS = 9, 2, 3


def noise(seed: int, shape: tuple[int, int], scale: float) -> Any:
    return np.random.default_rng(seed).normal(0.0, scale, shape)


SEEDS = st.integers(0, 2**16)


@st.composite
def imu_payloads(draw: Any) -> bytes:
    n, seed = draw(st.integers(1, 19)), draw(SEEDS)
    frame = ImuFrame(seed * 65521, seed % 65536, noise(seed, (n, 3), 99), noise(seed, (n, 3), 9))
    return foot_imu.encode(frame)


@st.composite
def pressure_payloads(draw: Any) -> bytes:
    n, seed = draw(st.integers(1, pressure.max_samples(PLANTAR, INSTEP))), draw(SEEDS)
    kpa = noise(seed, (n, PLANTAR + INSTEP), 400.0)
    kpa[np.abs(kpa) < 50.0] = np.nan
    return pressure.encode(PressureFrame(seed, seed % 65536, kpa[:, :PLANTAR], kpa[:, PLANTAR:]))


@st.composite
def sample_payloads(draw: Any) -> bytes:
    n, seed = draw(st.integers(1, 30)), draw(SEEDS)
    t_s = np.cumsum(np.abs(noise(seed, (n, 1), 0.01))[:, 0])
    return imported.encode(SampleFrame(seed, t_s, noise(seed, (n, CHANNELS), 1e6)))


def some(good: Any) -> Any:
    """Lists of payloads: mostly good and of few lengths, some damaged, some rubbish."""
    cut = st.builds(lambda payload, by: payload[:-by], good, st.integers(1, 9))
    flipped = st.builds(
        lambda payload, at, bit: bytes(
            byte ^ (1 << bit) * (i == at % len(payload)) for i, byte in enumerate(payload)
        ),
        good,
        st.integers(0, 300),
        st.integers(0, 7),
    )
    return st.lists(st.one_of(good, good, good, cut, flipped, st.binary(max_size=60)), max_size=24)


def read_each(decode: Callable[[bytes], Any], payloads: Sequence[bytes]) -> tuple[Any, Any]:
    frames, errors = [], []
    for packet, payload in enumerate(payloads):
        try:
            frames.append((packet, decode(payload)))
        except WireError as error:
            errors.append((packet, str(error)))
    return frames, errors


def said(batch: Any) -> list[tuple[int, str]]:
    return [(packet, str(error)) for packet, error in batch.errors]


def stacked(arrays: list[Any], channels: int) -> bytes:
    return np.vstack([np.empty((0, channels)), *arrays]).tobytes()


@given(payloads=some(imu_payloads()))
def test_many_imu_packets_read_as_each_alone(payloads: list[bytes]) -> None:
    frames, errors = read_each(foot_imu.decode, payloads)

    batch = foot_imu.decode_many(payloads)

    assert said(batch) == errors
    assert batch.packet.tolist() == [packet for packet, _ in frames]
    assert batch.tick.tolist() == [frame.tick for _, frame in frames]
    assert batch.sequence.tolist() == [frame.sequence for _, frame in frames]
    assert batch.count.tolist() == [len(frame) for _, frame in frames]
    each = [np.hstack([frame.acc_m_s2, frame.gyr_rad_s]) for _, frame in frames]
    assert batch.values.tobytes() == stacked(each, 6)


@given(payloads=some(pressure_payloads()))
def test_many_pressure_packets_read_as_each_alone(payloads: list[bytes]) -> None:
    def decode(payload: bytes) -> PressureFrame:
        frame = pressure.decode(payload)
        if (frame.plantar_kpa.shape[1], frame.instep_kpa.shape[1]) != (PLANTAR, INSTEP):
            cells = f"{frame.plantar_kpa.shape[1]} + {frame.instep_kpa.shape[1]}"
            reason = f"pressure frame of {cells} cells, the insole has {PLANTAR} + {INSTEP}"
            raise WireError(reason, payload)
        return frame

    frames, errors = read_each(decode, payloads)

    batch = pressure.decode_many(payloads, PLANTAR, INSTEP)

    assert said(batch) == errors
    assert batch.packet.tolist() == [packet for packet, _ in frames]
    assert batch.tick.tolist() == [frame.tick for _, frame in frames]
    assert batch.sequence.tolist() == [frame.sequence for _, frame in frames]
    assert batch.count.tolist() == [len(frame) for _, frame in frames]
    each = [np.hstack([frame.plantar_kpa, frame.instep_kpa]) for _, frame in frames]
    assert batch.values.tobytes() == stacked(each, PLANTAR + INSTEP)


@given(payloads=some(sample_payloads()))
def test_many_sample_frames_read_as_each_alone(payloads: list[bytes]) -> None:
    def decode(payload: bytes) -> SampleFrame:
        frame = imported.decode(payload)
        if frame.values.shape[1] != CHANNELS:
            came = frame.values.shape[1]
            reason = f"sample frame of {came} channels, the stream has {CHANNELS}"
            raise WireError(reason, payload)
        return frame

    frames, errors = read_each(decode, payloads)

    batch = imported.decode_many(payloads, CHANNELS)

    assert said(batch) == errors
    assert batch.packet.tolist() == [packet for packet, _ in frames]
    assert batch.sequence.tolist() == [frame.sequence for _, frame in frames]
    assert batch.count.tolist() == [len(frame) for _, frame in frames]
    assert batch.t_s.tobytes() == b"".join(frame.t_s.tobytes() for _, frame in frames)
    assert batch.values.tobytes() == stacked([frame.values for _, frame in frames], CHANNELS)


READERS: dict[str, Any] = {
    "imu": (imu_payloads(), foot_imu.decode_many),
    "pressure": (
        pressure_payloads(),
        lambda payloads: pressure.decode_many(payloads, PLANTAR, INSTEP),
    ),
    "samples": (sample_payloads(), lambda payloads: imported.decode_many(payloads, CHANNELS)),
}


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
def test_grouping_packets_changes_no_value(name: str, data: Any) -> None:
    payloads, read = READERS[name]
    sent = data.draw(some(payloads))
    cut = data.draw(st.integers(0, len(sent)))

    whole, first, second = read(sent), read(sent[:cut]), read(sent[cut:])

    assert whole.values.tobytes() == first.values.tobytes() + second.values.tobytes()
    assert whole.packet.tolist() == [*first.packet, *(second.packet + cut)]
    assert said(whole) == said(first) + [(i + cut, error) for i, error in said(second)]
