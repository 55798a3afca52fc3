"""Exports of apps and loggers are read by the map that comes along, without one being named."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from monitor.sources.importers.csv_file import import_csv
from monitor.types import Side
from monitor.wire import imported, uuids

G = 9.80665
T_S = np.arange(200) / 100.0
ACC = np.stack([2.0 * np.sin(9.0 * T_S), G + 6.0 * np.sin(9.0 * T_S), np.cos(9.0 * T_S)])
GYR = np.stack([0.5 * np.sin(9.0 * T_S), 0.3 * np.cos(9.0 * T_S), 5.0 * np.sin(9.0 * T_S)])
LINEAR = ACC - np.array([[0.0], [G], [0.0]])


def table(head: str, *columns: np.ndarray) -> str:
    rows = [",".join(f"{value:.6f}" for value in row) for row in np.stack(columns).T]
    return "\n".join([head, *rows, ""])


def logger(axes: np.ndarray) -> str:
    return table("time,seconds_elapsed,z,y,x", 1e9 * T_S, T_S, axes[2], axes[1], axes[0])


SHIMMER = ("Accel_WR_X", "Accel_WR_Y", "Accel_WR_Z", "Gyro_X", "Gyro_Y", "Gyro_Z")
EXPORTS = {
    "Sensor Logger, everything": {
        "Accelerometer.csv": logger(LINEAR),
        "AccelerometerUncalibrated.csv": logger(LINEAR),
        "Gyroscope.csv": logger(GYR),
        "Gravity.csv": logger(LINEAR),
        "TotalAcceleration.csv": logger(ACC),
        "Metadata.csv": "version,device name\n3,phone\n",
    },
    "phyphox, X Y Z": {
        "Accelerometer.csv": table("Time (s),X (m/s^2),Y (m/s^2),Z (m/s^2)", T_S, *ACC),
        "Gyroscope.csv": table("Time (s),X (rad/s),Y (rad/s),Z (rad/s)", T_S, *GYR),
    },
    "Shimmer, synchronised": {
        "foot.csv": table(
            ",".join(["S_TimestampSync_Unix_CAL", *(f"S_{name}_CAL" for name in SHIMMER)]),
            1.76e12 + 1e3 * T_S, *ACC, *np.degrees(GYR),
        ),
    },
}  # fmt: skip


@pytest.mark.parametrize("files", EXPORTS.values(), ids=EXPORTS.keys())
def test_an_export_is_read_by_the_map_that_fits(tmp_path: Path, files: dict[str, str]) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)

    frames = [
        imported.decode(packet.payload)
        for packet in import_csv([path], None, side=Side.LEFT).packets
        if packet.characteristic == uuids.IMPORT_SAMPLES
    ]

    t_s = np.concatenate([frame.t_s for frame in frames])
    values = np.concatenate([frame.values for frame in frames])
    assert t_s - t_s[0] == pytest.approx(T_S, abs=1e-3)
    assert np.abs(values - np.concatenate([ACC, GYR]).T).max() < 1e-4
