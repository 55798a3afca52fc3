"""The unit is sound for systemd, and systemd hears that the session lives."""

import asyncio
import getpass
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cli.service import Runner, unit_text
from monitor.errors import ConfigError

ROOT = Path(__file__).parents[2]
HOME = Path("/var/games/.local/share/footloose")
MOST_EXPOSED = 2.0

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None and "CI" not in os.environ, reason="needs systemd"
)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    file = tmp_path / "footloose.service"
    file.write_text(unit_text(Runner("games", "games", HOME), ["/bin/true", "run", "--quiet"]))
    return file


def systemd_analyze(*arguments: str | Path) -> str:
    done = subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout + done.stderr


@needs_systemd
def test_systemd_finds_nothing_wrong_with_the_unit(unit: Path) -> None:
    assert systemd_analyze("verify", unit) == ""


@needs_systemd
def test_the_unit_exposes_little(unit: Path) -> None:
    said = systemd_analyze("security", "--offline=true", "--no-pager", unit)

    exposed = re.search(r"Overall exposure level for footloose.service: ([0-9.]+)", said)
    assert exposed is not None
    assert float(exposed[1]) <= MOST_EXPOSED


def test_the_unit_runs_as_an_ordinary_user_in_a_folder_of_its_own(unit: Path) -> None:
    lines = unit.read_text().splitlines()

    assert {
        "User=games",
        "After=bluetooth.service",
        "StateDirectory=footloose",
        "Environment=FOOTLOOSE_OFF=/run/footloose/off",
        "WorkingDirectory=%S/footloose",
        f"Environment=FOOTLOOSE_HOME={HOME}",
        f"ReadWritePaths={HOME}",
        "ExecStart=/bin/true run --quiet",
    } <= set(lines)


@pytest.mark.parametrize("word", ["/home/a b/footloose", "/opt/%n/footloose", "/x\ny"])
def test_a_path_that_systemd_would_misread_is_refused(word: str) -> None:
    with pytest.raises(ConfigError, match="systemd would misread this"):
        unit_text(Runner("games", "games", HOME), [word])


def install(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "monitor.cli", "service", "install", *arguments],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "SUDO_USER"},
    )


def test_the_command_writes_the_unit_once(tmp_path: Path) -> None:
    file = tmp_path / "footloose.service"

    first = install("--user", "games", "--output", file, "--lan")
    second = install("--user", "games", "--output", file)

    assert (first.returncode, first.stderr) == (0, "")
    assert " hub --quiet --lan\n" in file.read_text()
    assert "PathExists=/run/footloose/off" in (tmp_path / "footloose-off.path").read_text()
    switch = (tmp_path / "footloose-off.service").read_text()
    assert "ExecStart=/usr/bin/systemctl poweroff" in switch
    assert second.returncode == 1
    assert "exists" in second.stderr


@pytest.mark.skipif(getpass.getuser() != "root", reason="asks as root")
def test_root_is_told_to_name_an_ordinary_user(tmp_path: Path) -> None:
    done = install("--output", tmp_path / "footloose.service")

    assert done.returncode == 2
    assert done.stderr == (
        "footloose: --user: root: name an ordinary user: a run needs no rights of root\n"
    )


async def test_systemd_hears_that_the_session_is_ready_lives_and_ends(tmp_path: Path) -> None:
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.setblocking(False)
        loop = asyncio.get_running_loop()
        run = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "monitor.cli", "run", "--quiet", "--no-page"),
            *("--backend", "firmware_sim.air.backend:BACKEND@tcp:127.0.0.1:9"),
            cwd=ROOT,
            env={
                **os.environ,
                "FOOTLOOSE_HOME": str(tmp_path / "home"),
                "NOTIFY_SOCKET": str(address),
                "WATCHDOG_USEC": "200000",
            },
            stdout=asyncio.subprocess.DEVNULL,
        )
        said = [await loop.sock_recv(systemd, 100) for _ in range(4)]
        run.terminate()
        while said[-1] != b"STOPPING=1":
            said.append(await loop.sock_recv(systemd, 100))
        assert await run.wait() == 1  # no sensor was heard

    assert said[:4] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1", b"WATCHDOG=1"]
    assert set(said[4:-1]) <= {b"WATCHDOG=1"}
