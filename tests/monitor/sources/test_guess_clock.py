"""Columns of a table are read with the times that stand for them, not with the first ones."""

from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.types import FloatArray, Side
from monitor.wire import imported, uuids

ACC = ["acc_x [g]", "acc_y [g]", "acc_z [g]"]
GYR = ["gyr_x [deg/s]", "gyr_y [deg/s]", "gyr_z [deg/s]"]
STILL = np.tile([0.01, 0.02, 1.0], (400, 1))


def write(path: Path, heads: list[str], *blocks: FloatArray) -> Path:
    """Put blocks of columns side by side, the shorter ones with empty fields below them."""
    rows = [",".join(heads)]
    for i in range(max(map(len, blocks))):
        fields = [
            f"{value:.5f}" if i < len(block) else ""
            for block in blocks
            for value in (block[i] if i < len(block) else block[0])
        ]
        rows.append(",".join(fields))
    path.write_text("\n".join([*rows, ""]))
    return path


def times(rows: int, rate_hz: float, start_s: float = 0.0) -> FloatArray:
    return (start_s + np.arange(rows) / rate_hz)[:, None]


def streams(path: Path, side: Side | None = None) -> dict[str, FloatArray]:
    """Times and values of each sensor, shape (n, 1 + channels)."""
    found: dict[str, list[FloatArray]] = {}
    for packet in import_csv([path], None, side=side).packets:
        if packet.characteristic == uuids.IMPORT_SAMPLES:
            frame = imported.decode(packet.payload)
            block = np.column_stack([frame.t_s, frame.values])
            found.setdefault(packet.sensor, []).append(block)
    return {sensor: np.concatenate(blocks) for sensor, blocks in found.items()}


@pytest.mark.parametrize("names", [("time_L [s]", "time_R [s]"), ("time [s]", "time [s]")])
@pytest.mark.parametrize("in_front", [False, True])
def test_each_foot_has_its_own_times(
    tmp_path: Path, names: tuple[str, str], in_front: bool
) -> None:
    left, right = times(400, 100.0), times(400, 100.0, 0.37)
    feet = [[f"{letter}_{name}" for name in (*ACC, *GYR)] for letter in "LR"]
    values = np.hstack([STILL, STILL])
    if in_front and names[0] != names[1]:
        heads, blocks = [*names, *feet[0], *feet[1]], [left, right, values, values]
    else:
        heads = [names[0], *feet[0], names[1], *feet[1]]
        blocks = [left, values, right, values]

    found = streams(write(tmp_path / "run.csv", heads, *blocks))

    assert found["left imu"][0, 0] == 0.0
    assert found["right imu"][:, 0] == pytest.approx(right[:, 0], abs=1e-9)


def test_channels_with_times_of_their_own_are_read_with_these(tmp_path: Path) -> None:
    emg, imu = times(3400, 1259.26), times(400, 148.148)
    heads, blocks = ["X [s]", "EMG 1 [V]"], [emg, np.zeros((3400, 1))]
    for name, column in zip([*ACC, *GYR], np.hstack([STILL, STILL]).T, strict=True):
        heads += ["X [s]", name]
        blocks += [imu, column[:, None]]

    found = streams(write(tmp_path / "left.csv", heads, *blocks))["left imu"]

    assert len(found) == 400
    assert found[:, 0] == pytest.approx(imu[:, 0], abs=1e-5)
    assert not np.isnan(found).any()


def test_rates_with_times_of_their_own_are_joined_by_these(tmp_path: Path) -> None:
    rates = np.column_stack([times(800, 200.0)[:, 0], np.zeros(800), np.zeros(800)])
    heads = ["acc_time [s]", *ACC, "gyr_time [s]", *GYR]
    blocks = [times(400, 100.0), STILL, times(800, 200.0), rates]

    found = streams(write(tmp_path / "left.csv", heads, *blocks))["left imu"]

    assert len(found) == 400
    assert np.degrees(found[:, 4]) == pytest.approx(found[:, 0], abs=1e-4)


def test_times_of_two_clocks_side_by_side_are_asked_for(tmp_path: Path) -> None:
    heads = ["sensor time [s]", "radio time [s]", *ACC]
    path = write(tmp_path / "left.csv", heads, times(400, 100.0), times(400, 37.0), STILL)

    with pytest.raises(ImportFileError, match="a table needs a map"):
        streams(path)


def test_one_time_in_two_units_is_no_question(tmp_path: Path) -> None:
    heads = ["time [ms]", "elapsed [s]", *ACC]
    blocks = [1e3 * times(400, 100.0), times(400, 100.0), STILL]

    found = streams(write(tmp_path / "left.csv", heads, *blocks))["left imu"]

    assert found[:, 0] == pytest.approx(np.arange(400) / 100)


def words(path: Path, heads: list[str], *columns: list[str]) -> Path:
    """Put columns of words beside accelerations at 100 Hz."""
    rows = [f"{','.join(fields)},0.01,0.02,1.0" for fields in zip(*columns, strict=True)]
    path.write_text("\n".join([",".join([*heads, *ACC]), *rows, ""]))
    return path


AT_S = [i / 100 for i in range(600)]
CLOCK = [f"10:00:{t_s:06.3f}" for t_s in AT_S]


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (["Date", "Time"], [["2025-06-01"] * 600, CLOCK]),
        (["Timestamp", "Time [ms]"], [[f"2025-06-01T{one[:8]}" for one in CLOCK],
                                      [f"{1e3 * t_s:.0f}" for t_s in AT_S]]),
        (["Timestamp", "millis"], [[f"{1_700_000_000 + t_s:.0f}" for t_s in map(int, AT_S)],
                                   [f"{1e3 * t_s:.0f}" for t_s in AT_S]]),
    ],
    ids=["a day", "whole seconds in words", "whole seconds since 1970"],
)  # fmt: skip
def test_the_finer_of_two_times_is_taken(
    tmp_path: Path, heads: list[str], columns: list[list[str]]
) -> None:
    found = streams(words(tmp_path / "left.csv", heads, *columns))["left imu"]

    assert found[:, 0] == pytest.approx(AT_S, abs=1e-5)


def test_a_coarse_time_that_is_passed_over_is_named(tmp_path: Path) -> None:
    seconds, fine = [one[:8] for one in CLOCK], [f"{t_s:.2f}" for t_s in AT_S]
    path = words(tmp_path / "left.csv", ["clock time", "time [s]"], seconds, fine)

    said = import_csv([path], None).remarks.said

    assert any('"clock time" is the same in many rows: it is not the time' in one for one in said)


def test_a_time_of_day_may_pass_midnight(tmp_path: Path) -> None:
    clock = [f"{'23:59' if t_s < 1 else '00:00'}:{(59 + t_s) % 60:06.3f}" for t_s in AT_S]

    found = streams(words(tmp_path / "left.csv", ["Time"], clock))["left imu"]

    assert found[:, 0] == pytest.approx(AT_S, abs=1e-5)
