"""A run under trouble says so at once and at the end; an odd terminal or pipe makes no noise."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from firmware_sim.record import record
from monitor import profile
from monitor.session.recording import Recording
from tests.system.forked import called, serving
from tests.system.programs import COMMAND, ran, started

pytestmark = pytest.mark.timeout(600)


def test_a_full_disk_is_said_at_once_and_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    full = ("bash", "-c", 'ulimit -f 40; exec "$@"', "-", *COMMAND)

    with started("demo", "--no-page", "-o", path, command=full, stderr=subprocess.PIPE) as program:
        program.read_until(lambda line: "the disk is tried again" in line)
        program.read_until(ran(4))
        code = program.end()
        errors = program.process.stderr.read()
    recording = Recording(path)
    kept = sum(1 for _ in recording.everything())
    missing = recording.recovery.missing_packets

    assert code == 3
    assert missing > 0
    assert f"{missing} of {kept + missing} packets are missing: File too large" in errors


def test_a_deleted_recording_is_said_at_once_and_written_again(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"

    with started("demo", "--no-page", "-o", path) as program:
        program.read_until(ran(2))
        path.unlink()
        program.read_until(lambda line: "was moved or deleted" in line)
        code = program.end()

    assert code == 0
    assert Recording(path).recovery.whole


def test_a_closed_terminal_ends_the_run_with_its_recording_and_its_lesson(tmp_path: Path) -> None:
    path, me, errors = tmp_path / "run.mcap", tmp_path / "me.json", tmp_path / "errors.txt"
    with serving("demo") as backend:
        words = ["run", "--backend", backend, "-o", path, "--athlete", me, "--no-page"]
        home = {**os.environ, "FOOTLOOSE_HOME": str(tmp_path / "home"), "COLUMNS": "200"}
        pid, terminal = pty.fork()
        if pid == 0:
            os.dup2(os.open(errors, os.O_CREAT | os.O_WRONLY), 2)
            os.execve(sys.executable, [*COMMAND, *map(str, words)], home)
        shown = ""
        while "strides L" not in shown:
            shown += os.read(terminal, 4096).decode(errors="replace")
        os.close(terminal)  # as tmux kill-session does
        _, status = os.waitpid(pid, 0)

    assert "Traceback" not in errors.read_text()
    assert os.waitstatus_to_exitcode(status) == 0
    assert profile.load(me.read_bytes(), "me").runs == 1
    assert Recording(path).recovery.finished


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("session") / "run.mcap"
    record("demo", path, duration_s=40.0)
    return path


def shell(command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    program = " ".join(COMMAND)
    return subprocess.run(
        ["bash", "-c", command.replace("footloose", program)],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


POOR = ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"})
NARROW = {"COLUMNS": "20"}


@pytest.mark.parametrize(
    ("command", "environment"),
    [
        pytest.param("--help", POOR[0], marks=pytest.mark.soak),
        ("--help", POOR[1]),
        *(("replay {}", environment) for environment in POOR),
        pytest.param("replay -h", POOR[0], marks=pytest.mark.soak),
        ("ledger {}", POOR[1]),
    ],
)
def test_poor_terminals_are_written_to_all_the_same(
    session: Path, command: str, environment: dict[str, str]
) -> None:
    done = shell("footloose " + command.format(session), **environment)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("command", ["--help", "replay {}"])
def test_narrow_terminals_are_written_to_all_the_same(
    session: Path, tmp_path: Path, command: str
) -> None:
    words = command.format(session).split()
    done = called(*words, cwd=tmp_path, environment={**os.environ, **NARROW})

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_a_reader_that_has_seen_enough_makes_no_noise(session: Path) -> None:
    done = shell(f"footloose replay {session} | head -1; footloose --help | head -1")

    assert (done.returncode, done.stderr) == (0, "")


def test_completion_can_be_shown() -> None:
    done = shell("footloose --show-completion; exit $?")  # so that bash stays, to be found

    assert done.returncode == 0
    assert "complete" in done.stdout


@pytest.mark.parametrize(
    "options", [["--address", "tcp:127.0.0.1:99999"], ["--hci", "usb:0"], ["--hci", "teapot"]]
)
def test_a_radio_that_cannot_be_used_is_one_line(tmp_path: Path, options: list[str]) -> None:
    done = called("serve", "demo", *options, module="firmware_sim", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr.startswith("firmware-sim: ")
    assert done.stderr.count("\n") == 1
