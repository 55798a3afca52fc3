"""What lies beside the files of one sensor: insoles are read too, notes and damage keep nothing."""

import gzip
from pathlib import Path

import msgspec
import pytest

from monitor.cohort import run_tasks
from monitor.cohort_tasks import SESSION, ErrorRow, expected_row, tasks_of
from monitor.config import Config
from monitor.errors import ImportFileError
from monitor.session.recording import Recording
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.together import together
from monitor.types import Side
from tests.monitor.cli.sets import LOGGER, PHYPHOX, laid_out, metawear, packed, ran, table

CELLS = table("time (s),cell1 (kPa),cell2 (kPa),cell3 (kPa)", (20.0, 30.0, 25.0))
MOTICON = table("time\tleft pressure 1[N/cm²]\tleft pressure 2[N/cm²]", (2.0, 3.0)).replace(
    ",", "\t"
)


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (metawear("S1") | {"S1_pressure.txt": MOTICON}, ["S1", "S1_pressure"]),
        (LOGGER | {"pressure.txt": MOTICON}, ["in", "pressure"]),
        (LOGGER | {"pressure.csv": CELLS}, ["in", "pressure"]),
        (PHYPHOX | {"walk.txt": MOTICON}, ["in", "walk"]),
        (LOGGER | {"Pressure.csv": "seconds_elapsed,pressure (hPa)\n0,1013\n1,1013\n"}, ["in"]),
    ],
)
def test_an_insole_beside_a_sensor_is_a_run_of_its_own(
    tmp_path: Path, files: dict[str, str], names: list[str]
) -> None:
    folder = laid_out(tmp_path / "in", files)

    found = together(sorted(folder.rglob("*.*")))

    assert sorted(one.name.split(".")[0] for one in found) == names


def test_insoles_beside_what_phyphox_left_are_read(tmp_path: Path) -> None:
    files = {"a.txt": MOTICON, "b.txt": MOTICON, "meta/time.csv": PHYPHOX["meta/time.csv"]}
    folder = laid_out(tmp_path / "in", files)

    assert together([folder / "a.txt", folder / "b.txt", folder / "meta" / "time.csv"]) == [
        folder / "a.txt",
        folder / "b.txt",
        folder / "meta" / "time.csv",
    ]


def test_notes_in_the_folder_of_one_recording_are_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    notes = {"BluetoothMetadata.csv": "id,name\n1,strap\n", "README.txt": "A walk.\n"}
    folder = laid_out(tmp_path / "walk", LOGGER | notes)

    ran("import", folder, "--side", "left")

    unread = caplog.text.split("of the folder not read: ")[1].splitlines()[0].split(", ")
    assert sorted(unread) == sorted({*LOGGER, *notes} - {"TotalAcceleration.csv", "Gyroscope.csv"})


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("bad", ["Gravity.csv", "Gyroscope.csv"])
def test_only_damage_of_what_is_needed_refuses(tmp_path: Path, bad: str, zipped: bool) -> None:
    folder = laid_out(tmp_path / "walk", LOGGER)
    cut = gzip.compress((folder / bad).read_bytes())[:30]
    (folder / bad).unlink()
    (folder / f"{bad}.gz").write_bytes(cut)
    files = [packed(folder)] if zipped else together(sorted(folder.iterdir()))

    if bad == "Gyroscope.csv":
        with pytest.raises(ImportFileError, match=r"Gyroscope.csv.gz: the compressed file is cut"):
            import_csv(files, None, side=Side.LEFT)
        return
    said = import_csv(files, None, side=Side.LEFT).remarks.said

    assert any("Gravity.csv.gz: the compressed file is cut" in one for one in said)
    if zipped:
        ran("import", *files, "--side", "left", "-o", tmp_path / "x.mcap")
        assert [*Recording(tmp_path / "x.mcap").packets()]


def test_a_cohort_goes_on_where_a_run_cannot_be_opened_any_more(tmp_path: Path) -> None:
    """A folder stands for a file without permission: its size is known, its bytes are not."""
    closed = laid_out(tmp_path / "run.mcap", {})
    closed.mkdir()
    (task,) = tasks_of([closed], tmp_path / "out", Config())
    laid_out(Path(task.folder), {SESSION: msgspec.json.encode(expected_row(task)).decode()})

    (row,) = run_tasks([task], 1)

    assert isinstance(row, ErrorRow)
