"""Patterns in quotes name what they name in a shell."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.cli.named_files import candidates
from monitor.errors import ImportFileError
from tests.monitor.sources.test_odd_activities import gpx

FILES = (
    "runs/may/x.fit",
    "runs/may/run1.fit",
    "runs/june/x.fit",
    "runs/june/run2.fit",
    "run10.fit",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("run??.fit", ["run10.fit"]),
        ("runs/*/run[0-9].fit", ["runs/june/run2.fit", "runs/may/run1.fit"]),
        ("runs/*/x.fit", ["runs/june/x.fit", "runs/may/x.fit"]),
        ("runs/m*", ["runs/may/run1.fit", "runs/may/x.fit"]),
        ("**/run?*.fit", ["run10.fit", "runs/june/run2.fit", "runs/may/run1.fit"]),
        ("runs/**", sorted(FILES[:4])),
    ],
)
def test_a_pattern_names_what_a_shell_finds(folder: Path, pattern: str, named: list[str]) -> None:
    found = [str(one.relative_to(folder)) for one in candidates([folder / pattern])]

    assert found == named


def test_a_file_that_is_called_like_a_pattern_is_itself(tmp_path: Path) -> None:
    files = [tmp_path / "a [1]" / "run [2].fit", tmp_path / "a [1]" / "run 2.fit"]
    files[0].parent.mkdir()
    for file in files:
        file.write_bytes(b"")

    assert list(candidates(files[:1])) == files[:1]
    assert list(candidates([tmp_path / "a [1]" / "*2.fit"])) == files[1:]


def test_a_pattern_that_names_nothing_is_said(folder: Path) -> None:
    with pytest.raises(ImportFileError, match=r"may\*\.gpx: no file has a name like that"):
        list(candidates([folder / "may*.gpx"]))


def test_the_import_reads_what_a_pattern_names(tmp_path: Path) -> None:
    for name in ("may", "june"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"run_{name}.gpx").write_text(gpx())

    words = ["import", str(tmp_path / "*" / "run_????.gpx"), "-o", str(tmp_path / "out")]
    done = CliRunner().invoke(app, words)

    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["run_june.mcap"]
