"""Slow runners, zones of watches, minutes and numbered sensors are read as they are."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.fit_file import import_fit
from monitor.sources.importers.gpx_tcx import import_tcx
from monitor.sources.importers.guess import propose
from monitor.sources.importers.streams import ImportedRun
from monitor.types import Side
from monitor.wire import reference, uuids
from tests.fit_bytes import START, run
from tests.monitor.sources.test_odd_runs import tcx


def cadences(imported: ImportedRun) -> set[float | None]:
    packets = [packet for packet in imported.packets if packet.characteristic == uuids.REFERENCE]
    return {reference.decode(packet.payload).cadence_spm for packet in packets}


def test_a_slow_jog_that_is_called_running_is_not_halved(tmp_path: Path) -> None:
    made = run(600, speed=1.4, cadence=90).session(START, START + 600, 1)
    (tmp_path / "jog.fit").write_bytes(made.file())

    assert cadences(import_fit([tmp_path / "jog.fit"])) == {180.0}


def test_a_cadence_that_is_taken_for_steps_is_said(tmp_path: Path) -> None:
    path = tcx(tmp_path / "walk.tcx", [600], speed=1.4)
    path.write_text(path.read_text().replace(">85<", ">112<"))

    walk = import_tcx([path])

    assert cadences(walk) == {112.0}
    assert any("is taken for steps" in said for said in walk.remarks.said)


def test_a_sport_of_unknown_name_says_nothing_of_how_steps_are_counted(tmp_path: Path) -> None:
    path = tcx(tmp_path / "walk.tcx", [600], speed=1.4, sport="ocr")

    assert cadences(import_tcx([path])) == {85.0}


def test_a_run_starts_on_the_day_where_the_watch_was(tmp_path: Path) -> None:
    made = run(60).session(START, START + 60, 1)
    made.define(15, 34, [(253, "u32"), (5, "u32")]).add(15, START + 60, START + 60 - 7 * 3600)
    (tmp_path / "run.fit").write_bytes(made.file())

    started = import_fit([tmp_path / "run.fit"]).started

    assert started is not None
    assert started.utcoffset() == timedelta(hours=-7)


def test_a_run_that_names_no_zone_starts_on_the_day_of_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()

    started = import_tcx([tcx(tmp_path / "run.tcx", [60])]).started
    monkeypatch.undo()
    time.tzset()

    assert started is not None
    assert started.utcoffset() == timedelta(hours=-8)


def test_ticks_are_not_taken_for_seconds(tmp_path: Path) -> None:
    rows = [f"{i / 6000:.7f},0.1,0.2,1" for i in range(500)]
    (tmp_path / "left.csv").write_text("\n".join(["Time (ticks),ax (g),ay (g),az (g)", *rows]))

    proposal = propose([tmp_path / "left.csv"])

    assert "time_s" not in proposal.text
    assert any("counts in ticks, which no map can say" in reason for reason in proposal.reasons)
    with pytest.raises(ImportFileError, match="a table needs a map"):
        import_csv([tmp_path / "left.csv"], None)


def test_a_proposal_finds_sensors_that_are_numbered_with_a_point(tmp_path: Path) -> None:
    head = "time [s],sole_id,acc_x [g],acc_y [g],acc_z [g]"
    rows = [f"{i // 2 / 100},{i % 2 + 1}.0,0.1,0.2,1" for i in range(400)]
    (tmp_path / "soles.csv").write_text("\n".join([head, *rows]))

    (tmp_path / "map.toml").write_text(propose([tmp_path / "soles.csv"]).text)
    imported = import_csv([tmp_path / "soles.csv"], tmp_path / "map.toml")

    assert {packet.sensor for packet in imported.packets} == {f"{side} imu" for side in Side}
