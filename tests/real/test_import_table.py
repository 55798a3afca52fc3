"""Every row of the table "what I have → how to import it" does what it says."""

import gzip
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.session.recording import Recording
from monitor.wire import CHARACTERISTICS, uuids
from tests.beside import needs

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CASES, DATA = SHARED / "cases", SHARED / "data"
ROWS = re.findall(
    r"^\| ([^|]+) \| (`footloose import [^|]+) \|",
    (ROOT / "docs" / "recordings.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)

pytestmark = needs(CASES)


def columns(header: str, scale: float = 1.0, tick: float = 0.01) -> str:
    """A table of a foot that stands: time, then 9.81 m/s² upwards in units of ``scale``."""
    names = header.replace(";", ",").split(",")
    one_foot = [0.1 * scale, 0.2 * scale, 9.81 * scale, 0.01, 0.02, 0.03]
    delimiter = ";" if ";" in header else ","
    rows = []
    for i in range(80):
        values = [f"{v + 0.001 * (i % 7):.6f}" for v in one_foot[: len(names) - 1]]
        rows.append(delimiter.join([f"{i * tick:.6g}", *values]))
    return "\n".join([header, *rows, ""])


def tcx() -> str:
    points = "".join(
        f"<Trackpoint><Time>2025-11-29T10:00:{i:02d}Z</Time>"
        f"<DistanceMeters>{3 * i}</DistanceMeters>"
        "<HeartRateBpm><Value>150</Value></HeartRateBpm></Trackpoint>"
        for i in range(60)
    )
    return (
        '<TrainingCenterDatabase><Activities><Activity Sport="Running"><Lap><Track>'
        f"{points}</Track><TriggerMethod>Manual</TriggerMethod></Lap></Activity></Activities>"
        "</TrainingCenterDatabase>"
    )


def gpx() -> str:
    points = "".join(
        f'<trkpt lat="{48 + i * 3 / 111_195:.7f}" lon="9"><time>2025-11-29T10:00:{i:02d}Z</time>'
        "</trkpt>"
        for i in range(60)
    )
    return f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>"


TEXTS: dict[str, Callable[[], str]] = {
    "run.gpx": gpx,
    "run.tcx": tcx,
    "shimmer_ln.csv": lambda: columns(
        "A_Timestamp_Unix_CAL,A_Accel_LN_X_CAL,A_Accel_LN_Y_CAL,A_Accel_LN_Z_CAL,"
        "A_Gyro_X_CAL,A_Gyro_Y_CAL,A_Gyro_Z_CAL",
        tick=10,
    ),
    "movesense_Acc.csv": lambda: columns("timestamp,x,y,z", tick=10),
    "movesense_Gyro.csv": lambda: columns("timestamp,x,y,z", 0.1, tick=10),
    "Polar_GYRO.txt": lambda: (
        (CASES / "csv_mg_and_ns" / "polar_acc.txt").read_text().replace("[mg]", "[dps]")
    ),
    "Inertial.csv": lambda: columns(
        "Timestamp (us),Accelerometer X (g),Accelerometer Y (g),Accelerometer Z (g),"
        "Gyroscope X (deg/s),Gyroscope Y (deg/s),Gyroscope Z (deg/s)",
        1 / 9.81,
        tick=10_000,
    ),
    "openearable.csv": lambda: columns(
        "time,sensor_accX[m/s],sensor_accY[m/s],sensor_accZ[m/s],"
        "sensor_gyroX[°/s],sensor_gyroY[°/s],sensor_gyroZ[°/s]",
        tick=10,
    ),
    "own_words.csv": lambda: columns(
        "Zeit (s),Beschleunigung x (m/s²),Beschleunigung y (m/s²),Beschleunigung z (m/s²),"
        "Gyroskop x (rad/s),Gyroskop y (rad/s),Gyroskop z (rad/s)"
    ),
    "table.csv": lambda: columns("clock (ms),up,acc_x,acc_y,acc_z", tick=10).replace(
        "clock", "time", 1
    ),
}
COPIES = {
    "activity.fit.gz": CASES / "fit_gz" / "plain.fit.gz",
    "activity.fit": DATA / "fit" / "developer-types-sample.fit",
    "laps.fit": DATA / "fit" / "activity-small-fenix2-run.fit",
    "phyphox.zip": CASES / "csv_zip" / "phyphox.zip",
    "TotalAcceleration.csv": CASES / "csv_second_file_ignored" / "sl_Accelerometer.csv",
    "Gyroscope.csv": CASES / "csv_second_file_ignored" / "sl_Gyroscope.csv",
    "shimmer.csv": CASES / "csv_preamble" / "shimmer.csv",
    "xsensdot.csv": CASES / "csv_preamble" / "xsensdot.csv",
    "left_Accelerometer.csv": CASES / "csv_two_files_one_imu" / "mbient_Accelerometer.csv",
    "left_Gyroscope.csv": CASES / "csv_two_files_one_imu" / "mbient_Gyroscope.csv",
    "Polar_ACC.txt": CASES / "csv_mg_and_ns" / "polar_acc.txt",
    "moticon.txt": DATA / "moticon_walk" / "230927_102114.txt",
}
UNPACKED = {
    "pedar.asc": DATA / "insoles_other" / "pedar_example.asc.gz",
    "stappone.csv": DATA / "insoles_other" / "stappone_example.csv.gz",
}
FOLDERS = {
    "folder": {
        "activity.fit.gz": COPIES["activity.fit.gz"],
        "shimmer_left.csv": COPIES["shimmer.csv"],
    },
    "sensor_logger": {
        name: COPIES[name.replace("Gravity", "TotalAcceleration")]
        for name in ("Gravity.csv", "Gyroscope.csv", "TotalAcceleration.csv")
    },
}


def export(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(COPIES["activity.fit.gz"], "activities/1.fit.gz")
        archive.writestr("activities/2.gpx", gpx())
        archive.writestr("activities.csv", "Activity ID\n1\n")


def garmin(path: Path) -> None:
    inner = path / "DI_CONNECT" / "UploadedFiles_0-_Part1.zip"
    inner.parent.mkdir(parents=True)
    with zipfile.ZipFile(inner, "w") as archive:
        archive.write(COPIES["activity.fit"], "runner@example.org_1.fit")
        archive.writestr("runner@example.org_2.gpx", gpx())
    (inner.parent / "summary.json").write_text("{}", encoding="utf-8")


EXPORTS: dict[str, Callable[[Path], None]] = {"export.zip": export, "garmin": garmin}


def lay_out(command: str, folder: Path) -> None:
    """Put the files that a command names into a folder."""
    for name in command.split():
        if name in COPIES:
            shutil.copy(COPIES[name], folder / name)
        elif name in UNPACKED:
            (folder / name).write_bytes(gzip.decompress(UNPACKED[name].read_bytes()))
        elif name in TEXTS:
            (folder / name).write_text(TEXTS[name](), encoding="utf-8")
        elif name in EXPORTS:
            EXPORTS[name](folder / name)
        elif name in FOLDERS:
            (folder / name).mkdir()
            for inside, source in FOLDERS[name].items():
                shutil.copy(source, folder / name / inside)


def test_the_table_is_there() -> None:
    assert len(ROWS) == 25


@pytest.mark.parametrize(("have", "how"), ROWS, ids=[have for have, _ in ROWS])
def test_what_i_have_is_imported_as_the_table_says(
    have: str, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"`footloose ([^`]+)`", how)
    lay_out(commands[0], tmp_path)

    for command in commands:
        result = CliRunner().invoke(app, command.split(), catch_exceptions=False)
        assert result.exit_code == 0, result.output

    made = sorted(tmp_path.rglob("*.mcap"))
    assert len(made) == (2 if "a folder" in have or "many" in have else 1)
    for recording in made:
        packets = list(Recording(recording).packets())
        assert len(packets) >= 2
        assert all(CHARACTERISTICS[p.characteristic].decode(p.payload) for p in packets)


def test_what_the_runner_pressed_is_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out("laps.fit", tmp_path)

    words = ["import", "laps.fit", "--laps-are", "numb", "-o", "run.mcap"]
    CliRunner().invoke(app, words, catch_exceptions=False)
    packets = list(Recording(tmp_path / "run.mcap").packets())

    laps = [packet for packet in packets if packet.characteristic == uuids.LAP]
    reports = [packet for packet in packets if packet.characteristic == uuids.SYMPTOM]
    manual = [one for one in laps if one.payload[0] == 1]
    assert [report.t_rx_s for report in reports] == [one.t_rx_s for one in manual]
    assert {report.sensor for report in reports} <= {"watch laps"}


def test_a_bulk_export_needs_a_folder_and_finds_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out("export.zip", tmp_path)

    refused = CliRunner().invoke(app, ["import", "export.zip", "-o", "one.mcap"])
    made = CliRunner().invoke(app, ["import", "export.zip"], catch_exceptions=False)

    assert refused.exit_code != 0
    assert made.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "export").iterdir()) == ["1.mcap", "2.mcap"]


def test_a_bad_activity_of_a_bulk_export_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out("export.zip", tmp_path)
    with zipfile.ZipFile("export.zip", "a") as archive:
        archive.writestr("activities/3.fit", b"no fit at all")

    result = CliRunner().invoke(app, ["import", "export.zip", "-o", "all"])

    assert "2 read" in result.output
    assert "1 refused" in result.output
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == ["1.mcap", "2.mcap"]
