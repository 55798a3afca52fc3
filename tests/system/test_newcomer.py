"""What a newcomer mistypes, or meets first, is told as it is."""

from pathlib import Path

import pytest

from monitor.session.header import UNKNOWN_START
from monitor.session.recording import read_header
from tests.system.test_home import footloose


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of a table that says no date: one foot that lies still."""
    folder = tmp_path_factory.mktemp("imported")
    rows = [f"{i / 100},{i % 3},9.8,0,0,0,0" for i in range(800)]
    (folder / "run.csv").write_text("\n".join(["t,ax,ay,az,gx,gy,gz", *rows]) + "\n")
    (folder / "map.toml").write_text(
        "[[stream]]\nkind = 'imu'\nside = 'right'\ntime_s = 't'\n"
        "acc = ['ax', 'ay', 'az']\ngyr = ['gx', 'gy', 'gz']\naxes = 'auto'\n"
    )
    made = folder / "run.mcap"
    footloose(folder / "home", "import", folder / "run.csv", "--map", folder / "map.toml",
              "-o", made)  # fmt: skip
    return made


def test_an_import_without_a_date_has_none(imported: Path, tmp_path: Path) -> None:
    assert read_header(imported).started == UNKNOWN_START

    footloose(tmp_path, "report", imported, "-o", tmp_path / "r.html", "--language", "en")
    page = (tmp_path / "r.html").read_text()

    assert "started    not known" in footloose(tmp_path, "session", "show", imported)
    assert "1970" not in page
    assert "not known" in page
    assert "Nobody ran or walked, as far as was measured" in page
    assert "You ran" not in page


def test_sessions_without_a_date_teach_once_each(imported: Path, tmp_path: Path) -> None:
    teach = ("learn", "--athlete", "Ada", "--new")

    assert "run 1 of" in footloose(tmp_path, *teach, imported)
    assert "has taught" in footloose(tmp_path, *teach, imported, code=1)


def test_a_name_of_nobody_is_refused_with_the_names_that_are_known(
    imported: Path, tmp_path: Path
) -> None:
    footloose(tmp_path, "report", imported, "-o", tmp_path / "r.html")
    footloose(tmp_path, "session", "note", imported, "--athlete", "Ada")

    for command in ("sessions", "trends", "plan"):
        said = footloose(tmp_path, command, "--athlete", "Nobody", code=1)
        assert said == "footloose: athlete Nobody: nothing is known of this name; known: Ada\n"
    said = footloose(tmp_path, "learn", imported, "--athlete", "Aad", code=1)
    assert "nothing is known of this name; known: Ada" in said
    said = footloose(tmp_path, "learn", imported, "--athlete", imported.name, code=1)
    assert "looks like a file; expected a name" in said
    assert list((tmp_path / "athletes").iterdir()) == []
    assert "none of 1 sessions fits" in footloose(tmp_path, "sessions", "--tag", "cold")


def test_before_the_first_run_it_is_said_where_a_demo_is(tmp_path: Path) -> None:
    for command, code in (("sessions", 0), ("report", 1)):
        said = footloose(tmp_path, command, code=code)
        assert "a demo is not kept as one: for its report, name its recording" in said


def test_a_calendar_entry_replaces_another_if_asked(imported: Path, tmp_path: Path) -> None:
    entry = tmp_path / "later.ics"
    ask = ("follow-up", imported, "--calendar", entry)
    footloose(tmp_path, *ask)

    assert "--force replaces it" in footloose(tmp_path, *ask, code=1)
    footloose(tmp_path, *ask, "--force")


def test_the_name_of_a_file_does_no_harm_to_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mrun\n.csv"
    path.write_text("t,x\n0,1\n")

    said = footloose(tmp_path, "import", path, code=1)

    assert said.endswith("\\x1b[31mrun\\n.csv: a table needs a map: --map MAP.toml, or --guess\n")
    assert "\x1b[31mrun" not in said
