"""Rows of the left and the right foot that take turns are told apart, or refused."""

from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.types import FloatArray, Side
from monitor.wire import imported, uuids

AXES = ("acc_x [m/s2]", "acc_y [m/s2]", "acc_z [m/s2]", "gyr_x [rad/s]", "gyr_y [rad/s]",
        "gyr_z [rad/s]")  # fmt: skip
T_S = np.arange(400) / 100.0


def foot(late_s: float) -> FloatArray:
    """Six channels of a foot whose stride is so late, s."""
    at = 9.0 * (T_S - late_s)
    return np.stack(
        [2 * np.sin(at), 9.81 + 6 * np.sin(at + 1), np.cos(at), np.sin(at), np.cos(at),
         5 * np.sin(at + 2)], axis=1,
    )  # fmt: skip


LEFT, RIGHT = foot(0.0), foot(0.35)


def fields(values: FloatArray) -> str:
    return ",".join(f"{value:.5f}" for value in values)


def streams(path: Path, side: Side | None = None) -> dict[str, FloatArray]:
    """Times and channels of each sensor, shape (n, 7)."""
    found: dict[str, list[FloatArray]] = {}
    for packet in import_csv([path], None, side=side).packets:
        if packet.characteristic == uuids.IMPORT_SAMPLES:
            frame = imported.decode(packet.payload)
            block = np.column_stack([frame.t_s, frame.values])
            found.setdefault(packet.sensor, []).append(block)
    return {sensor: np.concatenate(blocks) for sensor, blocks in found.items()}


@pytest.mark.parametrize("late_s", [0.0, 0.004])
def test_columns_of_two_feet_that_are_filled_in_turns_are_both_read(
    tmp_path: Path, late_s: float
) -> None:
    rows = [",".join(["time [s]", *(f"{side}_{name}" for side in Side for name in AXES)])]
    for t_s, left, right in zip(T_S, LEFT, RIGHT, strict=True):
        rows += [f"{t_s:.3f},{fields(left)}" + 6 * ",", f"{t_s + late_s:.3f},,,,,,,{fields(right)}"]
    path = tmp_path / "feet.csv"
    path.write_text("\n".join([*rows, ""]))

    found = streams(path)

    assert found["left imu"] == pytest.approx(np.column_stack([T_S, LEFT]), abs=1e-5)
    assert found["right imu"] == pytest.approx(np.column_stack([T_S + late_s, RIGHT]), abs=1e-5)


@pytest.mark.parametrize("late_s", [0.0, 0.005])
def test_rows_of_two_feet_that_no_column_tells_apart_are_no_foot(
    tmp_path: Path, late_s: float
) -> None:
    rows = [",".join(["time [s]", *AXES])]
    for t_s, left, right in zip(T_S, LEFT, RIGHT, strict=True):
        rows += [f"{t_s:.3f},{fields(left)}", f"{t_s + late_s:.3f},{fields(right)}"]
    path = tmp_path / "feet.csv"
    path.write_text("\n".join([*rows, ""]))

    with pytest.raises(ImportFileError, match="every other row seems to be of another sensor"):
        streams(path, Side.LEFT)


def test_one_foot_that_shakes_is_one_foot(tmp_path: Path) -> None:
    noise = np.random.default_rng(4).normal(0.0, 20.0, LEFT.shape)
    path = tmp_path / "left.csv"
    rows = [f"{t_s:.3f},{fields(one)}" for t_s, one in zip(T_S, LEFT + noise, strict=True)]
    path.write_text("\n".join([",".join(["time [s]", *AXES]), *rows, ""]))

    assert len(streams(path)["left imu"]) == 400
