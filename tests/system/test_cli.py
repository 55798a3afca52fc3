"""The command as a person uses it: exit codes, and one line for every mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def footloose(*arguments: str | Path, cwd: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "monitor.cli", *map(str, arguments)]
    wide = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env=wide, timeout=60, check=False
    )


def test_help_lists_every_command_and_says_what_this_is_not() -> None:
    shown = footloose("--help")

    assert shown.returncode == 0
    assert "Not a medical device" in shown.stdout
    for command in ("demo", "run", "scan", "replay", "import", "analyse", "inspect", "version"):
        assert command in shown.stdout


def test_version_prints_the_version() -> None:
    assert footloose("version").stdout.startswith("footloose 0.")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nonsense"], 2, "No such command 'nonsense'"),
        (["replay"], 2, "Missing argument 'SESSION'"),
        (["replay", "nowhere.mcap"], 1, "nowhere.mcap: No such file or directory"),
        (["replay", "README.md"], 1, "README.md: not a recording of Footloose"),
        (["inspect", "nowhere.mcap"], 1, "nowhere.mcap: No such file or directory"),
        (["analyse", "nowhere.mcap", "-o", "out"], 1, "nowhere.mcap: No such file or directory"),
        (["import", "nowhere.csv", "-o", "x.mcap"], 1, "a table needs a map"),
        (["import", "x", "-o", "x.mcap", "--format", "abc"], 2, "expected one of csv"),
        (["run", "--config", "nowhere.toml"], 2, "nowhere.toml: No such file or directory"),
        (["run", "--set", "ingest.gap=1"], 2, "--set: ingest: Object contains unknown field `gap`"),
        (["run", "--mqtt", "host:port"], 2, "--mqtt: host:port: expected HOST or HOST:PORT"),
        (["run", "--backend", "nowhere:BACKEND"], 1, "nowhere"),
    ],
)
def test_a_mistake_is_one_line_and_an_exit_code(arguments: list[str], code: int, says: str) -> None:
    done = footloose(*arguments)

    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_shows_where_an_error_comes_from() -> None:
    done = footloose("--debug", "replay", "nowhere.mcap")

    assert done.returncode == 1
    assert "Traceback" in done.stderr
