"""A folder that a command makes appears whole, or not at all."""

import os
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


def merge(place: Path, *inputs: Path) -> None:
    with writing_folder(place, force=True, merge=True, inputs=inputs) as part:
        (part / "a.csv").write_text("new")
        (part / "sub").mkdir()
        (part / "sub" / "b.csv").write_text("new")


def test_merging_replaces_files_of_the_same_names_and_syncs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = old_folder(tmp_path / "copy")
    (place / "a.csv").write_text("old")
    synced: list[int] = []
    sync = os.fsync

    def watch(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            synced.append(os.fstat(handle).st_ino)
        sync(handle)

    monkeypatch.setattr(os, "fsync", watch)
    merge(place)

    assert names(tmp_path) == ["copy", "copy/a.csv", "copy/old.txt", "copy/sub", "copy/sub/b.csv"]
    assert (place / "a.csv").read_text() == "new"
    assert {(place / name).stat().st_ino for name in ("a.csv", "sub/b.csv")} <= set(synced)


def test_merging_replaces_nothing_if_one_place_is_taken_by_a_folder(tmp_path: Path) -> None:
    place = old_folder(tmp_path / "copy")
    (place / "a.csv").write_text("old")
    (place / "sub" / "b.csv").mkdir(parents=True)
    before = names(tmp_path)

    with pytest.raises(RecordingError, match=r"b\.csv: Is a directory"):
        merge(place)

    assert (place / "a.csv").read_text() == "old"
    assert names(tmp_path) == before


def test_merging_follows_a_link_but_never_onto_an_input(tmp_path: Path) -> None:
    place, other = old_folder(tmp_path / "copy"), tmp_path / "other.csv"
    other.write_text("old")
    (place / "a.csv").symlink_to(other)

    with pytest.raises(RecordingError, match="this command reads it"):
        merge(place, other)
    kept = other.read_text()
    merge(place)

    assert (kept, other.read_text()) == ("old", "new")
    assert (place / "a.csv").is_symlink()
