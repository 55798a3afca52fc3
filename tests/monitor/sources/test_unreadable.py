"""Tables that people have and that are not read are named, with what to export instead."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.fit_file import import_fit
from monitor.sources.importers.gpx_tcx import import_gpx
from monitor.sources.importers.guess import propose
from monitor.sources.importers.pedar import import_pedar
from monitor.sources.importers.recognise import recognise
from tests.monitor.sources.test_import_csv import IMU_MAP, imu_csv, load, stream

KINDS = {
    "Tekscan": "DATA_TYPE MOVIE\nVERSION Tekscan\nSENSOR_TYPE 3000E\nROWS 60\n1 2 3\n",
    "XSENSOR": "FRAME:,1\nDate:,10/11/2025\nTime:,10:00:00.000\nSensor:,LX\n",
    "no cells": "time[secs]\tforce[N]\tmean pressure[kPa]\n0.0\t1\t2\n",
    "Stryd": "Timestamp,Power (w/kg),Form Power (w/kg),Stryd Speed (m/s)\n1,2,3,4\n",
    "Polar Flow": "Name,Sport,Date,Start time,Duration\nA,RUNNING,1,2,3\n",
    "Strava's list": "Activity ID,Activity Date,Activity Name\n1,2,3\n",
    "laps": '"Laps","Time","Cumulative Time"\n"1","5:33.0","5:33.0"\n',
    "FIT file itself": "Type,Local Number,Message,Field 1\nData,0,file_id,type\n",
}


@pytest.mark.parametrize(("said", "text"), KINDS.items(), ids=KINDS.keys())
def test_a_table_that_is_not_read_is_named(tmp_path: Path, said: str, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)

    for read in (lambda: import_csv([path], None), lambda: propose([path])):
        with pytest.raises(ImportFileError, match=said):
            read()


def zipped(name: str, data: bytes) -> bytes:
    with io.BytesIO() as made:
        with zipfile.ZipFile(made, "w") as packed:
            packed.writestr(name, data)
        return made.getvalue()


PACKED = {
    "a ZIP in a ZIP: unpack the outer one": zipped("part1.zip", zipped("a.csv", b"t,x\n0,1\n")),
    "packed twice: unpack it once": gzip.compress(gzip.compress(b"t,x\n0,1\n")),
    "packed in a way that is not read": b"\xfd7zXZ\x00 and so on",
}


@pytest.mark.parametrize(("said", "data"), PACKED.items(), ids=PACKED.keys())
def test_what_is_packed_in_another_way_is_refused_with_what_to_do(
    tmp_path: Path, said: str, data: bytes
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)

    for read in (lambda: import_csv([path], None), lambda: propose([path])):
        with pytest.raises(ImportFileError, match=said):
            read()


def test_a_workout_may_be_called_as_a_table_of_others(tmp_path: Path) -> None:
    path = tmp_path / "a.gpx"
    points = "".join(
        f'<trkpt lat="{48 + i / 40_000:.6f}" lon="9"><time>2025-11-29T10:00:{i:02d}Z</time></trkpt>'
        for i in range(60)
    )
    named = "<name>Form Power, emed, DATA_TYPE MOVIE</name><type>running</type>"
    path.write_text(f"\ufeff<gpx><trk>{named}<trkseg>{points}</trkseg></trk></gpx>")

    assert list(import_gpx([path]).packets)


def test_a_column_of_a_sensors_type_is_no_movie(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sensor_type,value\nx,1\n")

    with pytest.raises(ImportFileError, match="--guess"):
        import_csv([path], None)


def test_rows_without_names_are_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("".join(f"{i / 100},0.1,0.2,9.8\n" for i in range(40)))

    with pytest.raises(ImportFileError, match="write a line of names there"):
        propose([path])


def test_masks_of_both_insoles_may_stand_in_one_line(tmp_path: Path) -> None:
    cells = "\t".join(str(n) for n in [*range(1, 100), *range(1, 100)])
    rows = "".join("\t".join([f"{i / 50:.2f}", *["2.5"] * 198]) + "\n" for i in range(6))
    path = tmp_path / "a.asc"
    path.write_text(f"left insole: X, right insole: X\n\ntime[secs]\t{cells}\n{rows}")

    sensors = {packet.sensor for packet in import_pedar([path]).packets}

    assert sensors == {"left pressure", "right pressure"}


@pytest.mark.parametrize(
    "word", ["#VALUE!", "1.#QNAN", "-1.#IND", "(null)", "<NA>", "*", "No data"]
)
def test_more_words_for_a_missing_value_are_gaps(tmp_path: Path, word: str) -> None:
    rows = imu_csv().splitlines()
    fields = rows[5].split(",")
    rows[5] = ",".join([fields[0], word, *fields[2:]])

    _, _, values = stream(load(tmp_path, "\n".join([*rows, ""]), IMU_MAP), "right imu")

    assert str(values[4, 0]) == "nan"


def test_case_and_spaces_of_a_column_do_not_matter(tmp_path: Path) -> None:
    head, rows = imu_csv().split("\n", 1)

    plain = stream(load(tmp_path, f"{head}\n{rows}", IMU_MAP), "right imu")[2]
    upper = stream(
        load(tmp_path, f"{head.upper().replace(',', ' , ')}\n{rows}", IMU_MAP), "right imu"
    )[2]

    assert (plain == upper).all()


def test_a_zip_of_several_activities_is_no_single_run(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("activities/1.gpx", "<gpx></gpx>")
        archive.writestr("activities/2.tcx", "<TrainingCenterDatabase></TrainingCenterDatabase>")

    with pytest.raises(ImportFileError, match="holds several activities: import it into a folder"):
        recognise([path])


def test_a_file_that_was_packed_twice_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "run.fit.gz"
    path.write_bytes(gzip.compress(gzip.compress(b"x" * 100)))

    with pytest.raises(ImportFileError, match=r"run\.fit\.gz"):
        import_fit([path])
