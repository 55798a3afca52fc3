"""What other devices said, second by second."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

from monitor.session.exporters import Exports
from monitor.session.header import RecordingHeader
from monitor.session.recording import Recovery
from monitor.session.series_table import COLUMNS, SeriesTable
from monitor.session.stamp import Stamp
from monitor.session.summary import SessionFacts
from monitor.types import Event, HeartBeat, Lap, LapTrigger, ReferenceSpeed


def rows(*events: Event) -> list[dict[str, str]]:
    table = SeriesTable()
    lines = [line for event in events for line in table.push(event)] + list(table.finish())
    return [
        {name: cell for name, cell in zip(COLUMNS, line, strict=True) if cell} for line in lines
    ]


def test_what_is_said_in_one_second_stands_in_one_row_as_its_mean() -> None:
    found = rows(
        HeartBeat(3.2, 140.0),
        HeartBeat(3.7, 144.0),
        ReferenceSpeed(3.9, 3.0, 170.0, 0.25, 0.04, 240.0),
        ReferenceSpeed(5.0, 3.1),
        Lap(5.5, 2, LapTrigger.MANUAL),
    )

    assert found == [
        {
            "t_s": "3",
            "speed_m_s": "3",
            "cadence_spm": "170",
            "contact_time_s": "0.25",
            "power_w": "240",
            "heart_rate_bpm": "142",
            "slope": "0.04",
        },
        {"t_s": "5", "speed_m_s": "3.1", "lap": "2", "lap_trigger": "manual"},
    ]


def test_a_long_run_holds_only_the_last_seconds() -> None:
    table = SeriesTable()

    written = [line[0] for t in range(100) for line in table.push(HeartBeat(float(t), 120.0))]

    assert written == [str(t) for t in range(89)]


def test_an_export_of_a_watch_says_what_it_said(tmp_path: Path) -> None:
    with Exports.open(tmp_path, Stamp("", "", "")) as exports:
        exports.push([HeartBeat(0.0, 140.0), ReferenceSpeed(0.0, 3.0), HeartBeat(1.0, 150.0)])
        header = RecordingHeader(datetime(2026, 1, 1, tzinfo=UTC))
        exports.finish(SessionFacts(header, Recovery(3, 0, 0, 0, finished=True), 1.0))

    with (tmp_path / "series.csv").open(newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["heart_rate_bpm"] for row in table] == ["140", "150"]
    page = json.loads((tmp_path / "summary.json").read_text())
    assert page["series"] == {
        "speed_m_s": {"values": 1, "median": 3.0},
        "heart_rate_bpm": {"values": 2, "median": 145.0},
        "laps": [],
    }
