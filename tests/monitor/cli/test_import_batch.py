"""Many files at once: each is named, opened and read as its own kind wants."""

import gzip
import shutil
import zipfile
from pathlib import Path
from typing import Literal

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.cli.import_batch import import_all
from monitor.cli.import_run import Wishes
from monitor.cli.named_files import sources
from monitor.cohort import work
from monitor.cohort_tasks import SessionRow, tasks_of
from monitor.config import Config
from monitor.errors import ConfigError, ImportFileError
from monitor.session.recording import Recording
from tests.monitor.sources.test_odd_activities import gpx, tcx
from tests.monitor.sources.test_own_words import ACC, GYR, T_S, axes, table

WISHES = Wishes(None, None, None, None)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every ZIP whose list of members was read."""
    read: list[object] = []

    class Listed(zipfile.ZipFile):
        def __init__(self, file: Path, mode: Literal["r", "w"] = "r") -> None:
            if mode == "r":
                read.append(file)
            super().__init__(file, mode)

    monkeypatch.setattr(zipfile, "ZipFile", Listed)
    return read


def export(path: Path, activities: int) -> Path:
    """A site's export of activities; the second one is damaged."""
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(activities):
            content = gpx() if number != 1 else "<gpx>"
            archive.writestr(f"activities/{path.stem}{number}.gpx", content)
    return path


def test_a_zip_is_listed_as_often_for_six_activities_as_for_three(
    tmp_path: Path, listed: list[object]
) -> None:
    zips = [export(tmp_path / f"{number}.zip", number) for number in (3, 6)]
    (tmp_path / "plain.gpx").write_text(gpx())

    with pytest.raises(ExceptionGroup) as refused:
        import_all([*zips, tmp_path / "plain.gpx"], tmp_path / "out", WISHES, force=False)

    assert [type(error) for error in refused.value.exceptions] == [ImportFileError] * 2
    assert len(list((tmp_path / "out").iterdir())) == 2 + 5 + 1
    assert len(listed) == 2 * len(zips)  # once to know what is in it, once to read that


def test_a_cohort_lists_the_zip_once_for_a_run(tmp_path: Path, listed: list[object]) -> None:
    (first, *_) = tasks_of(sources(export(tmp_path / "3.zip", 3)), tmp_path / "out", Config())
    listed.clear()

    row = work(first)

    assert isinstance(row, SessionRow)
    assert len(listed) == 1


def test_no_recording_of_a_folder_replaces_another(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("run.gpx", "run_2.gpx"):
        (tmp_path / "in" / name).write_text(gpx())
    (tmp_path / "in" / "run.gpx.gz").write_bytes(gzip.compress(gpx().encode()))

    import_all([tmp_path / "in"], tmp_path / "out", WISHES, force=True)

    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == ["run.mcap", "run_2.mcap", "run_2_2.mcap"]


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("folder", ["recs", "recs.2026"])
def test_files_that_the_shell_names_go_into_a_new_folder(
    tmp_path: Path, count: int, folder: str
) -> None:
    files = [tmp_path / f"{number}.gpx" for number in range(count)]
    for file in files:
        file.write_text(gpx())

    done = CliRunner().invoke(app, ["import", *map(str, files), "-o", str(tmp_path / folder)])

    assert done.exit_code == 0, done.output
    made = sorted(path.name for path in (tmp_path / folder).iterdir())
    assert made == [f"{number}.mcap" for number in range(count)]


def test_tables_that_may_belong_together_are_not_parted(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.csv" for name in ("left", "right")]
    for file in files:
        file.write_text("t,x\n0,1\n1,1\n")

    done = CliRunner().invoke(app, ["import", *map(str, files), "-o", str(tmp_path / "recs")])

    assert done.exit_code != 0
    assert isinstance(done.exception, ConfigError)
    assert "or a folder that is there" in str(done.exception)
    assert not (tmp_path / "recs").exists()


def mixed(folder: Path) -> Path:
    """A folder with a table of one sensor, of which nothing says the foot, and with activities."""
    folder.mkdir()
    head = f"Time (s);{axes('Acceleration', 'm/s^2')};{axes('Gyroscope', 'rad/s')}"
    (folder / "table.csv").write_text(table(head, T_S, *ACC, *GYR))
    (folder / "track.gpx").write_text(gpx())
    (folder / "lap.tcx").write_text(tcx("Running"))
    return folder


def test_wishes_hold_for_those_files_of_a_folder_that_they_are_for(tmp_path: Path) -> None:
    words = ["import", str(mixed(tmp_path / "in")), "-o", str(tmp_path / "out")]

    done = CliRunner().invoke(app, [*words, "--side", "left", "--laps-are", "numb"])

    assert done.exit_code == 0, done.output
    assert len(list((tmp_path / "out").iterdir())) == 3
    assert "--side is for tables of one foot; 2 others were read without it" in done.output


def test_the_side_of_an_activity_that_is_named_alone_is_refused(tmp_path: Path) -> None:
    track = mixed(tmp_path / "in") / "track.gpx"

    done = CliRunner().invoke(app, ["import", str(track), "--side", "left"])

    assert isinstance(done.exception, ConfigError)
    assert "--side: left: is for tables" in str(done.exception)


@pytest.mark.parametrize("command", ["import", "cohort"])
def test_in_a_folder_the_foot_that_a_name_says_comes_before_the_side(
    tmp_path: Path, command: str
) -> None:
    folder = mixed(tmp_path / "in")
    shutil.copy(folder / "table.csv", folder / "DOT_right_1.csv")
    words = [command, str(folder), "-o", str(tmp_path / "out"), "--side", "left"]

    done = CliRunner().invoke(app, words)

    assert done.exit_code == 0, done.output
    assert "1 read as the foot that their names say, not as --side does" in done.output
    if command == "import":
        made = {
            name: Recording(tmp_path / "out" / f"{name}.mcap") for name in ("table", "DOT_right_1")
        }
        feet = {name: {packet.sensor for packet in one.packets()} for name, one in made.items()}
        assert feet == {"table": {"left imu"}, "DOT_right_1": {"right imu"}}


def test_a_map_is_not_proposed_for_the_other_foot_than_the_name_says(tmp_path: Path) -> None:
    file = shutil.copy(mixed(tmp_path / "in") / "table.csv", tmp_path / "links.csv")
    words = ["import", str(file), "--guess", "-o", str(tmp_path / "map.toml"), "--side"]

    refused = CliRunner().invoke(app, [*words, "right"])
    done = CliRunner().invoke(app, [*words, "left"])

    assert "says the left foot and --side the right one" in str(refused.exception)
    assert done.exit_code == 0, done.output
