"""A home that cannot be written, on a stick or of somebody else, can be read all the same."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.changes import keep_note
from monitor.home.folder import Home
from monitor.home.notes import Note
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Packet
from monitor.wire import uuids
from tests.system.forked import called
from tests.system.test_follow_up import BEAT
from tests.system.test_home import footloose

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(os.name == "nt", reason="Windows has no modes"),
]
NOBODY = 65534


def owner() -> int | None:
    """Whom modes of files stop: an ordinary user, if we are root."""
    return NOBODY if os.geteuid() == 0 else None


def become() -> None:
    """Be an ordinary user: modes of files stop root from nothing."""
    if owner() is not None:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def _said_of(session: str, note: Note) -> Note:
    return structs.replace(note, athlete="Ada", text=f"the {session}")


@pytest.fixture(scope="module")
def stick() -> Iterator[Path]:
    """A folder that an ordinary user can read, with a home in it that was made elsewhere."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    made = folder / "made"
    for name in ("monday", "tuesday"):
        path = Home.open(made).recordings / f"{name}.mcap"
        packets = [Packet("strap", uuids.HEART_RATE, float(t_s), BEAT) for t_s in range(60)]
        write_recording(path, RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC)), packets)
    footloose(made, "sessions", "--rebuild")
    home = folder / "home"
    with Catalogue.open(Home(made).catalogue) as catalogue:
        for row in catalogue.sessions():
            keep_note(catalogue, row, filing.known_story(catalogue, row), partial(_said_of, row.id))
        # what is new is only in the log yet
        shutil.copytree(made, home, ignore=shutil.ignore_patterns("*-shm", "reports"))
    shutil.rmtree(made)
    assert (home / "catalogue.sqlite-wal").stat().st_size
    (folder / "out").mkdir()
    places = [folder / "out", home, *home.rglob("*")]
    for place in places:
        os.chown(place, NOBODY if owner() else -1, -1)
    for place in places[1:]:
        place.chmod(0o500 if place.is_dir() else 0o400)
    yield folder
    for place in reversed(places[1:]):
        place.chmod(0o700)
    shutil.rmtree(folder)


def asks(stick: Path, *arguments: str | Path, code: int = 0) -> str:
    """What a command says to an ordinary user."""
    environment = {
        **os.environ, "FOOTLOOSE_HOME": str(stick / "home"), "HOME": str(stick / "out"),
        "COLUMNS": "200",
    }  # fmt: skip
    done = called(*arguments, cwd=stick / "out", environment=environment, first=become)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def state(stick: Path) -> dict[str, bytes]:
    home = stick / "home"
    return {str(file): file.read_bytes() for file in home.rglob("*") if file.is_file()}


def test_a_home_that_cannot_be_written_is_read(stick: Path) -> None:
    before, out = state(stick), stick / "out"

    listed = asks(stick, "sessions")
    shown = asks(stick, "session", "show", "monday")
    asks(stick, "trends")
    asks(stick, "plan")
    asks(stick, "cards")
    asks(stick, "compare", "monday", "tuesday")
    asks(stick, "report", "monday", "-o", out / "report.html")
    asks(stick, "export", "monday", "--to", "csv", "-o", out / "tables")
    asks(stick, "export", "--everything", "-o", out / "all")
    asks(stick, "backup", out / "all.tar")

    assert "Ada" in listed
    assert "the monday" in shown
    assert "Ada" in (out / "report.html").read_text()
    assert (out / "all" / "recordings" / "monday.note.json").exists()
    assert sorted(file.name for file in out.iterdir()) == [
        "all", "all.tar", "report.html", "tables",
    ]  # fmt: skip
    assert state(stick) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("session", "note", "monday", "--text", "later"),
        ("follow-up", "monday", "--answer", "numb=no"),
        ("forget", "monday", "--yes"),
        ("forget", "--athlete", "Ada", "--yes"),
        ("sessions", "--rebuild"),
        ("report", "monday"),
    ],
)
def test_what_has_to_write_says_in_a_line_that_it_cannot(
    stick: Path, arguments: tuple[str, ...]
) -> None:
    before = state(stick)
    said = asks(stick, *arguments, code=1)

    assert "Traceback" not in said
    assert str(stick / "home") in said
    assert "removed" not in said.replace("nothing was removed", "")
    assert state(stick) == before
