"""A session starts at zero, whatever the clock of its file counts from."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.errors import ImportFileError, RecordingError
from monitor.home.added import add_report
from monitor.home.catalogue import Catalogue
from monitor.session.beside import AddedReport
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.session.recording import Recording
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.streams import ImportedRun
from monitor.types import Feeling, FloatArray, Packet
from monitor.wire import imported, uuids

T_S = np.arange(300) / 100.0
EPOCH_S = 1_764_410_400.0
AT = datetime.fromtimestamp(EPOCH_S, UTC)
MAP = '[[stream]]\nkind = "imu"\nside = "left"\ntime_s = "t"\nacc = ["x", "y", "z"]\n'


@pytest.fixture(autouse=True)
def _far_west(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def read(folder: Path, times: list[str], more: str = "") -> ImportedRun:
    (folder / "table.csv").write_text("\n".join(["t,x,y,z", *(f"{t},0.1,0.2,9.8" for t in times)]))
    (folder / "map.toml").write_text(MAP + more)
    return import_csv([folder / "table.csv"], folder / "map.toml")


def times_of(run: ImportedRun) -> FloatArray:
    packets = [packet for packet in run.packets if packet.characteristic == uuids.IMPORT_SAMPLES]
    return np.concatenate([imported.decode(packet.payload).t_s for packet in packets])


def text(form: str) -> list[str]:
    at = [datetime.fromtimestamp(EPOCH_S + t_s, UTC) for t_s in T_S]
    return [one.strftime(form)[:-3] for one in at]


LOCAL = AT.replace(tzinfo=ZoneInfo("America/Los_Angeles"))
CLOCKS = {
    "ms since 1970": ([f"{1e3 * (EPOCH_S + t_s):.0f}" for t_s in T_S], "", AT),
    "s since 1970": ([f"{EPOCH_S + t_s:.3f}" for t_s in T_S], "", AT),
    "a date without a zone": (text("%Y-%m-%d %H:%M:%S.%f"), "", LOCAL),
    "a date with a zone": ([f"{one}Z" for one in text("%Y-%m-%dT%H:%M:%S.%f")], "", AT),
    "a date that may be two": (
        [one.replace("29.11.2025", "3/4/2025") for one in text("%d.%m.%Y %H:%M:%S.%f")], "", None
    ),
    "a form of its own": (
        text("%d|%m|%Y %H:%M:%S.%f"), 'time_format = "%d|%m|%Y %H:%M:%S.%f"\n', LOCAL
    ),
    "days of a spreadsheet": (
        [f"{(EPOCH_S + t_s) / 86400 + 25569:.11f}" for t_s in T_S], "", LOCAL
    ),
    "days with a decimal comma": (
        [f'"{(EPOCH_S + t_s) / 86400 + 25569:.11f}"'.replace(".", ",") for t_s in T_S], "", LOCAL
    ),
    "a time of day": (text("%H:%M:%S.%f"), "", None),
    "a form without a day": (
        text("%H|%M|%S.%f"), 'time_format = "%H|%M|%S.%f"\n', None
    ),
    "since the sensor was switched on": ([f"{1e6 * (5000 + t_s):.0f}" for t_s in T_S],
                                         'time_unit = "us"\n', None),
}  # fmt: skip


@pytest.mark.parametrize(("times", "more", "started"), CLOCKS.values(), ids=CLOCKS.keys())
def test_a_session_starts_at_zero_and_says_when_that_was(
    tmp_path: Path, times: list[str], more: str, started: datetime | None
) -> None:
    run = read(tmp_path, times, more)

    t_s = times_of(run)
    assert t_s == pytest.approx(T_S, abs=1e-5)
    assert t_s[0] == 0.0
    assert run.clock_s != 0.0
    if run.started is not None and started is not None:
        assert abs(run.started - started).total_seconds() < 1e-3
        assert run.started.tzinfo is not None
    else:
        assert run.started == started


def test_a_clock_that_starts_near_zero_stays(tmp_path: Path) -> None:
    run = read(tmp_path, [f"{7.0 + t_s:.2f}" for t_s in T_S])

    assert times_of(run)[0] == 7.0
    assert (run.started, run.clock_s) == (None, 0.0)


def test_feet_on_different_clocks_are_refused(tmp_path: Path) -> None:
    for name, start_s in (("left", 0.0), ("right", EPOCH_S)):
        rows = [f"{start_s + t_s:.2f},0.1,0.2,9.8" for t_s in T_S]
        (tmp_path / f"{name}.csv").write_text("\n".join(["t,x,y,z", *rows]))
    streams = [MAP.replace("left", side) + f'file = "{side}.csv"\n' for side in ("left", "right")]
    (tmp_path / "map.toml").write_text("\n".join(streams))

    with pytest.raises(ImportFileError, match="left imu and right imu are"):
        import_csv([tmp_path / "left.csv", tmp_path / "right.csv"], tmp_path / "map.toml")


def test_the_recording_keeps_what_the_clock_of_the_file_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    read(tmp_path, [f"{5000 + t_s:.2f}" for t_s in T_S])

    done = CliRunner().invoke(app, ["import", "table.csv", "--map", "map.toml", "-o", "run.mcap"])

    assert done.exit_code == 0, done.output
    assert "0:00 is 5000 s of the file's own clock" in done.output
    assert Recording(Path("run.mcap")).header.file_clock_s == 5000.0


def test_a_report_before_an_older_import_begins_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.mcap"
    packets = [Packet("left imu", uuids.BATTERY, EPOCH_S + t_s, b"\x64") for t_s in (0.0, 1600.0)]
    write_recording(path, RecordingHeader(AT), packets)

    with (
        Catalogue.open(tmp_path / "c.sqlite") as catalogue,
        pytest.raises(RecordingError, match="there is no 25:00; it goes from"),
    ):
        add_report(catalogue, path, AddedReport(t_s=1500.0, feeling=Feeling.NUMB))


@pytest.mark.parametrize(
    ("form", "of_day"), [("moticon", False), ("moticon", True), ("pedar", False)]
)
def test_a_part_that_was_cut_out_begins_when_it_was_walked(
    tmp_path: Path, form: str, of_day: bool
) -> None:
    clock = "10:05:{:06.3f}" if of_day else "{:.2f}"
    shown = [clock.format(i / 100 + 300 * (not of_day)) for i in range(40)]
    path = tmp_path / "cut.txt"
    if form == "moticon":
        names = "\t".join(["time", *(f"left pressure {n}[kPa]" for n in range(1, 17))])
        rows = ["\t".join([at, *["25"] * 16]) for at in shown]
        head = f"# Start time: 10.11.2025 10:00:00\n# {names}\n"
    else:
        names = "\t".join(["time[secs]", *(str(n) for n in range(1, 100))])
        rows = ["\t".join([at, *["25"] * 99]) for at in shown]
        head = f"date/time  10.11.25 10.00\npressure values in kPa\n\nleft insole: 1\n{names}\n"
    path.write_text(head + "\n".join([*rows, ""]))

    run = IMPORT_FORMATS[form]([path], None)

    assert run.started is not None
    assert (run.started.hour, run.started.minute, run.started.second) == (10, 5, 0)
    assert next(run.packets).t_rx_s == 0.0
