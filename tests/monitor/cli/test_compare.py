"""Two sessions are compared: nothing is replaced that is read, and nothing while a card is open."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app
from tests.monitor.sources.test_odd_activities import gpx


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two recordings that are not filed: they lie where the command is typed."""
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        Path(f"{name}.gpx").write_text(gpx())
        assert footloose("import", f"{name}.gpx").exit_code == 0
    return tmp_path


def footloose(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("output", ["a.mcap", "b.mcap", "b.note.json"])
def test_the_page_does_not_take_the_place_of_what_is_compared(folder: Path, output: str) -> None:
    (folder / "b.note.json").write_text("{}")
    before = (folder / output).read_bytes()

    done = footloose("compare", "a.mcap", "b.mcap", "-o", output, "--force")

    assert "this command reads it" in str(done.exception)
    assert (folder / output).read_bytes() == before


@pytest.mark.parametrize("flagged", ["a", "b"])
def test_while_a_card_of_either_is_open_no_page_is_made_and_that_is_said(
    folder: Path, flagged: str
) -> None:
    footloose("session", "note", "a.mcap", "--athlete", "Ann")
    footloose("session", "note", "b.mcap", "--athlete", "Bob")
    page = ("compare", "a.mcap", "b.mcap", "-o", "page.html")
    assert footloose(*page).exit_code == 0
    before = (folder / "page.html").read_bytes()
    footloose("follow-up", flagged, "--answer", "signs=foot_cold")

    done = footloose(*page, "--force")

    assert done.exit_code == 1
    assert "CALL FOR HELP" in done.output
    assert "no page was made: page.html" in done.output
    assert (folder / "page.html").read_bytes() == before
