"""What is remembered of a runner, from run to run."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor import profile
from monitor.baseline.pace_line import BaselineState
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Packet
from monitor.wire import heart_rate, reference, uuids
from monitor.wire.heart_rate import HeartRate
from monitor.wire.reference import Reference
from tests.system.forked import called, serving
from tests.system.programs import ran, started

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.timeout(600)


def footloose(*arguments: str | Path, code: int = 0) -> "subprocess.CompletedProcess[str]":
    done = called(*arguments, cwd=ROOT)
    assert done.returncode == code, done.stderr
    return done


def test_a_run_writes_the_profile_and_its_recording_starts_from_it(tmp_path: Path) -> None:
    me, recording = tmp_path / "me.json", tmp_path / "run.mcap"
    live, again = tmp_path / "live.jsonl", tmp_path / "again.jsonl"
    me.write_text(json.dumps({"version": 1, "runs": 4}))
    with serving("demo") as backend:
        options = ("--backend", backend, "--athlete", me, "--events", live)
        with started("run", "-o", recording, *options) as program:
            program.read_until(ran(6))
            assert program.end() == 0

    footloose("replay", recording, "--quiet", "--events", again)

    assert json.loads(me.read_text())["runs"] == 5
    assert live.read_bytes().count(b'"type":"stride"') > 8
    assert again.read_bytes() == live.read_bytes()


def test_a_session_teaches_the_profile_afterwards_and_only_once(tmp_path: Path) -> None:
    run, me = watch_run(tmp_path / "run.mcap"), tmp_path / "me.json"

    first = footloose("learn", run, "--athlete", me)
    second = footloose("learn", run, "--athlete", me, code=1)
    again = footloose("learn", run, "--athlete", me, "--again")

    assert first.stdout == f"{run}: run 1 of {me}\n"
    assert second.stderr == (
        f"footloose: {run}: has taught {me} before; --again teaches it twice\n"
    )
    assert again.stdout == f"{run}: run 2 of {me}\n"
    (pace,) = (b for b in profile.load(me.read_bytes(), "me").baselines)
    assert pace.name == "heart_rate_bpm"


def test_a_profile_that_is_none_is_refused_before_the_run(tmp_path: Path) -> None:
    me = tmp_path / "me.json"
    me.write_text('{"version": 1, "runs": "many"}')

    done = footloose("run", "--athlete", me, code=2)

    assert f"{me}: runs" in done.stderr
    assert me.read_text() == '{"version": 1, "runs": "many"}'


def watch_run(path: Path) -> Path:
    """20 min of another device at 3 m/s on the flat, the heart at 165."""
    beat = heart_rate.encode(HeartRate(165))
    pace = reference.encode(Reference(3.0, slope=0.0))
    packets = [
        packet
        for t in range(1200)
        for packet in (
            Packet("watch", uuids.HEART_RATE, float(t), beat),
            Packet("watch", uuids.REFERENCE, float(t), pace),
        )
    ]
    write_recording(path, RecordingHeader(datetime(2025, 1, 1, tzinfo=UTC)), packets)
    return path


def slow_heart(path: Path) -> Path:
    """A runner whose heart beat 130 times at 3 m/s in four runs."""
    doubts = tuple(0.01 if i % 5 == 0 else 0.0 for i in range(16))
    usual = BaselineState(
        name="heart_rate_bpm",
        side=None,
        runs=4,
        line=(130.0, 20.0, 0.0, 300.0),
        covariance=doubts,
        spread=2.0,
        rho=0.0,
    )
    path.write_bytes(profile.dump(profile.AthleteProfile(runs=4, baselines=(usual,))))
    return path


def hearts(events: Path) -> list[str]:
    """What is said of the heart; of a finding, its status."""
    said = [json.loads(line) for line in events.read_text().splitlines()]
    return [one["status"] for one in said if one.get("kind") == "cardiac_drift"]


def test_a_run_is_understood_as_an_athletes_whose_file_is_only_read(tmp_path: Path) -> None:
    run, me = watch_run(tmp_path / "run.mcap"), slow_heart(tmp_path / "me.json")
    before = me.read_bytes()

    footloose("analyse", run, "-o", tmp_path / "anyone")
    footloose("analyse", run, "-o", tmp_path / "mine", "--athlete", me)
    footloose("replay", run, "--quiet", "--athlete", me, "--events", tmp_path / "again.jsonl")

    assert hearts(tmp_path / "anyone" / "run" / "events.jsonl") == ["clear"]
    assert hearts(tmp_path / "mine" / "run" / "events.jsonl") == ["active"]
    assert hearts(tmp_path / "again.jsonl") == ["active"]
    assert me.read_bytes() == before


@pytest.mark.parametrize("command", [["replay"], ["analyse", "-o", "out"]])
def test_an_athlete_whose_file_is_not_there_is_refused(command: list[str], tmp_path: Path) -> None:
    run, me = watch_run(tmp_path / "run.mcap"), tmp_path / "nobody.json"

    done = footloose(*command, run, "--athlete", me, code=2)

    assert done.stderr == f"footloose: {me}: No such file or directory\n"
    assert not me.exists()
