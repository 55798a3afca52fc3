"""Exports of apps and loggers are read by the map that comes along, without one being named."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ImportFileError
from monitor.shipped import SHIPPED
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


XSENS = ["SampleTimeFine", "Acc_X", "Acc_Y", "Acc_Z", "Gyr_X", "Gyr_Y", "Gyr_Z"]


def foot(turned: float) -> tuple[np.ndarray, np.ndarray]:
    """Accelerations, and angular rates in degrees/s, that are of one foot alone."""
    return ACC + turned, np.degrees(GYR)


def dot(turned: float) -> str:
    return table(",".join(XSENS), 1e6 * T_S, *np.concatenate(foot(turned)))


def movesense(turned: float) -> dict[str, str]:
    acc, gyr = foot(turned)
    named = {"Acc.csv": acc, "Gyro.csv": gyr}
    return {
        name: table("timestamp,x,y,z", np.round(1e3 * T_S), *axes) for name, axes in named.items()
    }


def sideways(path: Path, files: dict[str, str]) -> list[Path]:
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text)
    return [path / name for name in files]


PAIRS = {
    "two DOTs by words": {"DOT_left.csv": dot(0.0), "DOT_right.csv": dot(1.0)},
    "two DOTs by a letter": {"run_L.csv": dot(0.0), "run_R.csv": dot(1.0)},
    "two Movesense": {
        f"{side}/{name}": text
        for side, turned in (("right", 1.0), ("left", 0.0))
        for name, text in movesense(turned).items()
    },
}


def firsts(files: list[Path], map_path: Path | None = None, side: Side | None = None) -> set[str]:
    """Each sensor with its first acceleration along x, and what was said."""
    run = import_csv(files, map_path, side=side)
    found: dict[str, float] = {}
    for packet in run.packets:
        if packet.characteristic == uuids.IMPORT_SAMPLES:
            found.setdefault(packet.sensor, imported.decode(packet.payload).values[0, 0])
    return {f"{sensor}: {first:.1f}" for sensor, first in found.items()}


@pytest.mark.parametrize("files", PAIRS.values(), ids=PAIRS.keys())
def test_a_sensor_on_each_foot_is_read_by_the_map_of_one(
    tmp_path: Path, files: dict[str, str]
) -> None:
    paths = sideways(tmp_path, files)

    assert firsts(paths) == {"left imu: 0.0", "right imu: 1.0"}
    assert firsts(paths, side=Side.RIGHT) == {"right imu: 1.0"}


def test_a_ready_map_that_is_named_reads_both_feet_or_the_one_that_is_wanted(
    tmp_path: Path,
) -> None:
    named = SHIPPED / "maps" / "xsens_dot.toml"
    paths = sideways(tmp_path, PAIRS["two DOTs by words"])

    assert firsts(paths, named) == {"left imu: 0.0", "right imu: 1.0"}
    assert firsts(paths, named, Side.LEFT) == {"left imu: 0.0"}


def test_a_zip_of_both_feet_names_what_is_of_none(tmp_path: Path) -> None:
    path = tmp_path / "run.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (PAIRS["two Movesense"] | {"about.csv": "app,version\nx,3\n"}).items():
            archive.writestr(name, text)

    assert firsts([path]) == {"left imu: 0.0", "right imu: 1.0"}
    said = import_csv([path], None).remarks.said
    assert "by its name of no foot, not read: about.csv" in said
    assert "the times of both sensors are taken for those of one clock" in said


@pytest.mark.parametrize("named", [None, SHIPPED / "maps" / "xsens_dot.toml"])
def test_feet_whose_clocks_are_not_one_are_not_put_on_one(
    tmp_path: Path, named: Path | None
) -> None:
    left, right = dot(0.0), dot(1.0)
    late = table(",".join(XSENS), 1e6 * (T_S + 60.0), *np.concatenate(foot(0.0)))
    apart = {"DOT_left.csv": late, "DOT_right.csv": right}
    unsynced = {"DOT_left.csv": f"SyncStatus:,Unsynced\n{left}", "DOT_right.csv": right}

    with pytest.raises(ImportFileError, match="never meet: on two clocks"):
        import_csv(sideways(tmp_path / "apart", apart), named)
    with pytest.raises(ImportFileError, match="SyncStatus Unsynced: left and right have no common"):
        import_csv(sideways(tmp_path / "unsynced", unsynced), named)


AT = datetime(2025, 11, 29, 12, 0, 0, 123_000, tzinfo=UTC)


def dated_exports() -> dict[str, dict[str, str]]:
    """Exports whose clock is at zero at ``AT``, where it says when that was; DOT's starts then."""
    t_s, units = 0.5 + T_S, {"Acceleration": "m/s^2", "Gyroscope": "rad/s"}
    phyphox = {
        f"{word}.csv": table(
            ",".join(["Time (s)", *(f"{word} {axis} ({unit})" for axis in "xyz")]), t_s, *axes
        )
        for (word, unit), axes in zip(units.items(), (ACC, GYR), strict=True)
    }
    start = '"START",0.0,1764417600.123,"2025-11-29 13:00:00.123 UTC+01:00"'
    phyphox["meta/time.csv"] = f'"event","experiment time","system time","text"\n{start}\n'
    rows = {
        name: [
            f"{1764417600123000000 + round(1e9 * at)},{at:.9f},{z:.6f},{y:.6f},{x:.6f}"
            for at, x, y, z in zip(t_s, *axes, strict=True)
        ]
        for name, axes in (("TotalAcceleration.csv", ACC), ("Gyroscope.csv", GYR))
    }
    logger = {
        name: "\n".join(["time,seconds_elapsed,z,y,x", *own, ""]) for name, own in rows.items()
    }
    clocked = table(",".join(XSENS), 1e6 * (3912.0 + T_S), *np.concatenate(foot(0.0)))
    head = "sep=,\nDeviceTag:,D\nStartTime:,2025-11-29_13-00-00_123 +0100\n\n"
    return {"phyphox": phyphox, "Sensor Logger": logger, "DOT": {"dot.csv": head + clocked}}


@pytest.mark.parametrize("app", ["phyphox", "Sensor Logger", "DOT"])
def test_the_date_that_an_app_writes_beside_its_samples_is_that_of_the_run(
    tmp_path: Path, app: str
) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in dated_exports()[app].items():
            archive.writestr(name, text)

    run = import_csv([path], None, side=Side.LEFT)

    assert run.started is not None
    assert abs((run.started - AT).total_seconds()) < 1e-3
    first = next(one for one in run.packets if one.characteristic == uuids.IMPORT_SAMPLES)
    zero = 0.0 if app == "DOT" else 0.5
    assert imported.decode(first.payload).t_s[0] == pytest.approx(zero, abs=1e-6)
