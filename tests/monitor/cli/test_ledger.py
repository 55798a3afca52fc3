"""The ledger takes sessions by their names, as report and export do."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

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
