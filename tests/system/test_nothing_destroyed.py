"""No command destroys what a person has: each is tried on files that are there already."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from firmware_sim.record import record
from firmware_sim.scenario.scenario_file import SCENARIOS
from tests.system.forked import called

ENVIRONMENT = {**os.environ, "COLUMNS": "200"}
FOOTLOOSE = "monitor.cli"
SIMULATOR = "firmware_sim"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("session") / "run.mcap"
    record("demo", path, duration_s=3.0)
    return path.read_bytes()


@pytest.fixture
def home(tmp_path: Path, session: bytes) -> Path:
    """A folder with a recording, a table, its map, and results of another day."""
    (tmp_path / "run.mcap").write_bytes(session)
    rows = [f"{i / 200},{i % 7},9.8,-2,0.1,0.2,{i % 3}" for i in range(400)]
    (tmp_path / "a.csv").write_text("\n".join(["t,ax,ay,az,gx,gy,gz", *rows]) + "\n")
    (tmp_path / "map.toml").write_text(
        "[[stream]]\nkind = 'imu'\nside = 'right'\ntime_s = 't'\n"
        "acc = ['ax', 'ay', 'az']\ngyr = ['gx', 'gy', 'gz']\naxes = 'auto'\n"
    )
    (tmp_path / "me.json").write_text('{"version": 1, "runs": 4}')
    (tmp_path / "me" / "run").mkdir(parents=True)
    (tmp_path / "me" / "run" / "summary.json").write_text('{"version": 1, "runs": 4}')
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "out" / "run").mkdir(parents=True)
    (tmp_path / "out" / "run" / "strides.csv").write_text("of another day")
    (tmp_path / "mine.toml").write_text((SCENARIOS / "demo.toml").read_text())
    (tmp_path / "tables" / "parquet" / "strides").mkdir(parents=True)
    (tmp_path / "tables" / "parquet" / "strides" / "mine.parquet").write_text("mine")
    (tmp_path / "taken" / "strides.csv").mkdir(parents=True)
    (tmp_path / "taken" / "samples_left.csv").write_text("of another day")
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "truth_strides.csv").write_text("of another day")
    return tmp_path


def program(home: Path, module: str, arguments: list[str]) -> "subprocess.CompletedProcess[str]":
    environment = {**ENVIRONMENT, "FOOTLOOSE_HOME": f"{home}.home"}
    return called(*arguments, module=module, cwd=home, environment=environment)


def contents(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()
    }


EXISTS = "File exists; --force replaces it"
READS = "this command reads it; name another output"


@pytest.mark.parametrize(
    ("module", "command", "says"),
    [
        (FOOTLOOSE, "replay run.mcap --events run.mcap", READS),
        (FOOTLOOSE, "replay run.mcap --events run.mcap --force", READS),
        (FOOTLOOSE, "replay run.mcap --events mine.txt", EXISTS),
        (FOOTLOOSE, "replay run.mcap --athlete me.json --events me.json --force", READS),
        (FOOTLOOSE, "run --events mine.txt", EXISTS),
        (FOOTLOOSE, "run --athlete me.json --events me.json --force", READS),
        (FOOTLOOSE, "run -o new.mcap --events new.mcap --force", "two outputs have this name"),
        (FOOTLOOSE, "run -o mine.txt --force", "File exists; a run never replaces it"),
        (FOOTLOOSE, "demo -o mine.txt", "File exists; a run never replaces it"),
        (FOOTLOOSE, "demo --events mine.txt", EXISTS),
        (FOOTLOOSE, "import a.csv --map map.toml -o a.csv --force", READS),
        (FOOTLOOSE, "import a.csv --map map.toml -o ./map.toml --force", READS),
        (FOOTLOOSE, "import a.csv --map map.toml -o mine.txt", EXISTS),
        (FOOTLOOSE, "import a.csv nowhere.csv --map map.toml -o b.mcap", "nowhere.csv"),
        (FOOTLOOSE, "analyse run.mcap -o out", "holds results already; --force replaces them"),
        (FOOTLOOSE, "analyse run.mcap -o mine.txt", "mine.txt"),
        (FOOTLOOSE, "analyse run.mcap -o me --athlete me/run/summary.json --force", READS),
        (FOOTLOOSE, "report run.mcap -o run.mcap --force", "this command reads it"),
        (FOOTLOOSE, "report run.mcap -o mine.txt", EXISTS),
        (FOOTLOOSE, "cohort run.mcap -o out", "out: holds files that are not of a cohort"),
        (FOOTLOOSE, "cohort run.mcap -o mine.txt", "mine.txt"),
        (FOOTLOOSE, "cohort run.mcap -o tables --force", "tables/parquet: is not of a cohort"),
        (FOOTLOOSE, "say hello -o mine.txt", EXISTS),
        (FOOTLOOSE, "backup mine.txt", EXISTS),
        (FOOTLOOSE, "export --everything -o out", "out: is not empty; name another folder"),
        (FOOTLOOSE, "export run.mcap --to fit -o run.mcap --force", READS),
        (FOOTLOOSE, "export run.mcap --to fit -o mine.txt", EXISTS),
        (FOOTLOOSE, "export run.mcap --to csv -o out", "out: is not empty; --force replaces"),
        (FOOTLOOSE, "export run.mcap --to csv -o mine.txt", "mine.txt: Not a directory"),
        (FOOTLOOSE, "export run.mcap --to csv -o taken --force", "strides.csv: Is a directory"),
        (FOOTLOOSE, "follow-up run.mcap --calendar mine.txt", EXISTS),
        (FOOTLOOSE, "service install --user nobody -o mine.txt", EXISTS),
        (FOOTLOOSE, "inspect mine.txt --repack", "not a recording of Footloose"),
        (SIMULATOR, "record demo --duration 1 -o mine.txt", EXISTS),
        (SIMULATOR, "record demo --duration 1 -o new.mcap --truth truth", EXISTS),
        (SIMULATOR, "record mine.toml --duration 1 -o mine.toml --force", READS),
    ],
)
def test_a_command_refuses_and_changes_nothing(
    home: Path, module: str, command: str, says: str
) -> None:
    before = contents(home)

    done = program(home, module, command.split())

    assert done.returncode in {1, 2}
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert contents(home) == before


@pytest.mark.parametrize(
    ("module", "command", "replaced"),
    [
        (FOOTLOOSE, "replay run.mcap --events mine.txt --force", {"mine.txt"}),
        (FOOTLOOSE, "import a.csv --map map.toml -o mine.txt --force", {"mine.txt"}),
        (
            FOOTLOOSE,
            "analyse run.mcap -o out --force",
            {
                f"out/run/{name}"
                for name in ("strides.csv", "series.csv", "events.jsonl", "summary.json")
            },
        ),
        (FOOTLOOSE, "backup mine.txt --force", {"mine.txt"}),
        (FOOTLOOSE, "follow-up run.mcap --calendar mine.txt --force", {"mine.txt"}),
        (SIMULATOR, "record demo --duration 1 -o mine.txt --force", {"mine.txt"}),
    ],
)
def test_what_was_asked_to_be_replaced_is_and_nothing_else(
    home: Path, module: str, command: str, replaced: set[str]
) -> None:
    before = contents(home)

    done = program(home, module, command.split())

    after = contents(home)
    assert done.returncode == 0, done.stderr
    assert {name for name in after if after[name] != before.get(name)} == replaced
    assert set(before) <= set(after)


@pytest.fixture
def filed(home: Path) -> Path:
    """The folder with a home of two sessions of Ada's; the recording of one lies outside of it."""
    (home / "home" / "recordings").mkdir(parents=True)
    (home / "home" / "recordings" / "a.mcap").write_bytes((home / "run.mcap").read_bytes())
    (home / "home" / "remembered.json").write_text(
        '{\n  "athlete": "Ada",\n  "worn": {\n    "Ada": {}\n  }\n}\n'
    )
    for command in (
        "report run.mcap",
        "session note a --athlete Ada",
        "session note run --athlete Ada",
        "learn run.mcap --athlete Ada --new",
    ):
        done = with_home(home, command)
        assert done.returncode == 0, done.stderr
    return home


def with_home(folder: Path, command: str) -> "subprocess.CompletedProcess[str]":
    environment = {**ENVIRONMENT, "FOOTLOOSE_HOME": str(folder / "home")}
    return called(*command.split(), module=FOOTLOOSE, cwd=folder, environment=environment)


def known(folder: Path) -> dict[str, object]:
    """What a folder holds, and the sessions that its catalogue knows: SQLite may tidy its file."""
    files = {name: what for name, what in contents(folder).items() if "catalogue" not in name}
    with closing(sqlite3.connect(folder / "home" / "catalogue.sqlite")) as catalogue:
        return {**files, "sessions": catalogue.execute("SELECT id FROM sessions").fetchall()}


OWN = ["catalogue.sqlite", "remembered.json", "athletes/Ada.json", "recordings/a.note.json"]
KEPT = [f"home/{name}" for name in OWN]
RECORDED = ["home/recordings/a.mcap"]
ELSEWHERE = ["run.mcap", "run.note.json"]


@pytest.mark.parametrize(
    ("command", "read"),
    [
        ("backup OUT --force", [*KEPT, *RECORDED, *ELSEWHERE, "home/reports/run.html"]),
        ("follow-up a --calendar OUT --force", [*KEPT, *RECORDED, *ELSEWHERE]),
        ("report a -o OUT --force", [*KEPT, *RECORDED, *ELSEWHERE]),
        ("export a --to fit -o OUT --force", [*KEPT, *RECORDED, *ELSEWHERE]),
        ("run --athlete Ada --events OUT --force", [*KEPT, *RECORDED]),
        ("import a.csv --map map.toml -o OUT --force", KEPT),
    ],
)
def test_a_command_never_writes_onto_what_a_home_keeps(
    filed: Path, command: str, read: list[str]
) -> None:
    before = known(filed)
    assert all((filed / name).is_file() for name in read)

    for name in read:
        done = with_home(filed, command.replace("OUT", name))

        assert (done.returncode, done.stderr) == (1, f"footloose: {name}: {READS}\n")
        assert known(filed) == before


def test_a_cohort_goes_on_in_its_own_folder_and_never_reads_its_own_results(home: Path) -> None:
    folder = home / "cohort"
    folder.mkdir()
    (folder / "run.mcap").write_bytes((home / "run.mcap").read_bytes())
    first = program(home, FOOTLOOSE, ["cohort", "cohort", "-o", "cohort", "--force"])
    after_first = contents(folder)

    again = program(folder, FOOTLOOSE, ["cohort", ".", "-o", "."])

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert first.stdout.startswith("1 runs")
    assert again.stdout.startswith("1 runs")
    assert set(contents(folder)) == set(after_first)
    made = [path for path in folder.rglob("*") if path.name != "run.mcap"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600, 0o700}


def test_two_sessions_of_one_name_have_results_of_their_own(home: Path, session: bytes) -> None:
    (home / "other").mkdir()
    (home / "other" / "run.mcap").write_bytes(session)

    done = program(home, FOOTLOOSE, ["analyse", "run.mcap", "other/run.mcap", "-o", "results"])

    assert done.returncode == 0, done.stderr
    assert (home / "results" / "run" / "summary.json").exists()
    assert (home / "results" / "run_2" / "summary.json").exists()


def test_the_old_recording_stays_when_the_disk_is_full(home: Path, session: bytes) -> None:
    old = (home / "run.mcap").read_bytes()
    limit = 'ulimit -f 8; exec "$@"'

    done = subprocess.run(
        ["bash", "-c", limit, "-", sys.executable, "-m", SIMULATOR,
         "record", "demo", "--duration", "20", "-o", "run.mcap", "--force"],
        capture_output=True, text=True, cwd=home, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr == "firmware-sim: run.mcap: File too large\n"
    assert (home / "run.mcap").read_bytes() == old
    assert sorted(path.name for path in home.glob("run.mcap*")) == ["run.mcap"]
