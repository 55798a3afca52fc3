"""A table of one sensor is of the foot that something says; where nothing does, it is asked for."""

import zipfile
from pathlib import Path

import pytest

from monitor.errors import ImportFileError
from monitor.shipped import SHIPPED
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


NO_FOOT = [
    "data.csv", "bright.csv", "leftover.csv", "R/data.csv", "R1.csv", "re-test.csv",
    "pod re-test.csv", "Lauf 3 re.csv", "Li Wei 10k.csv", "session L1.csv", "run_R.csv",
    "LF data.csv", "Rechteck.csv", "Links/data.csv", "left over/data.csv", "left_overs/data.csv",
]  # fmt: skip


@pytest.mark.parametrize("name", NO_FOOT)
def test_a_sensor_of_which_nothing_says_the_foot_is_asked_for(tmp_path: Path, name: str) -> None:
    ready = write(tmp_path / "a" / name, phone())
    own = write(tmp_path / "b" / name, table(",".join(["t [s]", *AXES]), "0.01,0.02,1,1,2,3"))

    for path in (ready, own):
        with pytest.raises(ImportFileError, match="--side left or --side right"):
            feet(path)
        assert feet(path, side=Side.RIGHT) == {"right imu"}


LEFT = [
    "links.csv", "L_foot.csv", "foot_l.csv", "left/Raw Data.csv", "LeftInsole.csv",
    "Leftfoot 2.csv", "IMU_LF.csv", "pied gauche.csv", "LEFT.csv", "linker Fuss.csv",
]  # fmt: skip


@pytest.mark.parametrize("name", LEFT)
def test_names_say_the_foot_and_the_import_says_which_does(tmp_path: Path, name: str) -> None:
    ready = write(tmp_path / "a" / name, phone())
    own = write(tmp_path / "b" / name, table(",".join(["t [s]", *AXES]), "0.01,0.02,1,1,2,3"))

    for path in (ready, own):
        run = import_csv([path], None)
        assert {packet.sensor for packet in run.packets} == {"left imu"}
        named = f'the name "{Path(name).parts[0]}" says the left foot (--side)'
        assert any(one.endswith(named) for one in run.remarks.said)


def test_letters_settle_the_feet_of_two_files_of_one_name(tmp_path: Path) -> None:
    head = ",".join(["t [s]", *AXES])
    files = [write(tmp_path / f"run_{foot}.csv", table(head, "0.01,0.02,1,1,2,3")) for foot in "LR"]

    proposal = propose(files)

    assert ['side = "left"' in proposal.text, 'side = "right"' in proposal.text] == [True, True]
    assert proposal.doubts == []
    for foot in ("left", "right"):
        said = f'"run_{foot[0].upper()}.csv" is the {foot} one of a pair of names (--side)'
        assert said in proposal.reasons


def test_letters_of_two_files_of_other_names_are_a_guess_and_no_more(tmp_path: Path) -> None:
    head = ",".join(["t [s]", *AXES])
    files = [
        write(tmp_path / name, table(head, "0.01,0.02,1,1,2,3")) for name in ("a_L.csv", "b_R.csv")
    ]

    proposal = propose(files)

    assert proposal.doubts == [
        '"a_L.csv" may mean the left foot (--side)',
        '"b_R.csv" may mean the right foot (--side)',
    ]


def test_a_ready_map_that_is_named_by_its_path_asks_for_the_foot_too(tmp_path: Path) -> None:
    path = write(tmp_path / "data.csv", phone())
    by_link = SHIPPED.resolve() / "maps" / "phyphox.toml"

    for named in (SHIPPED / "maps" / "phyphox.toml", by_link):
        with pytest.raises(ImportFileError, match="--side left or --side right"):
            import_csv([path], named)


@pytest.mark.parametrize("other", ["rechts", "Rechts"])
def test_a_folder_of_links_is_a_foot_beside_one_of_the_right(tmp_path: Path, other: str) -> None:
    (tmp_path / other).mkdir()

    assert feet(write(tmp_path / "Links" / "data.csv", phone())) == {"left imu"}


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


def test_a_name_that_says_the_other_foot_than_the_side_is_refused(tmp_path: Path) -> None:
    head = ",".join(["t [s]", *AXES])
    ready = write(tmp_path / "DOT_right_1.csv", phone())
    own = write(tmp_path / "rechts.csv", table(head, "0.01,0.02,1,1,2,3"))
    own_map = write(tmp_path / "own.toml", propose([own]).text)

    for path, map_ in ((ready, None), (ready, SHIPPED / "maps" / "phyphox.toml"), (own, None),
                       (own, own_map)):  # fmt: skip
        with pytest.raises(ImportFileError, match="says the right foot and --side the left one"):
            import_csv([path], map_, side=Side.LEFT)
