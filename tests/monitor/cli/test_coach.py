"""A coach with the sessions of two athletes: whose is said, and nobody's runs are mixed."""

import os
from pathlib import Path

import pytest

from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note
from monitor.home.rows import Filed, row_of
from tests.monitor.report.stories import on_day
from tests.system.forked import called
from tests.system.test_home import ROOT

NAMES = ("Anna B.", "J\u00f6rg M\u00fcller")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty runs of each, nobody remembered."""
    home = Home.open(tmp_path_factory.mktemp("home"))
    with Catalogue.open(home.catalogue) as catalogue:
        for day in range(40):
            lacing = ("crossed", "parallel")[day // 2 % 2]
            note = Note(athlete=NAMES[day % 2], shoe="Blue 43", lacing=lacing)
            story = on_day(day)
            name = f"{story.started[:10]}_07-30-00_run"
            row = row_of(name, f"/runs/{name}.mcap", story, note, "hash")
            catalogue.enter(Filed(row=row, story=story, note=note))
    return home.root


def footloose(home: Path, *arguments: str, code: int = 0) -> str:
    environment = {**os.environ, "FOOTLOOSE_HOME": str(home), "COLUMNS": "80"}
    done = called(*arguments, cwd=ROOT, environment=environment)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("command", [("trends",), ("plan",), ("compare", "crossed", "parallel")])
def test_whose_runs_is_asked_where_several_are_known(home: Path, command: tuple[str, ...]) -> None:
    said = footloose(home, *command, code=2)

    assert f"say whose runs: {', '.join(NAMES)}" in said


def test_lacings_are_compared_on_the_runs_of_one_athlete(home: Path) -> None:
    said = footloose(home, "compare", "crossed", "parallel", "--athlete", "anna b.")

    assert [line.split()[1] for line in said.splitlines()[-2:]] == ["10", "10"]


def test_lacings_are_compared_on_a_page_that_replaces_no_file(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "laces.html"
    asked = ("compare", "crossed", "parallel", "--athlete", "anna b.", "-o", str(page))

    said = footloose(home, *asked)

    assert f"page: {page}" in said.replace("\n", "")
    before = page.read_bytes()
    assert b"<h1>Side by side</h1>" in before
    assert "exists" in footloose(home, *asked, code=1)
    assert page.read_bytes() == before
    footloose(home, *asked, "--force")


def test_a_name_that_one_has_to_type_is_shown_whole(home: Path) -> None:
    listed = footloose(home, "sessions", "--limit", "40")

    assert listed.count("_07-30-00_run ") == 40
