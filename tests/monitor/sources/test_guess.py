"""A proposed map reads the numbers of tables that no ready map describes."""

from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ConfigError, ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.guess import propose
from monitor.types import FloatArray, Side
from monitor.wire import imported, uuids
from tests.monitor.sources.tables import (
    ACC,
    DEG,
    GYR,
    T_S,
    G,
    lines_of,
    read_proposed,
    streams_of,
    write_table,
)

TABLES: dict[str, tuple[str, list[FloatArray]]] = {
    "short": ("t,ax,ay,az,gx,gy,gz", [T_S, *ACC, *GYR]),
    "rate first": ("t,wx,wy,wz,ax,ay,az", [T_S, *GYR, *ACC]),
    "phone": (
        (
            "motionTimestamp_sinceReboot(s),accelerometerAccelerationX(G),accelerometerAccelerationY(G),"
            "accelerometerAccelerationZ(G),gyroRotationX(rad/s),gyroRotationY(rad/s),gyroRotationZ(rad/s)"
        ),
        [T_S, *(ACC / G), *GYR],
    ),
    "a constant time": (
        "loggingTime,uptime_ms,accX,accY,accZ,gyrX,gyrY,gyrZ",
        [0.0 * T_S + 7.0, 1e3 * T_S, *(ACC / G), *DEG],
    ),
    "without gravity too": (
        "time,lin_acc_x,lin_acc_y,lin_acc_z,acc_x,acc_y,acc_z,gyro_x,gyro_y,gyro_z",
        [T_S, *(0.1 * ACC), *ACC, *GYR],
    ),
    "thousandths": (
        "Timestamp [ms],A_X [mg],A_Y [mg],A_Z [mg],G_X [mdps],G_Y [mdps],G_Z [mdps]",
        [1e3 * T_S, *(1e3 * ACC / G), *(1e3 * DEG)],
    ),
    "units behind the axis": (
        "timestamp,ax_m/s/s,ay_m/s/s,az_m/s/s,gx_deg/s,gy_deg/s,gz_deg/s",
        [T_S, *ACC, *DEG],
    ),
    "newest first": ("t,ax,ay,az,gx,gy,gz", [c[::-1] for c in (T_S, *ACC, *GYR)]),
    "microseconds since 1970": (
        "timestamp,acc_x,acc_y,acc_z,gyro_x,gyro_y,gyro_z",
        [1e6 * (1.76e9 + T_S), *ACC, *GYR],
    ),
    "an order of its own": (
        "gz,gy,gx,az,ay,ax,time",
        [GYR[2], GYR[1], GYR[0], ACC[2], ACC[1], ACC[0], T_S],
    ),
    "rotation": ("epoch,accelX,accelY,accelZ,rotX,rotY,rotZ", [1e3 * (1.76e9 + T_S), *ACC, *GYR]),
}


@pytest.mark.parametrize(("head", "columns"), TABLES.values(), ids=TABLES.keys())
def test_the_proposed_map_reads_the_numbers(
    tmp_path: Path, head: str, columns: list[FloatArray]
) -> None:
    file, map_path = tmp_path / "table.csv", tmp_path / "map.toml"
    rows = [",".join(f"{value:.6f}" for value in row) for row in np.array(columns).T]
    file.write_text("\n".join([head, *rows, ""]))

    map_path.write_text(propose([file], Side.LEFT).text)
    run = import_csv([file], map_path)
    frames = [
        imported.decode(packet.payload)
        for packet in run.packets
        if packet.characteristic == uuids.IMPORT_SAMPLES
    ]

    t_s = np.concatenate([frame.t_s for frame in frames])
    values = np.concatenate([frame.values for frame in frames])
    assert t_s - t_s[0] == pytest.approx(T_S, abs=1e-3)
    assert np.abs(values - np.concatenate([ACC, GYR]).T).max() < 1e-3


def test_a_table_of_three_axes_alone_is_an_acceleration(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    rows = [f"{t_s:.3f},{x:.4f},{y:.4f},{z:.4f}" for t_s, x, y, z in zip(T_S, *ACC, strict=True)]
    file.write_text("\n".join(["time,x,y,z", *rows, ""]))

    assert 'acc = ["x", "y", "z"]' in propose([file]).text


@pytest.mark.parametrize("heads", [("t,ax,ay,az", "t,gx,gy,gz"), ("time,x,y,z", "seconds,x,y,z")])
def test_acceleration_and_rate_in_two_files_are_one_stream(
    tmp_path: Path, heads: tuple[str, str]
) -> None:
    moved = write_table(tmp_path / "Accelerometer.csv", heads[0], [T_S, *ACC])
    turned = write_table(tmp_path / "Gyroscope [1].csv", heads[1], [T_S, *GYR])
    still = write_table(tmp_path / "Linear Accelerometer.csv", heads[0], [T_S, *(0.1 * ACC)])
    map_path = tmp_path / "map.toml"

    map_path.write_text(propose([still, turned, moved], Side.LEFT).text)
    run = import_csv([moved, turned], map_path)

    frames = [
        imported.decode(packet.payload)
        for packet in run.packets
        if packet.characteristic == uuids.IMPORT_SAMPLES
    ]
    values = np.concatenate([frame.values for frame in frames])
    assert np.abs(values - np.concatenate([ACC, GYR]).T).max() < 1e-3


@pytest.mark.parametrize(
    "names",
    [
        [str(n) for n in range(1, 17)],
        [f"p{n}" for n in range(1, 17)],
        [f"{n:02d}" for n in range(16)],
        [f"Cell {n} [kPa]" for n in range(16)],
    ],
    ids=["numbers", "p", "two digits from 0", "cells"],
)
@pytest.mark.parametrize("first", ["time", "title\ntime"])
def test_cells_that_are_called_by_their_numbers_are_found(
    tmp_path: Path, names: list[str], first: str
) -> None:
    cells = np.arange(16.0)[:, None] + 0.0 * T_S
    file = write_table(tmp_path / "sole.csv", ",".join([first, *names]), [T_S, *cells])

    found = read_proposed(tmp_path, [file], Side.LEFT)

    assert found["left pressure"].shape == (300, 17)
    assert (found["left pressure"][:, 1:] == np.arange(16.0)).all()


def test_what_a_program_works_out_of_its_cells_is_no_cell(tmp_path: Path) -> None:
    head = "time,Average Pressure (kPa),Peak Pressure (kPa),Contact Area (cm²)"
    file = write_table(tmp_path / "left.csv", head, [T_S, *ACC])

    with pytest.raises(ImportFileError, match="nothing in it looks like"):
        propose([file])


BOTH = {
    "L and R": ("t,side,ax,ay,az,gx,gy,gz", ("L", "R"), True),
    "words in blocks": ("t,device,ax,ay,az,gx,gy,gz", ("pod left", "pod right"), False),
    "numbers": ("t,sensor_id,ax,ay,az,gx,gy,gz", ("1", "2"), True),
}


@pytest.mark.parametrize(("head", "words", "woven"), BOTH.values(), ids=BOTH.keys())
def test_two_sensors_of_one_table_become_two_feet(
    tmp_path: Path, head: str, words: tuple[str, str], woven: bool
) -> None:
    feet = [
        lines_of(T_S, *(sign * ACC), *(sign * GYR), words=w)
        for w, sign in zip(words, (1, -1), strict=True)
    ]
    rows = [row for pair in zip(*feet, strict=True) for row in pair] if woven else feet[0] + feet[1]
    file = tmp_path / "both.csv"
    file.write_text("\n".join([head, *rows, ""]))

    found = read_proposed(tmp_path, [file])

    assert set(found) == {"left imu", "right imu"}
    for sensor, sign in (("left imu", 1.0), ("right imu", -1.0)):
        assert found[sensor][:, 0] == pytest.approx(T_S)
        assert np.abs(found[sensor][:, 1:] - sign * np.concatenate([ACC, GYR]).T).max() < 1e-4


@pytest.mark.parametrize("name", ["foot_contact", "activity_label", "sensor_status"])
def test_a_column_that_tells_no_sensors_apart_tears_no_foot_in_two(
    tmp_path: Path, name: str
) -> None:
    words = ["0", "1"] if name != "activity_label" else ["walk", "run"]
    feet = [lines_of(T_S[i::2], *ACC[:, i::2], *GYR[:, i::2], words=w) for i, w in enumerate(words)]
    rows = [row for pair in zip(*feet, strict=False) for row in pair]
    file = tmp_path / "left_foot.csv"
    file.write_text("\n".join([f"t,{name},ax,ay,az,gx,gy,gz", *rows, ""]))

    found = read_proposed(tmp_path, [file])

    assert list(found) == ["left imu"]
    assert len(found["left imu"]) == len(rows)


def test_columns_that_name_both_feet_become_two_feet(tmp_path: Path) -> None:
    names = [f"{foot}_{what}_{axis}" for foot in "LR" for what in ("acc", "gyr") for axis in "xyz"]
    file = write_table(tmp_path / "t.csv", ",".join(["t", *names]), [T_S, *ACC, *GYR, *-ACC, *-GYR])

    found = read_proposed(tmp_path, [file])

    assert found["left imu"][:, 2].mean() > 9.0
    assert found["right imu"][:, 2].mean() < -9.0


def test_the_name_of_a_file_says_the_foot_and_x_comes_before_z(tmp_path: Path) -> None:
    head = "time,seconds_elapsed,z,y,x"
    wall = 1e9 * (1.76e9 + T_S)
    moved = write_table(tmp_path / "left_Accelerometer.csv", head, [wall, T_S, *(0.1 * ACC[::-1])])
    total = write_table(tmp_path / "left_TotalAcceleration.csv", head, [wall, T_S, *ACC[::-1]])
    turned = write_table(tmp_path / "left_Gyroscope.csv", head, [wall, T_S, *GYR[::-1]])
    map_path = tmp_path / "map.toml"

    proposal = propose([moved, turned, total])
    map_path.write_text(proposal.text)
    found = streams_of(import_csv([total, turned], map_path))

    assert np.abs(found["left imu"][:, 1:] - np.concatenate([ACC, GYR]).T).max() < 1e-3
    assert "not used: left_Accelerometer.csv" in proposal.reasons


def test_two_files_of_two_feet_become_two_feet(tmp_path: Path) -> None:
    head = "t,ax,ay,az,gx,gy,gz"
    files = [
        write_table(tmp_path / f"pod_{side}.csv", head, [T_S, *(sign * ACC), *GYR])
        for side, sign in (("R", -1.0), ("L", 1.0))
    ]

    found = read_proposed(tmp_path, files)

    assert found["left imu"][:, 2].mean() > 9.0
    assert found["right imu"][:, 2].mean() < -9.0


def test_motion_and_cells_of_one_table_are_both_proposed(tmp_path: Path) -> None:
    head = ",".join(["t,ax,ay,az,gx,gy,gz", *(f"press_{n} [N/cm²]" for n in range(1, 9))])
    file = write_table(
        tmp_path / "insole_left.csv", head, [T_S, *ACC, *GYR, *[0.0 * T_S + 2.0] * 8]
    )

    found = read_proposed(tmp_path, [file])

    assert set(found) == {"left imu", "left pressure"}
    assert (found["left pressure"][:, 1:] == 20.0).all()


@pytest.mark.parametrize(
    ("head", "rate_hz"),
    [
        ("counter,ax,ay,az,gx,gy,gz", None),
        ("// Update Rate: 50.0Hz\ncounter,ax,ay,az,gx,gy,gz", 50),
    ],
)
def test_without_a_time_the_rate_has_to_be_said(
    tmp_path: Path, head: str, rate_hz: float | None
) -> None:
    file, map_path = tmp_path / "t.csv", tmp_path / "map.toml"
    rows = [
        ",".join([str(n), *row.split(",")[1:]]) for n, row in enumerate(lines_of(T_S, *ACC, *GYR))
    ]
    file.write_text("\n".join([head, *rows, ""]))

    proposal = propose([file], Side.LEFT)
    map_path.write_text(proposal.text)

    assert 'counter = "counter"' in proposal.text
    if rate_hz is None:
        with pytest.raises(ConfigError, match="a column time_s or a rate_hz"):
            import_csv([file], map_path)
    else:
        found = streams_of(import_csv([file], map_path))["left imu"]
        assert np.diff(found[:, 0]) == pytest.approx(1.0 / rate_hz)
