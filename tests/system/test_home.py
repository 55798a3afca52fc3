"""A run files itself, and what a person asks of the sessions afterwards."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.forked import called, serving

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.timeout(600)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "monitor.cli", *map(str, arguments)]


def footloose(home: Path, *arguments: str | Path, code: int = 0) -> str:
    environment = {**os.environ, "FOOTLOOSE_HOME": str(home), "COLUMNS": "200"}
    done = called(*arguments, cwd=ROOT, environment=environment)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which Ada ran once."""
    folder = tmp_path_factory.mktemp("home")
    with serving("demo") as backend:
        footloose(
            folder, "run", "--backend", backend, "--seconds", "12", "--quiet",
            "--athlete", "Ada", "--shoe", "Blue 43", "--lacing", "parallel",
        )  # fmt: skip
    return folder


def test_a_run_is_filed_with_who_ran_in_what(home: Path) -> None:
    listed = footloose(home, "sessions")
    shown = footloose(home, "session", "show", "last")

    assert "Ada" in listed
    assert "Blue 43" in listed
    assert "not answered" in listed
    assert "Ada, Blue 43, not said, parallel" in shown
    assert json.loads((home / "athletes" / "Ada.json").read_text())["runs"] == 1
    assert json.loads((home / "remembered.json").read_text())["athlete"] == "Ada"


def test_what_listened_to_the_run_and_a_replay_tell_the_same_story(home: Path) -> None:
    before = footloose(home, "session", "show", "last")

    footloose(home, "sessions", "--rebuild")

    assert footloose(home, "session", "show", "last") == before


def test_a_note_is_kept_beside_the_recording(home: Path) -> None:
    footloose(home, "session", "note", "last", "--text", "new socks", "--tag", "hot")

    assert "new socks" in footloose(home, "session", "show", "last")
    assert "hot" in footloose(home, "sessions", "--tag", "hot")
    assert "none of 1 sessions fits" in footloose(home, "sessions", "--tag", "cold")


def test_a_run_that_was_killed_is_closed_at_the_next_start_and_is_still_the_runners(
    tmp_path: Path,
) -> None:
    with serving("demo") as backend:
        environment = {**os.environ, "FOOTLOOSE_HOME": str(tmp_path)}
        with subprocess.Popen(
            command("run", "--backend", backend, "--athlete", "Ada", "--shoe", "Blue 43"),
            cwd=ROOT, env=environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ) as run:  # fmt: skip
            assert run.stdout is not None
            while "strides L" not in run.stdout.readline():
                assert run.poll() is None
            run.send_signal(signal.SIGKILL)

    listed = footloose(tmp_path, "sessions")

    assert "was cut off at 0:" in listed
    # how much is missing depends on how busy the machine was; that it is said does not
    assert re.search(r"pod-left: (nothing is missing|\d+ s are missing)", listed)
    assert "who ran is not known" not in listed
    again = footloose(tmp_path, "sessions", "--athlete", "Ada", "--shoe", "Blue 43")
    assert "was cut off" not in again
    assert "_run" in again


def test_forgetting_asks_where_it_can_and_needs_yes_where_it_cannot(tmp_path: Path) -> None:
    (tmp_path / "athletes").mkdir()
    (tmp_path / "athletes" / "Ada.json").write_text("{}")

    assert "--yes" in footloose(tmp_path, "forget", "--athlete", "Ada", code=2)
    assert "Ada.json" in footloose(tmp_path, "forget", "--athlete", "Ada", "--yes")
    assert "nothing is known" in footloose(tmp_path, "forget", "--athlete", "Ada", "--yes", code=1)
