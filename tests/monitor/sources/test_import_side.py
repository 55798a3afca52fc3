"""A table of one sensor is of the foot that something says; where nothing does, it is asked for."""

import zipfile
from pathlib import Path

import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.guess import propose
from monitor.types import Side

AXES = ("acc_x [g]", "acc_y [g]", "acc_z [g]", "gyr_x [deg/s]", "gyr_y [deg/s]", "gyr_z [deg/s]")
PHONE = (
    "Time (s),Acceleration x (m/s^2),Acceleration y (m/s^2),Acceleration z (m/s^2),"
    "Gyroscope x (rad/s),Gyroscope y (rad/s),Gyroscope z (rad/s)"
)


def table(head: str, row: str) -> str:
    return "\n".join([head, *(f"{i / 100},{row}" for i in range(200)), ""])


def phone() -> str:
    return table(PHONE, "0.1,0.2,9.8,0.1,0.2,0.3")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def zipped(path: Path, *members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, phone())
    return path


def feet(*files: Path, side: Side | None = None) -> set[str]:
    return {packet.sensor for packet in import_csv(files, None, side=side).packets}


ONE_FOOT = {
    "columns": (
        ",".join(["time [s]", *(f"left_{name}" for name in AXES)]), "0.01,0.02,1,1,2,3", "imu"
    ),
    "rows": (",".join(["time [s]", "side", *AXES]), "left,0.01,0.02,1,1,2,3", "imu"),
    "cells": ("time [s],left p1 [kPa],left p2 [kPa],left p3 [kPa]", "1,2,3", "pressure"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "row", "kind"), ONE_FOOT.values(), ids=ONE_FOOT.keys())
def test_a_table_that_says_left_throughout_is_of_the_left(
    tmp_path: Path, head: str, row: str, kind: str
) -> None:
    path = write(tmp_path / "data.csv", table(head, row))

    assert feet(path) == {f"left {kind}"}


def test_a_table_whose_columns_and_name_say_two_feet_is_asked_for(tmp_path: Path) -> None:
    head, row, _ = ONE_FOOT["columns"]
    path = write(tmp_path / "right.csv", table(head, row))

    with pytest.raises(ImportFileError, match="--side left or --side right"):
        feet(path)

    assert feet(path, side=Side.LEFT) == {"left imu"}


@pytest.mark.parametrize("name", ["data.csv", "bright.csv", "leftover.csv", "R/data.csv"])
def test_a_sensor_of_which_nothing_says_the_foot_is_asked_for(tmp_path: Path, name: str) -> None:
    ready = write(tmp_path / "a" / name, phone())
    own = write(tmp_path / "b" / name, table(",".join(["t [s]", *AXES]), "0.01,0.02,1,1,2,3"))

    for path in (ready, own):
        with pytest.raises(ImportFileError, match="--side left or --side right"):
            feet(path)
        assert feet(path, side=Side.RIGHT) == {"right imu"}


@pytest.mark.parametrize("name", ["links.csv", "L_foot.csv", "foot_l.csv", "left/Raw Data.csv"])
def test_names_of_files_and_folders_say_the_foot_of_a_ready_map(tmp_path: Path, name: str) -> None:
    assert feet(write(tmp_path / name, phone())) == {"left imu"}


def test_the_name_of_a_zip_says_the_foot(tmp_path: Path) -> None:
    assert feet(zipped(tmp_path / "gauche.zip", "Raw Data.csv")) == {"left imu"}
    assert feet(zipped(tmp_path / "run.zip", "links/Raw Data.csv")) == {"left imu"}


def test_of_a_zip_of_both_feet_none_is_left_out_in_silence(tmp_path: Path) -> None:
    path = zipped(tmp_path / "run.zip", "left.csv", "right.csv")

    assert feet(path) == {"left imu", "right imu"}

    run = import_csv([path], None, side=Side.RIGHT)
    assert {packet.sensor for packet in run.packets} == {"right imu"}
    assert "by their names of the other foot, not read: left.csv" in run.remarks.said


@pytest.mark.parametrize("missing", ["left_Gyroscope.csv", "right_Accelerometer.csv"])
def test_rates_of_one_foot_are_not_joined_to_the_other(tmp_path: Path, missing: str) -> None:
    acc = ",".join(["time [s]", *AXES[:3]]), "0.01,0.02,1"
    gyr = ",".join(["time [s]", *AXES[3:]]), "1,2,3"
    files = [
        write(tmp_path / f"{side}_{kind}.csv", table(*columns))
        for side in ("right", "left")
        for kind, columns in (("Accelerometer", acc), ("Gyroscope", gyr))
        if f"{side}_{kind}.csv" != missing
    ]

    named = [line for line in propose(files).text.splitlines() if line.startswith("files")]

    whole = "right" if missing.startswith("left") else "left"
    assert named == [f'files = ["{whole}_Accelerometer.csv", "{whole}_Gyroscope.csv"]']
