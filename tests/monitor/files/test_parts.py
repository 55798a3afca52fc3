"""What a killed program left unfinished goes; what another one still writes stays."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from monitor.files.output import write_file, writing
from monitor.files.output_folder import writing_folder
from monitor.files.parts import part_folder
from monitor.files.placing import making_file

if os.name != "nt":
    import fcntl

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no locks of the kind")

WRITERS = {
    "file": "from monitor.files.output import writing as make",
    "folder": "from monitor.files.output_folder import writing_folder as make",
}
BEGIN = """
import sys
from pathlib import Path
{make}
with make(Path(sys.argv[1])) as part:
    if isinstance(part, Path):
        (part / "half.csv").write_text("half")
    print("begun", flush=True)
    sys.stdin.read()
"""


def begun(what: str, target: Path) -> "subprocess.Popen[str]":
    """A program that has begun to write."""
    command = [sys.executable, "-c", BEGIN.format(make=WRITERS[what]), str(target)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    return child


def write(what: str, target: Path) -> None:
    match what:
        case "file":
            write_file(target, b"whole")
        case _:
            with writing_folder(target) as part:
                (part / "a.csv").write_text("whole")


def unfinished(folder: Path) -> list[str]:
    return [str(path) for path in folder.rglob("*.part")]


@pytest.mark.parametrize("into_empty", [False, True])
@pytest.mark.parametrize("what", WRITERS)
def test_what_a_killed_program_left_goes_at_the_next_write(
    tmp_path: Path, what: str, into_empty: bool
) -> None:
    target = tmp_path / "out"
    if into_empty and what != "file":
        target.mkdir()
    with begun(what, target) as child:
        child.send_signal(signal.SIGKILL)
    assert len(unfinished(tmp_path)) == 1

    write(what, target)

    assert unfinished(tmp_path) == []
    assert target.exists()


@pytest.mark.parametrize("what", WRITERS)
def test_what_another_program_still_writes_stays(tmp_path: Path, what: str) -> None:
    with begun(what, tmp_path / "out") as child:
        write(what, tmp_path / "out")
        left = unfinished(tmp_path)
        child.kill()

    assert len(left) == 1


@pytest.mark.parametrize(("what", "maker"), [("file", "mkstemp"), ("folder", "mkdtemp")])
def test_a_part_that_another_program_is_about_to_remove_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, maker: str
) -> None:
    make = getattr(tempfile, maker)
    held: list[tuple[Path, int]] = []

    def made_and_held(**wishes: object) -> object:
        made = make(**wishes)
        if not held:  # a cleaner found it before its maker locked it
            path = Path(made if isinstance(made, str) else made[1])
            held.append((path, os.open(path, os.O_RDONLY)))
            fcntl.flock(held[0][1], fcntl.LOCK_EX)
        return made

    monkeypatch.setattr(tempfile, maker, made_and_held)

    with writing(tmp_path / "out") if what == "file" else part_folder(tmp_path / "out"):
        path, lock = held[0]
        path.unlink() if what == "file" else path.rmdir()
        os.close(lock)
        left = unfinished(tmp_path)

    assert len(left) == 1


def test_two_writers_in_one_program_leave_each_other_alone(tmp_path: Path) -> None:
    with ExitStack() as stack:
        one = stack.enter_context(writing(tmp_path / "one.csv", force=True))
        one.write(b"1")
        part = stack.enter_context(making_file(tmp_path / "one.csv", "made", force=True))
        (part / "made").write_bytes(b"3")
        assert len(unfinished(tmp_path)) == 2

    assert unfinished(tmp_path) == []


def test_unfinished_files_of_others_stay(tmp_path: Path) -> None:
    others = ["out.part", "out.abcdefgh.part", "output.footloose-abcdefgh.part", "out.footloose-x"]
    for name in others:
        (tmp_path / name).write_text("a browser's")
    (tmp_path / "out.footloose-link.part").symlink_to(tmp_path / "out.part")

    write_file(tmp_path / "out", b"whole")

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [*others, "out", "out.footloose-link.part"]
    )
