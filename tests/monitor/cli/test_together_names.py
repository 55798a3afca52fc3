"""Files of one sensor have a name together, wherever they lie, and their recording a place."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.cohort_tasks import tasks_of
from monitor.config import Config
from monitor.session.recording import Recording
from monitor.sources.importers.opening import expand
from monitor.sources.importers.together import together
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

PAIR = {name: LOGGER[name] for name in ("TotalAcceleration.csv", "Gyroscope.csv")}
BOTH = table("time (s),ax (m/s2),ay (m/s2),az (m/s2),gx (rad/s),gy (rad/s),gz (rad/s)", REST + TURN)


def renamed(name: str) -> dict[str, str]:
    """The files of a pair, each called as the quantity in a longer name."""
    return {name.format(file.removesuffix(".csv")): text for file, text in PAIR.items()}


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one recording, which is the working directory."""
    folder = laid_out(tmp_path / "walk", PAIR)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ([*PAIR], "walk/walk.mcap"),
        (["*.csv"], "walk/walk.mcap"),
        (["../walk/*.csv"], "walk/walk.mcap"),
        (["."], "walk.mcap"),
        ([".", "-o", "../recs"], "recs/walk.mcap"),
        ([*PAIR, "-o", "recs"], "walk/recs/walk.mcap"),
    ],
)
def test_a_recording_of_the_working_directory_has_its_name(
    walk: Path, words: list[str], made: str
) -> None:
    (walk / "recs").mkdir()

    ran("import", *words, "--side", "left")

    assert [one.relative_to(walk.parent).as_posix() for one in walk.parent.rglob("*.mcap")] == [
        made
    ]


def test_files_of_the_folder_above_have_its_name(
    walk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (walk / "below").mkdir()
    monkeypatch.chdir(walk / "below")

    ran("import", *(f"../{name}" for name in PAIR), "--side", "left")

    assert [one.name for one in walk.iterdir() if one.suffix == ".mcap"] == ["walk.mcap"]


@pytest.mark.parametrize("words", [[*PAIR], ["."]])
def test_what_is_kept_has_the_name_of_the_folder(
    walk: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = walk.parent / "home"
    monkeypatch.setenv("FOOTLOOSE_HOME", str(home))

    ran("import", *words, "--keep", "--side", "left")

    assert [one.name for one in home.rglob("*.mcap")] == ["walk.mcap"]
    assert "walk" in ran("sessions")


@pytest.mark.parametrize("place", [".", ".."])
def test_a_cohort_names_it_so_too(walk: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (walk / "below").mkdir()
    monkeypatch.chdir(walk if place == "." else walk / "below")

    (task,) = tasks_of(together(Path(place, name) for name in PAIR), walk / "out", Config())

    assert (task.session, Path(task.folder)) == ("walk", walk / "out" / "sessions" / "walk")


def test_files_are_named_within_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(laid_out(tmp_path / "walk", PHYPHOX))

    names = [file.inside for file in expand(together(map(Path, PHYPHOX)))]

    assert names == [*PHYPHOX]


def test_the_root_of_a_disk_is_called_as_its_first_file() -> None:
    (found,) = together([Path("/Acc.csv"), Path("/Gyro.csv")])

    assert found.name == "Acc"


@pytest.mark.parametrize("names", [("S1_{}_run.csv", "S1_{}_walk.csv"), ("{} 2.csv", "{} 3.csv")])
def test_what_follows_the_quantity_is_part_of_the_name(names: tuple[str, str]) -> None:
    found = together(Path(name) for one in names for name in renamed(one))

    assert [one.name for one in found] in (["S1_run", "S1_walk"], ["2", "3"])


def test_a_name_with_dots_is_kept_whole(tmp_path: Path) -> None:
    name = "MetaWear_2024-01-01T10.00.00.123_C2F1AA"
    folder = laid_out(tmp_path / "in", metawear(name))

    ran("import", *sorted(folder.glob("*[re]_*")), "--side", "left")

    assert [one.name for one in folder.glob("*.mcap")] == [f"{name}.mcap"]


def test_what_a_mac_hides_in_folders_is_no_recording(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "mac" / "run1", PAIR)
    hidden = {f"._{name}": "\0\5\26\7" for name in PAIR}
    laid_out(folder, hidden)
    laid_out(tmp_path / "mac" / "__MACOSX" / "run1", hidden)

    ran("import", tmp_path / "mac", "--side", "left")

    assert [one.name for one in tmp_path.rglob("*.mcap")] == ["run1.mcap"]


def test_a_folder_of_one_table_becomes_one(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "in", {"one.csv": PHYPHOX["Raw Data.csv"]})

    ran("import", folder, "--side", "left")

    assert [one.name for one in folder.iterdir()] == ["one.csv", "one.mcap"]


def test_a_folder_of_several_says_which(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "in", {f"{i}.csv": PHYPHOX["Raw Data.csv"] for i in range(14)})

    done = CliRunner().invoke(app, ["import", str(folder)])

    assert ", 7.csv and 2 more" in str(done.exception)


@pytest.mark.parametrize("feet", [("left", "right"), ("S1_L", "S1_R")])
def test_sets_of_both_feet_are_one_run_as_in_their_zip(
    tmp_path: Path, feet: tuple[str, str]
) -> None:
    folder = laid_out(tmp_path / "in", metawear(feet[0]) | metawear(feet[1]))
    zipped = packed(folder)

    ran("import", folder)
    ran("import", folder, "--side", "left", "-o", tmp_path / "out")
    ran("import", zipped, "-o", tmp_path / "zip.mcap")

    (alone,) = (*tmp_path.glob("in.mcap"), *folder.glob("*.mcap"))
    (one,) = (tmp_path / "out").iterdir()
    assert packets(alone) == packets(one) == packets(tmp_path / "zip.mcap")
    assert {packet.sensor for packet in Recording(one).packets()} == {"left imu", "right imu"}


def test_a_guess_of_a_pattern_or_of_the_working_directory_names_its_map_after_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(laid_out(tmp_path / "one", {"walk.csv": BOTH}))

    ran("import", "*.csv", "--guess")
    ran("import", ".", "--guess", "--force")

    assert sorted(one.name for one in (tmp_path / "one").iterdir()) == ["walk.csv", "walk.toml"]


def test_the_command_after_a_guess_names_the_files_that_its_map_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = table("time (s),temperature (C)", (21.0,))
    monkeypatch.chdir(laid_out(tmp_path, {"walk.csv": BOTH, "air.csv": other}))

    said = ran("import", "walk.csv", "air.csv", "--guess", "-o", "walk.toml")

    assert "import walk.csv --map walk.toml" in said
    ran("import", "walk.csv", "--map", "walk.toml", "--side", "left")
