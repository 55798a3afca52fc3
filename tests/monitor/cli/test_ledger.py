"""The ledger takes sessions by their names, as report and export do."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firmware_sim.record import record
from monitor.cli import app
from tests.monitor.sources.test_odd_activities import gpx


def test_the_ledger_knows_sessions_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path / "home"))
    (tmp_path / "sunday.gpx").write_text(gpx())
    kept = CliRunner().invoke(app, ["import", str(tmp_path / "sunday.gpx"), "--keep"])
    assert kept.exit_code == 0, kept.output
    recording = tmp_path / "home" / "recordings" / "sunday.mcap"

    told = [
        CliRunner().invoke(app, ["ledger", *names])
        for names in (["sunday"], ["last"], [str(recording)], ["sunday", str(recording)])
    ]
    unknown = CliRunner().invoke(app, ["ledger", "monday"])

    assert [one.exit_code for one in told] == [0, 0, 0, 0]
    assert "2 sessions" in told.pop().output
    assert [one.output.splitlines()[-1] for one in told] == [told[0].output.splitlines()[-1]] * 3
    assert "monday" in str(unknown.exception)


def test_the_table_breaks_no_word_and_tells_precision_by_its_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "80")  # how wide the table may be
    tight = tmp_path / "tight.mcap"
    record("tight_laces", tight, duration_s=640.0)

    told = CliRunner().invoke(app, ["ledger", str(tight)]).output

    words = set(re.findall(r"[a-z]+", told))
    assert {"advice", "because", "followed", "nothing", "precision", "response", "lacing"} <= words
    assert re.search(r"\b(\d+) of \1\b", told)
    assert "%" not in told
