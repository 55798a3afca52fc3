"""Many runs at once: the same rows as one by one, whatever fails between."""

import doctest
import json
import os
import re
import shutil
import zipfile
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from monitor import analyse
from monitor.cli import app
from monitor.cohort import run_tasks
from monitor.cohort_tasks import ErrorRow, SessionRow, settings_hash, tasks_of
from monitor.config import Config
from monitor.errors import ConfigError
from monitor.session.stamp import hash_of
from monitor.sources.importers.guess import propose
from monitor.types import Side
from monitor.version import VERSION
from tests.beside import needs
from tests.monitor.cli.test_import_batch import mixed
from tests.monitor.sources.test_odd_activities import gpx

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
WALK = SHARED / "data" / "moticon_walk" / "230927_102114.txt"
RUN = SHARED / "cases" / "fit_gz" / "plain.fit.gz"
RESEARCH = (ROOT / "docs" / "research.md").read_text(encoding="utf-8")

pytestmark = needs(WALK)


def asked(question: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as base:
        return list(base.execute(question).fetchall())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cohort")
    (folder / "in").mkdir()
    shutil.copy(WALK, folder / "in" / "walk.txt")
    shutil.copy(RUN, folder / "in" / "run.fit.gz")
    (folder / "in" / "bad.fit").write_bytes(b"no FIT file at all")
    words = ["cohort", str(folder / "in"), "-o", str(folder / "out"), "--workers", "2"]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return folder


def test_a_run_that_cannot_be_read_is_a_row_of_the_errors(folder: Path) -> None:
    text = (folder / "out" / "errors.jsonl").read_text(encoding="utf-8")
    (row,) = [json.loads(line) for line in text.splitlines()]

    assert row["session"] == "bad"
    assert "bad.fit" in row["error"]


def test_the_tables_hold_what_a_notebook_gets(folder: Path) -> None:
    run = analyse(folder / "in" / "walk.txt")

    rows = asked(
        f"SELECT side, ic_s, session FROM '{folder}/out/parquet/strides/**/*.parquet' ORDER BY ic_s"
    )

    assert [(side, t) for side, t, _ in rows] == [
        (stride.side.value, pytest.approx(stride.ic_s, abs=1e-6))
        for stride in sorted(run.strides, key=lambda stride: stride.ic_s)
    ]
    assert {session for _, _, session in rows} == {"walk"}


def test_every_row_says_program_settings_and_file(folder: Path) -> None:
    told = {
        name: set(
            asked(
                "SELECT session, software, settings, recording FROM "
                f"'{folder}/out/parquet/{name}/**/*.parquet'"
            )
        )
        for name in ("strides", "series", "events")
    }

    settings = settings_hash(Config())
    walk = ("walk", VERSION, settings, hash_of(folder / "in" / "walk.txt"))
    run = ("run", VERSION, settings, hash_of(folder / "in" / "run.fit.gz"))
    assert (told["strides"], told["series"]) == ({walk}, {run})
    assert told["events"] <= {walk, run}
    assert walk in told["events"]


def test_every_question_of_the_document_has_an_answer(folder: Path) -> None:
    questions = re.findall(r"```sql\n(.*?)```", RESEARCH, flags=re.DOTALL)

    answers = [asked(question.replace("DIR", str(folder / "out"))) for question in questions]

    assert len(answers) == 3
    assert all(answers[:1] + answers[2:])


def test_the_example_of_the_document_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "in")
    text = RESEARCH.split("```python\n")[1].split("```")[0]

    example = doctest.DocTestParser().get_doctest(text, {}, "research", None, 0)
    result = doctest.DocTestRunner().run(example)

    assert (result.attempted, result.failed) == (4, 0)


def test_what_was_analysed_is_not_analysed_again(folder: Path) -> None:
    page = folder / "out" / "sessions" / "walk" / "summary.json"
    before = page.stat().st_mtime_ns

    rows = list(run_tasks(tasks_of([folder / "in" / "walk.txt"], folder / "out", Config()), 1))

    assert [type(row) for row in rows] == [SessionRow]
    assert page.stat().st_mtime_ns == before


def test_a_process_that_dies_costs_its_run_alone(folder: Path, tmp_path: Path) -> None:
    tasks = tasks_of([RUN, WALK], tmp_path / "out", Config())
    rows = run_tasks(tasks, 1)

    first = next(rows)
    for process in children():
        os.kill(process, 9)
    rest = list(rows)

    assert {type(row) for row in (first, *rest)} == {SessionRow}


def children() -> list[int]:
    """Numbers of the processes that this one has started to analyse runs."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
            command = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and b"monitor.cohort" in command:
            found.append(int(status.parent.name))
    return found


def test_a_run_that_kills_its_process_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, os\nif sys.argv[:1] == ['-m']: os._exit(9)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    rows = list(run_tasks(tasks_of([RUN], tmp_path / "out", Config()), 1))

    assert [type(row) for row in rows] == [ErrorRow]
    assert rows[0].session == "plain"


def test_runs_whose_names_meet_have_folders_of_their_own(tmp_path: Path) -> None:
    files = [Path(name) for name in ("run.gpx", "run.gpx.gz", "run_2.gpx")]

    folders = {task.folder for task in tasks_of(files, tmp_path, Config())}

    assert len(folders) == 3


def test_the_tables_are_those_of_the_last_call(tmp_path: Path) -> None:
    for name in ("a", "b"):
        shutil.copy(RUN, tmp_path / f"{name}.fit.gz")
    words = ["cohort", str(tmp_path), "-o", str(tmp_path / "out"), "--workers", "1"]
    tables = [
        f"{tmp_path}/out/parquet/{name}" for name in ("sessions.parquet", "series/**/*.parquet")
    ]

    assert CliRunner().invoke(app, words).exit_code == 0
    (tmp_path / "b.fit.gz").write_bytes(b"broken")
    assert CliRunner().invoke(app, words).exit_code == 0

    for table in tables:
        assert asked(f"SELECT DISTINCT session FROM '{table}'") == [("a",)]


def sessions(folder: Path, columns: str) -> list[tuple[object, ...]]:
    return asked(f"SELECT {columns} FROM '{folder}/parquet/sessions.parquet' ORDER BY session")


def test_a_zip_of_many_activities_is_a_run_each(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.write(RUN, "activities/1.fit.gz")
        archive.writestr("activities/2.gpx", gpx())
        archive.writestr("activities/3.gpx", "<gpx>")
        archive.writestr("activities.csv", "Activity ID\n1\n")
    words = ["cohort", str(tmp_path / "export.zip"), "-o", str(tmp_path / "out"), "--workers", "1"]

    result = CliRunner().invoke(app, words)
    again = CliRunner().invoke(app, words)

    (error,) = (tmp_path / "out" / "errors.jsonl").read_text().splitlines()
    names = [("1", "export.zip/activities/1.fit.gz"), ("2", "export.zip/activities/2.gpx")]
    assert result.exit_code == again.exit_code == 0, result.output
    assert sessions(tmp_path / "out", "session, file") == [
        (session, f"{tmp_path}/{file}") for session, file in names
    ]
    assert "activities/3.gpx" in json.loads(error)["file"]
    assert again.output == result.output


def test_side_and_map_hold_for_tables_and_a_change_of_them_reads_these_anew(tmp_path: Path) -> None:
    runs = mixed(tmp_path / "in")
    (runs / "lap.tcx").unlink()
    words = ["cohort", str(runs), "-o", str(tmp_path / "out"), "--workers", "1", "--side"]
    read = []

    for more in (["left"], ["right"]):
        result = CliRunner().invoke(app, [*words, *more])
        assert result.exit_code == 0, result.output
        read.append(sessions(tmp_path / "out", "session, side, map"))
        made_ns = (tmp_path / "out" / "sessions" / "track" / "session.json").stat().st_mtime_ns
    import_map = tmp_path / "table.toml"
    import_map.write_text(propose([runs / "table.csv"], Side.LEFT).text)
    result = CliRunner().invoke(app, [*words[:-1], "--map", str(import_map)])

    assert result.exit_code == 0, result.output
    (_, side, map_), (*track,) = sessions(tmp_path / "out", "session, side, map")
    assert read == [[("table", foot, ""), ("track", "", "")] for foot in ("left", "right")]
    assert (side, bool(map_), track) == ("", True, ["track", "", ""])
    track_row = tmp_path / "out" / "sessions" / "track" / "session.json"
    assert track_row.stat().st_mtime_ns == made_ns


def test_a_map_that_cannot_be_read_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[[stream]]\n")
    words = ["cohort", str(RUN), "-o", str(tmp_path / "out"), "--map", str(tmp_path / "bad.toml")]

    result = CliRunner().invoke(app, words)

    assert isinstance(result.exception, ConfigError)
    assert "bad.toml" in str(result.exception)
    assert not (tmp_path / "out").exists()
