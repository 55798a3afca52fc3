import csv
import json
import math
import resource
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import RecordingError
from monitor.serialise import event_from_json
from monitor.session.exporters import Exports
from monitor.session.header import RecordingHeader
from monitor.session.recording import Recovery
from monitor.session.stamp import Stamp
from monitor.session.stride_table import COLUMNS
from monitor.session.summary import SessionFacts
from monitor.types import (
    Action,
    Advice,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    HeartBeat,
    Notice,
    NoticeKind,
    Outcome,
    OutcomeKind,
    Side,
    Step,
    Stride,
    StrideFlag,
    Symptom,
    stride_of,
)

HEADER = RecordingHeader(datetime(2025, 5, 1, 7, 30, tzinfo=UTC), "0.1.0", "", "live")
STAMP = Stamp("0.1.0", "0123456789abcdef", "fedcba9876543210")
WHOLE = SessionFacts(HEADER, Recovery(900, 0, 0, 0, finished=True), 60.0)


def stride(ic_s: float, side: Side = Side.LEFT, **fields: Any) -> Stride:
    return stride_of(side=side, ic_s=ic_s, tc_s=ic_s + 0.25, next_ic_s=ic_s + 0.75, **fields)


def lacing(t_s: float, status: FindingStatus, severity: float = 0.0) -> Finding:
    return Finding(
        kind=FindingKind.LACING,
        side=Side.LEFT,
        t_s=t_s,
        status=status,
        severity=severity,
        evidence=f"at {t_s}",
    )


ADVICE = Advice(
    number=1,
    t_s=21.0,
    expires_s=40.0,
    action=Action.LOOSEN_LACES,
    cause=FindingKind.LACING,
    side=Side.LEFT,
    text="Loosen the left laces.",
    reason="tight",
)


def export(folder: Path, events: list[Any], facts: SessionFacts = WHOLE) -> dict[str, Any]:
    with Exports.open(folder, STAMP) as exports:
        for event in events:
            exports.push([event])
        exports.finish(facts)
    page: dict[str, Any] = json.loads((folder / "summary.json").read_text())
    return page


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "strides.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_first_columns_are_those_that_people_and_tools_rely_on() -> None:
    assert COLUMNS[:12] == (
        "side",
        "ic_s",
        "tc_s",
        "next_ic_s",
        "length_from_s",
        "length_to_s",
        "stride_length_m",
        "speed_m_s",
        "cadence_spm",
        "foot_strike_angle_deg",
        "contact_time_s",
        "flags",
    )
    assert not [column for column in COLUMNS if "_rad" in column]
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_a_stride_is_a_row_with_empty_fields_where_nothing_is_known(tmp_path: Path) -> None:
    known = stride(
        1.7e9 + 0.125,
        length_from_s=10.0,
        length_to_s=10.8,
        stride_length_m=2.0,
        foot_strike_angle_rad=math.radians(12.5),
        foot_slap_rad_s=math.pi,
        flags=StrideFlag.FIRST | StrideFlag.CLIPPED,
    )
    unknown = Stride(side=Side.RIGHT, ic_s=1.0, tc_s=None, next_ic_s=1.75)

    export(tmp_path, [known, unknown])

    first, second = rows(tmp_path)
    assert first["ic_s"] == "1700000000.125000"
    assert first["speed_m_s"] == "2.5"
    assert first["foot_strike_angle_deg"] == "12.5"
    assert first["foot_slap_deg_s"] == "180"
    assert first["flags"] == "clipped|first"
    assert first["gait"] == "run"
    assert {name for name, text in second.items() if text} == {
        "side",
        "ic_s",
        "next_ic_s",
        "cadence_spm",
        "gait",
        "stride_time_s",
        "software",
        "settings",
        "recording",
    }


def test_every_row_ends_with_program_settings_and_recording(tmp_path: Path) -> None:
    export(tmp_path, [stride(1.0), stride(2.0), HeartBeat(1.0, 120.0), HeartBeat(20.0, 121.0)])

    for name in ("strides.csv", "series.csv"):
        with (tmp_path / name).open(newline="") as file:
            head, *table = list(csv.reader(file))
        assert head[-3:] == ["software", "settings", "recording"]
        assert [tuple(row[-3:]) for row in table] == [STAMP.cells, STAMP.cells]


def test_events_are_lines_and_measurements_are_not_among_them(tmp_path: Path) -> None:
    events = [
        stride(1.0),
        Step(side=Side.LEFT, ic_s=1.0, next_ic_s=1.4),
        HeartBeat(1.0, 120.0),
        lacing(20.0, FindingStatus.ACTIVE, 0.5),
        ADVICE,
        Symptom(22.0, Feeling.NUMB, Side.LEFT),
        Outcome(1, 60.0, OutcomeKind.PRESSURE_FELL, "fell by 5 kPa"),
        Notice(NoticeKind.LOST, 30.0, "pod left", "pod left: connection lost"),
    ]

    export(tmp_path, events)

    lines = (tmp_path / "events.jsonl").read_text().splitlines()
    assert [event_from_json(line) for line in lines] == events[3:]


def test_results_that_are_there_stay_until_the_new_ones_are_whole(tmp_path: Path) -> None:
    export(tmp_path, [stride(1.0)])
    (tmp_path / "notes.txt").write_text("mine")

    with Exports.open(tmp_path, STAMP, force=True) as exports:
        exports.push([stride(2.0)])

    assert {path.name for path in tmp_path.iterdir()} == {
        "strides.csv", "series.csv", "events.jsonl", "summary.json", "notes.txt",
    }  # fmt: skip
    assert [row["ic_s"] for row in rows(tmp_path)] == ["1.000000"]


def test_results_are_replaced_only_when_asked(tmp_path: Path) -> None:
    export(tmp_path, [stride(1.0)])
    (tmp_path / "summary.json").unlink()

    with pytest.raises(RecordingError, match="holds results already; --force replaces them"):
        Exports.open(tmp_path, STAMP)

    assert [row["ic_s"] for row in rows(tmp_path)] == ["1.000000"]


def test_an_export_that_ends_early_leaves_no_folder(tmp_path: Path) -> None:
    with Exports.open(tmp_path / "new" / "run", STAMP) as exports:
        exports.push([stride(2.0)])

    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(RecordingError, match="file"):
        Exports.open(tmp_path / "file", STAMP)


def test_a_full_disk_is_refused_without_a_traceback(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    exports = Exports.open(tmp_path / "out", STAMP)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        with pytest.raises(RecordingError, match="File too large"):
            exports.push(stride(float(i)) for i in range(2000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        exports.close()

    assert not (tmp_path / "out" / "summary.json").exists()
