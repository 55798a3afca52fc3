"""What was recorded and not filed, whatever came between, is filed at the next start."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.cli.home import LeftAlone, opened
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import Note, write_note
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Packet
from monitor.wire import clock, heart_rate, uuids
from monitor.wire.clock import HostTick
from monitor.wire.heart_rate import HeartRate


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path))
    return Home.open()


def record(home: Home, name: str, *, heard: bool) -> None:
    ticks = [Packet("host", uuids.CLOCK, float(t), clock.encode(HostTick(t))) for t in range(30)]
    beat = heart_rate.encode(HeartRate(150))
    beats = [Packet("strap", uuids.HEART_RATE, t + 0.5, beat) for t in range(30)] if heard else []
    packets = sorted([*ticks, *beats], key=lambda packet: packet.t_rx_s)
    header = RecordingHeader(datetime(2026, 5, 1, tzinfo=UTC), source="live")
    write_recording(home.recordings / f"{name}.mcap", header, packets)


def test_a_recording_that_was_closed_and_not_filed_is_filed(home: Home) -> None:
    record(home, "monday", heard=True)  # the power went after it was closed

    with opened() as (_, catalogue):
        assert [row.id for row in catalogue.sessions()] == ["monday"]
    with opened() as (_, catalogue):
        assert [row.id for row in catalogue.sessions()] == ["monday"]


def test_what_a_crash_cut_off_has_its_report_when_it_is_filed(home: Home) -> None:
    record(home, "monday", heard=True)
    whole = (home.recordings / "monday.mcap").read_bytes()
    (home.recordings / "monday.mcap").write_bytes(whole[: len(whole) * 2 // 3])

    with opened():
        pass

    assert home.report_of("monday").exists()


def test_a_report_that_is_there_stays_where_only_the_catalogue_was_lost(home: Home) -> None:
    record(home, "monday", heard=True)
    home.report_of("monday").write_text("as it was")

    with opened() as (_, catalogue):
        assert [row.id for row in catalogue.sessions()] == ["monday"]

    assert home.report_of("monday").read_text() == "as it was"


def test_a_recording_in_which_nobody_was_heard_is_no_session(home: Home) -> None:
    record(home, "silent", heard=False)

    with opened() as (_, catalogue):
        assert catalogue.sessions() == []


def test_a_file_that_cannot_be_read_keeps_nobody_from_the_others(home: Home) -> None:
    (home.recordings / "a_stranger.mcap").write_bytes(b"not a recording")
    record(home, "monday", heard=True)

    with opened() as (_, catalogue):
        assert [row.id for row in catalogue.sessions()] == ["monday"]


def test_a_run_waits_for_no_old_recordings_where_the_catalogue_was_lost(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    for age, name in enumerate(("wednesday", "monday", "tuesday")):
        record(home, name, heard=True)
        os.utime(home.recordings / f"{name}.mcap", (1e9 - age, 1e9 - age))

    with opened(run_waits=True) as (_, catalogue):
        first = [row.id for row in catalogue.sessions()]
    said = capsys.readouterr().out
    with opened(run_waits=True) as (_, catalogue):
        second = [row.id for row in catalogue.sessions()]
    said_again = capsys.readouterr().out
    with opened() as (_, catalogue):
        later = {row.id for row in catalogue.sessions()}

    assert first == second == ["wednesday"]
    for one in (said, said_again):
        assert "2 older recordings are not in the list of sessions" in " ".join(one.split())
    assert later == {"monday", "tuesday", "wednesday"}


def test_of_a_run_that_was_cut_off_without_a_note_it_is_said_that_the_runner_is_not_known(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("noted", "bare"):
        record(home, name, heard=True)
        path = home.recordings / f"{name}.mcap"
        path.write_bytes(path.read_bytes()[:-7])  # the power went
    write_note(home.recordings / "noted.mcap", Note(athlete="Ada"))

    with opened():
        said = " ".join(capsys.readouterr().out.split())

    assert "bare.mcap: who ran is not known; note it with" in said
    assert "session note bare --athlete NAME" in said
    assert "noted.mcap: who ran" not in said


def test_of_a_start_that_was_cut_off_before_anybody_was_heard_nothing_is_asked(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    record(home, "asleep", heard=False)
    path = home.recordings / "asleep.mcap"
    path.write_bytes(path.read_bytes()[:-7])  # the power went

    with opened():
        said = " ".join(capsys.readouterr().out.split())

    assert "asleep.mcap: was cut off at" in said
    assert "who ran" not in said  # it is no session that could be noted


def test_a_program_that_ends_meanwhile_leaves_an_old_recording_to_the_next_start(
    home: Home,
) -> None:
    record(home, "monday", heard=True)

    with pytest.raises(LeftAlone), opened(left=lambda: True):
        pass

    with Catalogue.open(home.catalogue) as catalogue:
        assert catalogue.sessions() == []
    with opened() as (_, catalogue):
        assert [row.id for row in catalogue.sessions()] == ["monday"]
