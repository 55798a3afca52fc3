"""A folder that a command makes appears whole, or not at all."""

import stat
from pathlib import Path

import pytest

from monitor.errors import RecordingError
from monitor.files.output_folder import writing_folder


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def fill(path: Path, *, force: bool = False, fails: bool = False) -> None:
    with writing_folder(path, force=force) as part:
        (part / "inner").mkdir()
        (part / "inner" / "new.txt").write_text("new")
        if fails:
            raise ZeroDivisionError


def old_folder(path: Path) -> Path:
    path.mkdir()
    (path / "old.txt").write_text("old")
    return path


def test_what_is_in_a_new_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    fill(tmp_path / "a" / "copy")

    assert names(tmp_path) == ["a", "a/copy", "a/copy/inner", "a/copy/inner/new.txt"]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert modes == {0o700, 0o600}


def test_an_empty_folder_is_filled_where_it_stands(tmp_path: Path) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    before = place.stat().st_ino

    fill(place)

    assert place.stat().st_ino == before
    assert names(tmp_path) == ["disk", "disk/inner", "disk/inner/new.txt"]


@pytest.mark.parametrize("there", ["nothing", "empty", "full"])
def test_the_old_folder_stays_when_the_new_one_does_not_become_whole(
    tmp_path: Path, there: str
) -> None:
    place = tmp_path / "copy"
    if there == "full":
        old_folder(place)
    elif there == "empty":
        place.mkdir()
    before = names(tmp_path)

    with pytest.raises(ZeroDivisionError):
        fill(place, force=True, fails=True)

    assert names(tmp_path) == before


def test_a_folder_that_holds_something_is_replaced_only_when_asked(tmp_path: Path) -> None:
    place = old_folder(tmp_path / "copy")

    with pytest.raises(RecordingError, match="copy: is not empty; name another folder"):
        fill(place)
    kept = names(place)
    fill(place, force=True)

    assert kept == ["old.txt"]
    assert names(tmp_path) == ["copy", "copy/inner", "copy/inner/new.txt"]


def test_what_somebody_puts_there_meanwhile_stays(tmp_path: Path) -> None:
    place = tmp_path / "copy"

    with pytest.raises(RecordingError, match="copy"), writing_folder(place):
        old_folder(place)

    assert names(tmp_path) == ["copy", "copy/old.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("mine")

    with pytest.raises(RecordingError, match="copy: Not a directory"):
        fill(tmp_path / "copy", force=True)
