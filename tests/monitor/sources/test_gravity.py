"""An acceleration from which gravity was taken off is never taken for one with it, nor for g."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.gravity import lacks_gravity, unit_with_gravity
from monitor.sources.importers.guess import propose
from monitor.types import FloatArray, Side
from monitor.units import STANDARD_GRAVITY_M_S2 as G
from tests.monitor.sources.tables import ACC, DEG, GYR, T_S, lines_of, streams_of, write_table

STEPS = np.arange(4000) / 100.0
SWINGS = np.clip(np.sin(2.0 * np.pi * STEPS), 0.0, 1.0)
"""Of a foot that stands for half of each second."""
LINEAR = np.stack([9.0 * SWINGS * np.cos(7.0 * STEPS), 4.0 * SWINGS, 6.0 * SWINGS**2]).T
LINEAR = LINEAR + np.random.default_rng(3).normal(0.0, 0.03, LINEAR.shape)
TOTAL = LINEAR + np.array([0.5, 0.3, G])


def test_an_acceleration_with_gravity_tells_its_unit_and_one_without_tells_that() -> None:
    assert [unit_with_gravity(TOTAL * one) for one in (1.0, 1 / G, 1000 / G)] == ["m/s2", "g", "mg"]
    assert [unit_with_gravity(LINEAR * one) for one in (1.0, 1 / G, 0.3)] == [None, None, None]
    assert lacks_gravity(LINEAR, G)
    assert lacks_gravity(LINEAR / G, 1.0)
    assert lacks_gravity(LINEAR * 77.0, None)
    assert not lacks_gravity(TOTAL, G)
    assert not lacks_gravity(TOTAL * 77.0, None)


@pytest.mark.parametrize(
    ("name", "head", "columns"),
    [
        ("a.csv", "SampleTimeFine,FreeAcc_X,FreeAcc_Y,FreeAcc_Z", ACC),
        ("a.csv", "t,userAccelerationX,userAccelerationY,userAccelerationZ", ACC),
        (
            "a.csv",
            "t (s),Accélération linéaire x,Accélération linéaire y,Accélération linéaire z",
            ACC,
        ),
        ("Linear Accelerometer.csv", "time,x,y,z", ACC),
        ("a.csv", "t,lin_acc_x (g),lin_acc_y (g),lin_acc_z (g)", ACC / G),
    ],
)
def test_a_name_that_says_without_gravity_is_refused(
    tmp_path: Path, name: str, head: str, columns: FloatArray
) -> None:
    file = write_table(tmp_path / name, head, [T_S, *columns])

    with pytest.raises(ImportFileError, match="without gravity; no foot's tilt") as refused:
        propose([file])

    assert str(file) in str(refused.value)


@pytest.mark.parametrize("scale", [1.0, 1.0 / G, 300.0])
def test_numbers_without_gravity_are_refused_whatever_their_unit(
    tmp_path: Path, scale: float
) -> None:
    file = write_table(tmp_path / "a.csv", "time,ax,ay,az", [STEPS, *(scale * LINEAR.T)])

    with pytest.raises(ImportFileError, match="seems to be without gravity"):
        propose([file])


@pytest.mark.parametrize(
    ("head", "taken"),
    [
        ("time,ax,ay,az,gFx,gFy,gFz", "gFx"),
        (("time,accelerometer_x,accelerometer_y,accelerometer_z,totalacceleration_x,"
         "totalacceleration_y,totalacceleration_z"), "totalacceleration_x"),
        (("time,acceleration_x,acceleration_y,acceleration_z,accelerationIncludingGravity_x,"
         "accelerationIncludingGravity_y,accelerationIncludingGravity_z"),
         "accelerationIncludingGravity_x"),
    ],
)  # fmt: skip
def test_the_columns_with_gravity_are_taken(tmp_path: Path, head: str, taken: str) -> None:
    file = write_table(tmp_path / "a.csv", head, [STEPS, *LINEAR.T, *(TOTAL.T / G)])

    assert f'acc = ["{taken}", ' in propose([file]).text


def _sensor_logger(tmp_path: Path, name: str, acc: FloatArray) -> Path:
    path = tmp_path / "phone.zip"
    elapsed = np.arange(len(acc)) / 100.0
    with zipfile.ZipFile(path, "w") as archive:
        for member, columns in ((name, acc.T), ("Gyroscope.csv", 0.1 * acc.T)):
            rows = lines_of(1e9 * elapsed, elapsed, *columns[::-1])
            archive.writestr(member, "\n".join(["time,seconds_elapsed,z,y,x", *rows, ""]))
    return path


def test_a_phone_that_writes_g_is_read_in_g(tmp_path: Path) -> None:
    path = _sensor_logger(tmp_path, "AccelerometerUncalibrated.csv", TOTAL / G)

    run = import_csv([path], None, side=Side.RIGHT)

    assert streams_of(run)["right imu"][:, 1:4] == pytest.approx(TOTAL, abs=0.01)
    assert "by its usual length the acceleration is in g, not in m/s2" in run.remarks.said


def test_a_ready_map_refuses_an_acceleration_without_gravity(tmp_path: Path) -> None:
    path = _sensor_logger(tmp_path, "Accelerometer.csv", LINEAR)

    with pytest.raises(ImportFileError, match="without gravity; no foot's tilt"):
        import_csv([path], None, side=Side.LEFT)


def test_what_a_map_by_hand_calls_acceleration_is_read_and_said(tmp_path: Path) -> None:
    head = "t,ax,ay,az,gx,gy,gz"
    file = write_table(tmp_path / "a.csv", head, [STEPS, *LINEAR.T, *np.zeros((3, 4000))])
    map_path = tmp_path / "map.toml"
    acc, gyr = '["ax", "ay", "az"]', '["gx", "gy", "gz"]'
    map_path.write_text(
        f'[[stream]]\nkind = "imu"\nside = "left"\ntime_s = "t"\nacc = {acc}\ngyr = {gyr}\n'
    )

    run = import_csv([file], map_path)

    assert any("gravity" in said for said in run.remarks.said)
    assert len(streams_of(run)["left imu"]) == len(LINEAR)


def test_three_axes_with_gravity_are_read_as_before(tmp_path: Path) -> None:
    file = write_table(tmp_path / "a.csv", "time,ax,ay,az,gx,gy,gz", [T_S, *(ACC / G), *DEG])

    assert 'acc_unit = "g"' in propose([file]).text
    assert GYR.shape == ACC.shape


def test_raw_counts_of_16_bits_are_not_taken_for_mg(tmp_path: Path) -> None:
    counts = [column.round() for column in 2048.0 / G * ACC]
    file = write_table(tmp_path / "a.csv", "time,ax,ay,az,gx,gy,gz", [T_S, *counts, *DEG])

    proposal = propose([file], Side.LEFT)

    assert any("none of them: say acc_scale" in doubt for doubt in proposal.doubts)
    map_path = tmp_path / "map.toml"
    map_path.write_text(proposal.text)
    with pytest.raises(ImportFileError, match="Say acc_unit or acc_scale"):
        import_csv([file], map_path)
