from typing import Any

import numpy as np
import pytest

from monitor.errors import WireError
from monitor.types import Cell, CellLayout, Side
from monitor.wire import imported
from monitor.wire.imported import SampleFrame, StreamDescription, StreamFrame, StreamKind

CELL = Cell(1 / 3, -1 / 7, 1e-4 / 3)


def test_a_description_loses_nothing() -> None:
    walk = StreamDescription(
        kind=StreamKind.PRESSURE,
        side=Side.LEFT,
        rate_hz=100.0 / 3,
        channels=5,
        instep_cells=1,
        layout=CellLayout("Einlage “16”", (CELL,) * 4, (CELL,)),
        mass_kg=76.8,
    )

    assert imported.decode_description(imported.encode_description(walk)) == walk
    assert walk.plantar_cells == 4


def test_an_imu_stream_says_in_which_axes_it_is() -> None:
    run = StreamDescription(
        kind=StreamKind.IMU, side=Side.RIGHT, rate_hz=200.0, channels=6, frame=StreamFrame.FOOT
    )

    assert imported.decode_description(imported.encode_description(run)).frame == "foot"
    assert run.plantar_cells == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": StreamKind.IMU, "channels": 3},
        {"kind": StreamKind.FORCE, "channels": 2},
        {"kind": StreamKind.FORCE, "channels": 1, "instep_cells": 1},
        {"kind": StreamKind.PRESSURE, "channels": 4, "instep_cells": 5},
        {"kind": StreamKind.PRESSURE, "channels": 4, "layout": CellLayout("small", (CELL,) * 3)},
    ],
)
def test_a_description_does_not_contradict_itself(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"channels|cells"):
        StreamDescription(side=Side.LEFT, rate_hz=100.0, **wrong)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\x02{}",
        b"\x01{}",
        b"\x01[]",
        b'\x01{"kind":"sound","side":"left","rate_hz":1.0,"channels":1}',
        b'\x01{"kind":"force","side":"left","rate_hz":0.0,"channels":1}',
        b'\x01{"kind":"force","side":"\xff","rate_hz":1.0,"channels":1}',
        b'\x01{"x":' + b"[" * 60_000,
        b'\x01{"kind":"force","side":"left","rate_hz":1.0,"channels":1}' + b" " * 65_536,
    ],
)
def test_what_is_no_description_is_refused_with_its_bytes(text: bytes) -> None:
    with pytest.raises(WireError, match="stream description") as caught:
        imported.decode_description(text)

    assert caught.value.payload == text


def test_samples_keep_every_bit() -> None:
    t_s = np.array([0.1, 0.1, 1 / 3])
    values = np.array([[1 / 3, -0.0], [np.nan, 5e-324], [1e308, -1e308]])

    read = imported.decode(imported.encode(SampleFrame(4_000_000_000, t_s, values)))

    assert read.sequence == 4_000_000_000
    assert read.t_s.tobytes() == t_s.tobytes()
    assert read.values.tobytes() == values.tobytes()


@pytest.mark.parametrize(
    ("t_s", "values"),
    [([1.0, 0.5], [[0.0], [0.0]]), ([0.0, np.nan], [[0.0], [0.0]]), ([0.0], [[-np.inf]])],
)
def test_absurd_samples_are_neither_written_nor_read(
    t_s: list[float], values: list[list[float]]
) -> None:
    frame = SampleFrame(0, np.array(t_s), np.array(values))
    payload = imported.encode(SampleFrame(0, np.zeros(len(t_s)), np.zeros((len(t_s), 1))))[:7]
    payload += frame.t_s.tobytes() + frame.values.tobytes()

    with pytest.raises(ValueError, match="sample frame"):
        imported.encode(frame)
    with pytest.raises(WireError, match="sample frame"):
        imported.decode(payload)
    assert [i for i, _ in imported.decode_many([payload], 1).errors] == [0]


def test_a_frame_of_another_stream_is_told_apart() -> None:
    payload = imported.encode(SampleFrame(0, np.zeros(2), np.zeros((2, 3))))

    (refused,) = imported.decode_many([payload], 7).errors

    assert refused.error.reason == "sample frame of 3 channels, the stream has 7"
