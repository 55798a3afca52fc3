"""What Linux alone has is not needed to replay, import and analyse: tried with it taken away."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from firmware_sim.record import record

ROOT = Path(__file__).parents[2]
LINUX_ONLY = ("termios", "tty", "fcntl", "pwd", "grp", "resource", "pty")
POSIX_FUNCTIONS = (
    "chown", "fchmod", "fork", "getpgrp", "getuid", "geteuid", "mkfifo", "setsid", "tcgetpgrp",
)  # fmt: skip
WITHOUT = f"""
    import asyncio, os, signal, subprocess, sys, tempfile
    import platformdirs  # these know every kind of system

    class Hidden:
        def find_spec(self, name, path=None, target=None):
            if name in {LINUX_ONLY}:
                raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

    sys.meta_path.insert(0, Hidden())
    for name in {LINUX_ONLY}:
        sys.modules.pop(name, None)
    for name in {POSIX_FUNCTIONS}:
        if hasattr(os, name):
            delattr(os, name)
    for name in ("SIGHUP", "SIGKILL", "SIGUSR1"):
        delattr(signal, name)

    def refuse(*_):
        raise NotImplementedError

    asyncio.BaseEventLoop.add_signal_handler = refuse
    asyncio.SelectorEventLoop.add_signal_handler = refuse
    from monitor.cli import main

    for command in sys.argv[1:]:
        sys.argv[1:] = command.split()
        try:
            main()
        except SystemExit as end:
            print("ended with", end.code or 0, flush=True)
"""


def elsewhere(folder: Path, *commands: str) -> tuple[list[str], str]:
    """Run commands one after the other; return what each printed, and all errors."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WITHOUT), *commands],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return re.split(r"(?<=ended with .)\n", done.stdout)[:-1], done.stderr


SAID = {
    "replay run.mcap": "strides L",
    "replay run.mcap --quiet --events e.jsonl": "",
    "analyse run.mcap -o out": "strides",
    "inspect run.mcap": "samples",
    "inspect --repack run.mcap": "repacked",
    "import a.csv --map map.toml -o a.mcap": "recorded: a.mcap",
    "ledger run.mcap": "sessions",
    "--help": "analyse",
}
"""Commands, and a word that each must print."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("elsewhere")
    record("demo", made / "run.mcap", duration_s=12.0)
    rows = [f"{i / 200},{i % 7},9.8,-2,0.1,0.2,{i % 3}" for i in range(400)]
    (made / "a.csv").write_text("\n".join(["t,ax,ay,az,gx,gy,gz", *rows]) + "\n")
    (made / "map.toml").write_text(
        "[[stream]]\nkind = 'imu'\nside = 'right'\ntime_s = 't'\n"
        "acc = ['ax', 'ay', 'az']\ngyr = ['gx', 'gy', 'gz']\naxes = 'auto'\n"
    )
    return made


def test_recordings_are_read_without_what_linux_alone_has(folder: Path) -> None:
    printed, errors = elsewhere(folder, *SAID)

    assert errors == ""
    assert len(printed) == len(SAID)
    for (command, says), shown in zip(SAID.items(), printed, strict=True):
        assert says in shown, command
        assert shown.endswith("ended with 0"), command


def test_a_run_needs_no_keys_and_says_so_in_one_line(folder: Path) -> None:
    printed, errors = elsewhere(folder, "demo --quiet --seconds 5 -o demo.mcap")

    assert errors == ""
    assert printed[0].endswith("ended with 0")
    assert (folder / "demo.mcap").exists()
