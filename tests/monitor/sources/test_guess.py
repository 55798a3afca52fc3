"""A proposed map reads the numbers of tables that no ready map describes."""

from pathlib import Path

import numpy as np
import pytest

from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.guess import propose
from monitor.types import FloatArray, Side
from monitor.wire import imported, uuids

G = 9.80665
T_S = np.arange(300) / 100.0
ACC = np.stack([2.0 * np.sin(9.0 * T_S), G + 6.0 * np.sin(9.0 * T_S), np.cos(9.0 * T_S)])
GYR = np.stack([0.5 * np.sin(9.0 * T_S), 0.3 * np.cos(9.0 * T_S), 5.0 * np.sin(9.0 * T_S)])
DEG = np.degrees(GYR)

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


def _write(path: Path, head: str, columns: list[FloatArray]) -> Path:
    rows = [",".join(f"{value:.6f}" for value in row) for row in np.array(columns).T]
    path.write_text("\n".join([head, *rows, ""]))
    return path


@pytest.mark.parametrize("heads", [("t,ax,ay,az", "t,gx,gy,gz"), ("time,x,y,z", "seconds,x,y,z")])
def test_acceleration_and_rate_in_two_files_are_one_stream(
    tmp_path: Path, heads: tuple[str, str]
) -> None:
    moved = _write(tmp_path / "Accelerometer.csv", heads[0], [T_S, *ACC])
    turned = _write(tmp_path / "Gyroscope [1].csv", heads[1], [T_S, *GYR])
    still = _write(tmp_path / "Linear Accelerometer.csv", heads[0], [T_S, *(0.1 * ACC)])
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
