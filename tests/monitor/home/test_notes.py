"""What is written is what can be read; what cannot be read hides no run."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.home import filing, rebuilding
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Done, Note, read_note, write_note
from monitor.home.paired import PairedSensor, write_paired
from monitor.home.remembered import Gear, Remembered, write_remembered
from monitor.profile import AthleteProfile
from monitor.report.follow_up import Answers
from monitor.session.athlete_file import open_athlete
from monitor.session.beside import note_of
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Packet
from monitor.wire import heart_rate, uuids
from monitor.wire.heart_rate import HeartRate

LONG = 5000 * "x"
SURROGATE = "caf\udce9"
UNREADABLE = [
    Note(text=LONG),
    Note(text=SURROGATE),
    Note(tags=(LONG,)),
    Note(athlete=LONG),
    Note(plan=(Done(item=LONG, how="done", at="now"),)),
    Note(temperature_c=1000.0),
    Note(temperature_c=float("nan")),
    Note(follow_up=Answers(numb="no")),  # type: ignore[arg-type]  # what a bug would write
]


def record(path: Path) -> Path:
    beat = heart_rate.encode(HeartRate(150))
    packets = [Packet("strap", uuids.HEART_RATE, float(t), beat) for t in range(30)]
    write_recording(path, RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC), source="live"), packets)
    return path


@pytest.mark.parametrize("note", UNREADABLE)
def test_a_note_that_could_not_be_read_is_not_written(tmp_path: Path, note: Note) -> None:
    run = tmp_path / "run.mcap"
    write_note(run, Note(text="hot"))

    with pytest.raises(ConfigError, match=r"run\.note\.json"):
        write_note(run, note)

    assert read_note(run) == Note(text="hot")


def test_no_file_of_the_home_is_written_that_could_not_be_read(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    profile = home.profile_of("Ada")
    sensor = PairedSensor(address=SURROGATE, name="pod", kind="pod")

    def learn() -> None:
        with open_athlete(profile) as opened:
            opened.replace(AthleteProfile(runs=-1))

    writers: list[Callable[[], None]] = [
        lambda: write_remembered(home, Remembered(worn={"Ada": Gear(shoe=LONG)})),
        lambda: write_paired(home, [sensor]),
        learn,
    ]
    for write in writers:
        with pytest.raises(ConfigError):
            write()

    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_a_note_that_cannot_be_read_is_never_replaced(tmp_path: Path) -> None:
    run = tmp_path / "run.mcap"
    note_of(run).write_text('{"text": "half a not')

    with pytest.raises(ConfigError):
        write_note(run, Note(text="new"))

    assert note_of(run).read_text() == '{"text": "half a not'


def test_a_note_that_cannot_be_read_hides_no_recording(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    run = record(home.recordings / "run.mcap")
    note_of(run).write_text("{")

    with Catalogue.open(home.catalogue) as catalogue:
        came = list(rebuilding.rebuild(home, catalogue, [], lambda _: filing.silent))

        assert [type(one).__name__ for one in came] == ["ConfigError", "SessionRow"]
        assert [row.id for row in catalogue.sessions()] == ["run"]
