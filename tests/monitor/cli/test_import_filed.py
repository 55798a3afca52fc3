"""What is imported into the home, or for somebody, is a session with its report."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec import structs
from typer.testing import CliRunner

from monitor.cli import app
from monitor.cli.session_files import check_files
from monitor.config import read_dump
from monitor.errors import RecordingError
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note, read_note, write_note
from monitor.home.remembered import Remembered, read_remembered, write_remembered
from monitor.home.rows import SessionRow
from monitor.session.beside import AddedReport, note_of
from monitor.session.recording import read_header
from monitor.types import Feeling
from tests.monitor.sources.test_odd_activities import gpx


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path / "home"))
    return Home.open()


@pytest.fixture
def watch(tmp_path: Path) -> Path:
    file = tmp_path / "watch.gpx"
    file.write_text(gpx())
    return file


def imported(*words: str | Path, code: int = 0, typed: str | None = None) -> str:
    done = CliRunner().invoke(app, ["import", *map(str, words)], input=typed)
    assert done.exit_code == code, done.output
    return done.output


def sessions(home: Home) -> list[SessionRow]:
    with Catalogue.open(home.catalogue) as catalogue:
        return catalogue.sessions()


def test_an_import_that_is_kept_is_a_session_with_note_and_report(home: Home, watch: Path) -> None:
    said = imported(watch, "--keep", "--athlete", "Ada", "--shoe", "Blue 43", "--temperature", "21")

    (row,) = sessions(home)
    recording = home.recordings / "watch.mcap"
    assert (row.id, row.athlete, row.shoe, row.temperature_c) == ("watch", "Ada", "Blue 43", 21.0)
    assert Path(row.path) == recording.resolve()
    assert read_note(recording) == Note(athlete="Ada", shoe="Blue 43", temperature_c=21.0)
    assert "Blue 43" in home.report_of("watch").read_text(encoding="utf-8")
    assert f"report: {home.report_of('watch')}" in said
    config, _ = read_dump(read_header(recording).config.encode())  # as a run that was live
    assert (config.athlete.shoe, config.detectors.effort.air_temperature_c) == ("Blue 43", 21.0)
    assert read_remembered(home) == Remembered()  # who runs next is another matter


def test_an_import_into_the_folder_of_the_home_is_of_who_ran_last(home: Home, watch: Path) -> None:
    write_remembered(home, Remembered(athlete="Bo"))

    imported(watch, "-o", home.recordings / "old.mcap")

    (row,) = sessions(home)
    assert (row.id, row.athlete, row.shoe) == ("old", "Bo", None)
    assert home.report_of("old").exists()


def test_who_only_imports_is_named_once_as_long_as_there_is_no_other(
    home: Home, watch: Path
) -> None:
    imported(watch, "--keep", "--athlete", "Ida")
    mine = imported(watch, "-o", home.recordings / "b.mcap")
    imported(watch, "-o", home.recordings / "c.mcap", "--athlete", "Bob")
    whose = imported(watch, "-o", home.recordings / "d.mcap")

    assert "filed as: b, Ida" in mine
    assert "who ran is not known" in whose


def test_an_import_for_nobody_known_says_how_to_name_the_runner(home: Home, watch: Path) -> None:
    said = imported(watch, "--keep")

    assert [row.athlete for row in sessions(home)] == [None]
    assert "who ran is not known" in said
    assert not note_of(home.recordings / "watch.mcap").exists()


def test_an_import_for_somebody_is_a_session_wherever_it_lies(home: Home, watch: Path) -> None:
    imported(watch, "--athlete", "Ada")

    (row,) = sessions(home)
    assert (Path(row.path), row.athlete) == (watch.with_suffix(".mcap").resolve(), "Ada")
    assert home.report_of("watch").exists()


def test_an_import_elsewhere_is_a_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watch: Path
) -> None:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path / "none"))

    said = imported(watch)

    assert watch.with_suffix(".mcap").exists()
    assert "filed" not in said
    assert not (tmp_path / "none").exists()


def test_a_folder_that_is_kept_becomes_sessions_and_keeps_what_was_noted(
    home: Home, watch: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    for name in ("a.gpx", "b.gpx"):
        (folder / name).write_text(gpx())
    (folder / "c.gpx").write_text("<gpx>")
    imported(folder / "a.gpx", "--keep", "--athlete", "Bo", "--lacing", "parallel")

    said = imported(folder, "-o", home.recordings, "--force", code=1)

    assert f"2 filed; reports: {home.reports}" in said
    worn = {row.id: (row.athlete, row.lacing) for row in sessions(home)}
    assert worn == {"a": ("Bo", "parallel"), "b": ("Bo", None)}
    assert all(home.report_of(name).exists() for name in worn)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--keep", "-o", "x.mcap"), "--keep"),
        (("--keep", "--athlete", "a/b"), "athlete 'a/b'"),
        (("--keep", "--shoe", "run.fit"), "shoe 'run.fit'"),
    ],
)
def test_what_cannot_be_filed_is_refused_before_anything_is_made(
    home: Home, watch: Path, words: tuple[str, ...], says: str
) -> None:
    done = CliRunner().invoke(app, ["import", str(watch), *words])

    assert done.exit_code != 0
    assert says in f"{done.output}{done.exception}"
    assert not list(home.recordings.iterdir())


def test_in_a_terminal_it_asks_who_ran_where_nobody_is_remembered(
    home: Home, watch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("monitor.cli.import_filed.sys", terminal)

    imported(watch, "--keep", typed="Ada\n")

    assert [row.athlete for row in sessions(home)] == ["Ada"]


@pytest.mark.parametrize("gone", [True, False])
def test_what_was_felt_in_one_run_is_not_given_to_another_of_its_name(
    home: Home, watch: Path, tmp_path: Path, *, gone: bool
) -> None:
    imported(watch, "--keep", "--athlete", "Ann")
    recording = home.recordings / "watch.mcap"
    dizzy = AddedReport(t_s=10.0, feeling=Feeling.DIZZY)
    write_note(recording, structs.replace(read_note(recording), added=(dizzy,)))
    other = tmp_path / "other.gpx"
    other.write_text(gpx().replace("2025-11-29", "2025-11-30"))
    imported(watch, "-o", recording, "--force")  # the same run once more keeps it
    if gone:
        recording.unlink()

    words = ["import", str(other), "-o", str(recording), "--force", "--athlete", "Bob"]
    done = CliRunner().invoke(app, words)

    assert "watch.note.json: a note of another run lies there" in str(done.exception)
    assert read_note(recording) == Note(athlete="Ann", added=(dizzy,))
    assert recording.exists() is not gone


def test_a_run_does_not_begin_where_the_note_of_another_lies(tmp_path: Path) -> None:
    recording = tmp_path / "run.mcap"
    write_note(recording, Note(athlete="Ann"))

    with pytest.raises(RecordingError, match=r"run\.note\.json: a note lies there already"):
        check_files(recording, None, [], force=True)
