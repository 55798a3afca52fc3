"""A command that is ended midway leaves what was there, whole, and no litter."""

import os
import shutil
import signal
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note, write_note
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Packet
from monitor.wire import uuids
from tests.monitor.sources.test_odd_activities import gpx
from tests.system.forked import called
from tests.system.test_follow_up import BEAT
from tests.system.test_home import footloose

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(os.name == "nt", reason="Windows ends a program without asking"),
]
OLD = b"what was there before"
CHANGES = frozenset({"open", "os.rename", "os.link", "os.remove", "os.mkdir", "sqlite3.connect"})


def end_at(number: int, how: signal.Signals, folder: str) -> None:
    """End this process at the so-manieth time that it touches a file below a folder."""
    left = [number]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event not in CHANGES or not arguments:
            return
        path = os.fsdecode(arguments[0]) if isinstance(arguments[0], str | bytes) else ""
        # where an unfinished file is made, no one knows its name yet: the next write removes it
        if not path.startswith(folder) or path.endswith(".part"):
            return
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), how)

    sys.addaudithook(watch)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home with two runs, and what commands would replace."""
    folder = tmp_path_factory.mktemp("template")
    home = Home.open(folder / "home")
    for name in ("monday", "tuesday"):
        path = home.recordings / f"{name}.mcap"
        packets = [Packet("strap", uuids.HEART_RATE, float(t_s), BEAT) for t_s in range(60)]
        write_recording(path, RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC)), packets)
        write_note(path, Note(athlete="Ada", text="kept"))
    footloose(home.root, "sessions", "--rebuild")
    (folder / "watch.gpx").write_text(gpx())
    (folder / "old.file").write_bytes(OLD)
    return folder


def files(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*")}


FILE, FOLDER = "old.file", "new"
COMMANDS = {
    "report": ("report", "monday", "-o", FILE, "--force"),
    "rebuild": ("sessions", "--rebuild"),
    "forget": ("forget", "monday", "--yes"),
    "backup": ("backup", FILE, "--force"),
    "learn": ("learn", "home/recordings/monday.mcap", "--athlete", "Bo", "--new"),
    "import": ("import", "watch.gpx", "-o", FILE, "--force"),
    "analyse": ("analyse", "home/recordings/monday.mcap", "-o", FOLDER),
    "export fit": ("export", "monday", "--to", "fit", "-o", FILE, "--force"),
    "export csv": ("export", "monday", "--to", "csv", "-o", FOLDER),
    "export everything": ("export", "--everything", "-o", FOLDER),
    "note": ("session", "note", "monday", "--text", "new"),
    "answer": ("follow-up", "monday", "--answer", "numb=no"),
}


def ended(folder: Path, command: tuple[str, ...], number: int, how: signal.Signals) -> int:
    environment = {**os.environ, "FOOTLOOSE_HOME": str(folder / "home"), "COLUMNS": "200"}
    first = partial(end_at, number, how, str(folder))
    command = tuple(str(folder / word) if (folder / word).exists() else word for word in command)
    done = called(*command, cwd=folder, environment=environment, first=first)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


@pytest.mark.parametrize("name", COMMANDS)
def test_sigterm_leaves_the_old_whole_and_no_litter(
    name: str, template: Path, tmp_path: Path
) -> None:
    numbers = iter((1, 3, 7, 15, 31, 63))
    ends = 0
    for number in numbers:
        folder = tmp_path / str(number)
        shutil.copytree(template, folder)
        home = folder / "home"
        before = files(folder)

        code = ended(folder, COMMANDS[name], number, signal.SIGTERM)

        ends += code == 128 + signal.SIGTERM
        assert not [file for file in files(folder) if ".part" in file or ".old" in file]
        if code == 0:
            break
        assert code == 128 + signal.SIGTERM
        if name != "forget":
            assert before <= files(folder) | {
                "home/catalogue.sqlite-wal",
                "home/catalogue.sqlite-shm",
            }
            with Catalogue.open(home / "catalogue.sqlite") as catalogue:
                assert [row.athlete for row in catalogue.sessions()] == ["Ada", "Ada"]
        changed = (folder / FILE).read_bytes() != OLD
        assert not changed or ended(folder, COMMANDS[name], 10_000, signal.SIGTERM) == 0
        footloose(home, "session", "show", "tuesday")
    assert ends
