"""Files of one sensor in a folder are read as the ZIP of their app is."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.cohort import work
from monitor.cohort_tasks import SessionRow, tasks_of
from monitor.config import Config
from monitor.session.recording import Recording
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.opening import Source
from monitor.sources.importers.together import together
from monitor.types import Side
from tests.monitor.cli.sets import (
    LOGGER,
    PHYPHOX,
    REST,
    TURN,
    laid_out,
    metawear,
    packed,
    packets,
    ran,
    table,
)


@pytest.mark.parametrize("app_", [LOGGER, PHYPHOX, metawear("MetaWear_14.22.36.000_C5E6")])
def test_an_unpacked_folder_is_read_as_its_zip(tmp_path: Path, app_: dict[str, str]) -> None:
    folder = laid_out(tmp_path / "walk", app_)
    zipped = packed(folder)
    (sources,) = ([one] for one in together(sorted(folder.rglob("*.csv"))))

    (of_zip, of_folder) = (import_csv(files, None, side=Side.LEFT) for files in ([zipped], sources))

    said = [one.replace("of the folder", "of the ZIP") for one in of_folder.remarks.said]
    assert said == of_zip.remarks.said
    assert list(of_folder.packets) == list(of_zip.packets)
    assert of_folder.started == of_zip.started


def test_a_folder_of_one_recording_becomes_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = laid_out(tmp_path / "walk", LOGGER)

    ran("import", folder, "--side", "left")
    ran("import", folder, "--side", "left", "-o", tmp_path / "named.mcap")
    ran("import", folder / "*", "--side", "left", "-o", tmp_path / "recs")
    ran("import", *sorted(folder.iterdir()), "--side", "left", "-o", tmp_path / "shell.mcap")

    made = [tmp_path / name for name in ("walk.mcap", "named.mcap", "recs/walk.mcap", "shell.mcap")]
    assert all(packets(one) == packets(made[0]) for one in made)
    unread = "Accelerometer.csv, Annotation.csv, Gravity.csv, Metadata.csv"
    assert f"import walk: of the folder not read: {unread}" in caplog.messages


def test_pairs_in_a_folder_are_joined_each_by_its_name(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "in", metawear("left_S1") | metawear("right_S1"))
    laid_out(tmp_path / "in" / "S2", metawear("S2"))

    said = ran("import", folder, "--side", "left", "-o", tmp_path / "out")

    assert "2 read, 2 of them with remarks; 0 refused" in said
    assert "--side is for tables of one foot; 1 others were read without it" in said
    sensors = {
        file.stem: {packet.sensor for packet in Recording(file).packets()}
        for file in (tmp_path / "out").iterdir()
    }
    assert sensors == {"S1": {"left imu", "right imu"}, "S2": {"left imu"}}


def test_a_cohort_joins_them_too_and_reads_anew_what_was_changed(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "in", metawear("S1"))
    words: list[str | Path] = [
        "cohort",
        folder,
        "-o",
        tmp_path / "out",
        "--workers",
        "1",
        "--no-parquet",
        "--side",
    ]

    said = ran(*words, "left")
    row = tmp_path / "out" / "sessions" / "S1" / "session.json"
    made_ns = row.stat().st_mtime_ns
    ran(*words, "left")
    kept_ns = row.stat().st_mtime_ns
    (gyroscope,) = folder.glob("*Gyro*")
    gyroscope.write_text(gyroscope.read_text() + "0.4,0.1,0.1,0.1\n")
    ran(*words, "left")

    assert "1 runs" in said
    assert (tmp_path / "out" / "errors.jsonl").read_text() == ""
    assert made_ns == kept_ns != row.stat().st_mtime_ns


def test_the_row_of_a_cohort_hashes_all_files_of_a_run(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "in", metawear("S1"))
    hashes = set()
    for name in sorted(file.name for file in folder.iterdir()):
        (folder / name).write_text((folder / name).read_text() + "\n")
        tasks = tasks_of(
            together(sorted(folder.iterdir())), tmp_path / "out", Config(), side="left"
        )
        row = work(tasks[0])
        assert isinstance(row, SessionRow), row
        hashes.add(row.recording)

    assert len(hashes) == 3


@pytest.mark.parametrize(
    ("names", "sets"),
    [
        (["a/S1_Acc.csv", "b/S1_Gyro.csv"], 2),  # two folders
        (["S1_acc.csv", "S2_gyro.csv"], 2),
        (["accra.csv", "gyroid.csv"], 2),  # no words of sensors
        (["left.csv", "right.csv", "Metadata.csv"], 3),
        (["acc.csv", "mag.csv"], 2),  # no angular rate
        (["LeftAcc.csv", "LeftGyro.csv", "RightAcc.csv", "RightGyro.csv"], 1),  # both feet
        (["Polar_A_ACC.txt", "Polar_A_GYRO.txt", "Polar_A_PPG.txt", "Polar_B_ACC.txt"], 2),
        (["Lineare Beschleunigung.csv", "Gyroskop.csv"], 1),
        (["run_acc_stream.csv.gz", "run_gyro_stream.csv.gz", "run.fit"], 2),
    ],
)
def test_only_files_of_one_sensor_are_one(names: list[str], sets: int) -> None:
    assert len(together(map(Path, names))) == sets


def test_two_recordings_of_phyphox_in_one_folder_stay_two(tmp_path: Path) -> None:
    again = {"Raw Data 2.csv": PHYPHOX["Raw Data.csv"]}
    folder = laid_out(tmp_path / "in", PHYPHOX | again)

    found: list[Source] = together(sorted(folder.rglob("*.csv")))

    assert [one.name for one in found] == [
        "Raw Data 2.csv",
        "Raw Data.csv",
        "device.csv",
        "time.csv",
    ]


def test_movesense_names_its_files_in_small_letters(tmp_path: Path) -> None:
    named = {"1_acc_stream.csv": REST, "1_gyro_stream.csv": TURN}
    files = {name: table("timestamp,x,y,z", values, 10) for name, values in named.items()}
    folder = laid_out(tmp_path / "walk", files)

    ran("import", folder, "--side", "left")

    assert packets(tmp_path / "walk" / "1.mcap")


def test_a_folder_of_several_is_no_recording(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "in", metawear("S1") | metawear("S2"))

    done = CliRunner().invoke(app, ["import", str(folder), "-o", str(tmp_path / "x.mcap")])

    assert "expected the folder for the recordings" in str(done.exception)


def test_a_guess_looks_into_a_folder_and_says_where_none_is_needed(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "walk", LOGGER)
    map_path = tmp_path / "walk.toml"

    said = ran("import", folder, "--guess", "-o", map_path)
    ran("import", folder, "--map", map_path, "--side", "right")

    assert "no map is needed: import knows these columns (sensor_logger_total)" in said
    assert "--side left (or right)" in said
    assert "# not used: Accelerometer.csv, Gravity.csv" in map_path.read_text()
    assert {packet.sensor for packet in Recording(tmp_path / "walk.mcap").packets()} == {
        "right imu"
    }


def test_a_map_of_one_set_reads_no_other_set_of_the_folder(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "two", metawear("S1") | metawear("S2"))
    ran("import", *sorted(folder.glob("S1_[AG]*")), "--guess", "-o", tmp_path / "S1.toml")

    words = ["import", str(folder), "--map", str(tmp_path / "S1.toml"), "--side", "left"]
    done = CliRunner().invoke(app, [*words, "-o", str(tmp_path / "out")])

    assert "1 read" in done.output
    assert [one.stem for one in (tmp_path / "out").iterdir()] == ["S1"]
