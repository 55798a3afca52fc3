"""No output destroys anything: not an input, not a file that is there, not on a full disk."""

import os
import resource
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import RecordingError
from monitor.files.output import check_outputs, create, writing


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write(path: Path, data: bytes, meanwhile: Callable[[], object] = bytes, **options: Any) -> None:
    with writing(path, **options) as file:
        file.write(data)
        meanwhile()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_and_its_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "run.mcap"

    write(path, b"whole")

    assert path.read_bytes() == b"whole"
    assert mode(path) == 0o600
    assert (mode(path.parent), mode(path.parent.parent)) == (0o700, 0o700)
    assert names(path.parent) == ["run.mcap"]


def test_a_file_that_is_there_is_replaced_only_when_asked_and_keeps_its_mode(
    tmp_path: Path,
) -> None:
    path = tmp_path / "run.mcap"
    path.write_bytes(b"old")
    path.chmod(0o640)

    with pytest.raises(RecordingError, match=r"run\.mcap: File exists; --force replaces it"):
        write(path, b"new")
    kept = path.read_bytes()
    write(path, b"new", force=True)

    assert (kept, path.read_bytes()) == (b"old", b"new")
    assert mode(path) == 0o640
    assert names(tmp_path) == ["run.mcap"]


def test_a_file_that_appears_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"

    with pytest.raises(RecordingError, match="File exists"):
        write(path, b"new", lambda: path.write_bytes(b"somebody else's"))

    assert path.read_bytes() == b"somebody else's"
    assert names(tmp_path) == ["run.mcap"]


def test_the_old_file_stays_when_the_writer_fails(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    path.write_bytes(b"old")

    with pytest.raises(ZeroDivisionError):
        write(path, b"new", lambda: 1 / 0, force=True)

    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["run.mcap"]


def test_the_old_file_stays_when_the_new_one_is_refused_on_reading(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    path.write_bytes(b"old")
    seen = []

    def check(part: Path) -> None:
        seen.append(part.read_bytes())
        raise RecordingError("not whole")

    with pytest.raises(RecordingError, match="not whole"):
        write(path, b"new", force=True, check=check)

    assert seen == [b"new"]
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["run.mcap"]


def test_the_old_file_stays_when_the_disk_is_full(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    path.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
        with pytest.raises(RecordingError, match=r"run\.mcap: File too large"):
            write(path, bytes(100_000), force=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["run.mcap"]


def test_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    target, link = tmp_path / "disk" / "run.mcap", tmp_path / "run.mcap"
    target.write_bytes(b"old")
    link.symlink_to(target)

    write(link, b"new", force=True)

    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["disk", "run.mcap"]
    assert names(tmp_path / "disk") == ["run.mcap"]


def test_a_pipe_is_written_to_directly(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    write(path, b"line")
    received = os.read(reader, 100)
    os.close(reader)

    assert received == b"line"
    assert path.is_fifo()


def test_a_file_to_append_to_is_never_one_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "new" / "run.mcap"
    os.close(create(path))

    with pytest.raises(FileExistsError):
        create(path)
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def same(path: Path) -> Path:
    return path


def linked(path: Path) -> Path:
    other = path.with_name("linked")
    other.symlink_to(path)
    return other


def hard_linked(path: Path) -> Path:
    other = path.with_name("hard")
    other.hardlink_to(path)
    return other


def spelt_otherwise(path: Path) -> Path:
    return path.parent / ".." / path.parent.name / path.name


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize("spelt", [same, linked, hard_linked, spelt_otherwise])
def test_an_input_is_never_an_output(
    tmp_path: Path, spelt: Callable[[Path], Path], force: bool
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"mine")

    with pytest.raises(RecordingError, match="this command reads it; name another output"):
        check_outputs([None, spelt(path)], inputs=[None, path], force=force)


def test_two_outputs_are_two_files(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="two outputs have this name"):
        check_outputs([tmp_path / "a", tmp_path / "b", tmp_path / "." / "a"], force=True)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="Is a directory"):
        check_outputs([tmp_path], force=True)


def test_devices_can_be_named_more_than_once() -> None:
    check_outputs([Path("/dev/null"), Path("/dev/null")], inputs=[Path("/dev/null")])
