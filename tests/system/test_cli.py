"""The command as a person uses it: exit codes, and one line for every mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.forked import called

ROOT = Path(__file__).parents[2]


def by_name(
    *arguments: str, cwd: Path = ROOT, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """The program, started from nothing."""
    command = [sys.executable, "-m", "monitor.cli", *arguments]
    wide = {**os.environ, "COLUMNS": "200", **environment}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=wide, check=False)


def footloose(*arguments: str | Path, cwd: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    return called(*arguments, cwd=cwd, environment={**os.environ, "COLUMNS": "200"})


def test_help_lists_every_command_and_says_what_this_is_not() -> None:
    shown = by_name("--help")

    assert shown.returncode == 0
    assert "Not a medical device" in shown.stdout
    for command in ("demo", "run", "scan", "replay", "import", "analyse", "inspect", "version"):
        assert command in shown.stdout


@pytest.mark.parametrize("asked", ["version", "--version"])
def test_version_prints_the_version(asked: str) -> None:
    assert by_name(asked).stdout.startswith("footloose 0.")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nonsense"], 2, "No such command 'nonsense'"),
        (["replay"], 2, "Missing argument 'SESSION'"),
        (["replay", "nowhere.mcap"], 1, "nowhere.mcap: No such file or directory"),
        (["replay", "README.md"], 1, "README.md: not a recording of Footloose"),
        (["inspect", "nowhere.mcap"], 1, "nowhere.mcap: No such file or directory"),
        (["analyse", "nowhere.mcap", "-o", "out"], 1, "nowhere.mcap: No such file or directory"),
        (
            ["import", "nowhere.csv", "-o", "nowhere.mcap"],
            1,
            "nowhere.csv: No such file or directory",
        ),
        (["import", "x", "-o", "nowhere.mcap", "--format", "abc"], 2, "expected one of csv"),
        (["run", "--config", "nowhere.toml"], 2, "nowhere.toml: No such file or directory"),
        (["run", "--set", "ingest.gap=1"], 2, "--set: ingest.gap: unknown key"),
        (["run", "--mqtt", "host:port"], 2, "--mqtt: host:port: expected HOST or HOST:PORT"),
        (["run", "--mqtt", "host:99999"], 2, "expected HOST or HOST:PORT, PORT from 1 to 65535"),
        (["run", "--mqtt", "broker..home"], 2, "--mqtt: broker..home: expected HOST or HOST:PORT"),
        (["run", "--events", "nowhere/events.jsonl"], 1, "nowhere/events.jsonl: No such file"),
        (["replay", "[/red][b]nowhere.mcap"], 1, "[/red][b]nowhere.mcap: No such file"),
        (["run", "--backend", "nowhere:BACKEND"], 1, "nowhere"),
        (["ledger", "x.mcap", "--config", "nowhere.toml"], 2, "nowhere.toml: No such file"),
        (["learn", "nowhere.mcap", "--athlete", "out/me.json"], 1, "nowhere.mcap: No such file"),
    ],
)
def test_a_mistake_is_one_line_and_an_exit_code(arguments: list[str], code: int, says: str) -> None:
    done = footloose(*arguments)

    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistake_is_one_line_of_the_program_started_by_its_name() -> None:
    done = by_name("replay", "nowhere.mcap")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "footloose: nowhere.mcap: No such file or directory\n"


def test_debug_shows_where_an_error_comes_from() -> None:
    done = footloose("--debug", "replay", "nowhere.mcap")

    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_debug_tells_no_cookie_and_no_token() -> None:
    script = """
import logging
from websockets.server import ServerProtocol
from monitor.cli import app
app(["--debug", "settings"], standalone_mode=False)
server = ServerProtocol(logger=logging.getLogger("uvicorn.error"))  # as uvicorn makes it
server.receive_data(
    b"GET /ws HTTP/1.1\\r\\nHost: x\\r\\nCookie: footloose=SECRET\\r\\n"
    b"Authorization: Bearer SECRET\\r\\n\\r\\n"
)
logging.getLogger("monitor").debug("all the rest")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "all the rest" in done.stderr
    assert "SECRET" not in done.stderr


def test_a_wrong_key_is_refused_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[mqtt]\nport = 'x'\n")

    done = footloose("run", "--config", tmp_path / "mine.toml")

    assert (done.returncode, done.stdout) == (2, "")
    where = f"footloose: {tmp_path / 'mine.toml'}: mqtt.port:"
    assert done.stderr == f"{where} expected `int`, got `str` (range 1 to 65535)\n"


def test_without_the_simulator_the_demo_says_that_something_is_missing(tmp_path: Path) -> None:
    (tmp_path / "bumble.py").write_text("raise ModuleNotFoundError('No module named bumble')\n")

    done = by_name("demo", cwd=tmp_path, PYTHONPATH=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.startswith("footloose: the simulator does not start: ModuleNotFoundError")
    assert "this installation is not whole" in done.stderr
    assert done.stderr.count("\n") == 1


def test_commands_that_need_no_numbers_load_no_numpy() -> None:
    script = "import sys, monitor.cli; print([m for m in ('numpy', 'bleak') if m in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert done.stdout == "[]\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two seconds of an IMU, with a map beside it."""
    rows = [f"{i / 200},{i % 7},9.8,-2,0.1,0.2,{i % 3}" for i in range(400) if not 100 < i < 150]
    (tmp_path / "run.csv").write_text("\n".join(["t,ax,ay,az,gx,gy,gz", *rows]) + "\n")
    (tmp_path / "map.toml").write_text(
        "[[stream]]\nkind = 'imu'\nside = 'right'\ntime_s = 't'\n"
        "acc = ['ax', 'ay', 'az']\ngyr = ['gx', 'gy', 'gz']\naxes = 'auto'\n"
    )
    return tmp_path / "run.csv"


def test_an_import_says_what_it_found_and_replaces_nothing_unasked(table: Path) -> None:
    out = table.with_name("run.mcap")
    command: list[str | Path] = ["import", table, "--map", table.with_name("map.toml"), "-o", out]

    first, again, forced = footloose(*command), footloose(*command), footloose(*command, "--force")

    assert first.returncode == 0
    assert "right imu: 200 Hz said, 200 Hz measured, 351 samples from 0.0 to 2.0 s" in first.stdout
    assert "gaps: 1, the longest 0.245 s" in first.stdout
    assert "one foot only: right" in first.stdout
    assert (again.returncode, again.stderr) == (
        1,
        f"footloose: {out}: File exists; --force replaces it\n",
    )
    assert forced.returncode == 0


def test_an_import_without_a_place_stands_beside_its_file_and_replaces_nothing(table: Path) -> None:
    first = footloose("import", table, "--map", table.with_name("map.toml"))
    again = footloose("import", table, "--map", table.with_name("map.toml"))

    assert (first.returncode, again.returncode) == (0, 0)
    assert f"recorded: {table.with_suffix('.mcap')}" in first.stdout
    assert f"recorded: {table.with_name('run_2.mcap')}" in again.stdout


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("ay,", ""), 'has no column "ay"'),
        (("9.8", "abc"), 'run.csv:2: column "ay": "abc" is not a number'),
        (("\n0.5,", "\n0.1,"), 'column "t": time runs backwards'),
    ],
)
def test_a_bad_table_is_refused_by_line_and_leaves_nothing(
    table: Path, change: tuple[str, str], says: str
) -> None:
    table.write_text(table.read_text().replace(*change, 1))
    out = table.with_name("run.mcap")

    done = footloose("import", table, "--map", table.with_name("map.toml"), "-o", out)

    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize(
    "option", [["--quiet"], ["--events", "e.jsonl"], ["--speed", "1"], ["--push", "2"]]
)
def test_a_comparison_refuses_what_it_would_not_heed(table: Path, option: list[str]) -> None:
    out = table.with_name("run.mcap")
    footloose("import", table, "--map", table.with_name("map.toml"), "-o", out)

    done = footloose("replay", out, "--set", "lacing.rise_kpa=4", *option, cwd=table.parent)

    assert done.returncode == 2
    assert f"--set: {option[0]}: " in done.stderr
    assert not (table.parent / "e.jsonl").exists()


def test_settings_lists_what_an_owner_may_set_and_with_all_every_constant(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[speech]\ntreadmill = true\n")

    owners = footloose(
        "settings", "--config", "mine.toml", "--set", "pod.to_toe_m=0.2", cwd=tmp_path
    )
    everything = footloose("settings", "--all")

    assert (owners.returncode, everything.returncode) == (0, 0)
    assert "  treadmill = true\n" in owners.stdout
    assert "  to_toe_m = 0.2\n" in owners.stdout
    assert "lacing" not in owners.stdout
    assert max(map(len, owners.stdout.splitlines())) <= 80
    assert "\ndetectors.lacing.rise_kpa = 5.0 kPa  (rule of thumb)\n" in everything.stdout


@pytest.mark.parametrize("asked", ["version", "--help", "settings"])
def test_output_that_a_full_disk_does_not_take_is_one_line(asked: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "monitor.cli", asked],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=False,
        )

    said = "footloose: the output cannot be written: No space left on device\n"
    assert (done.stderr, done.returncode) == (said, 1)
