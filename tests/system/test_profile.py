"""What is remembered of a runner, from run to run."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def footloose(*arguments: str | Path, code: int = 0) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "monitor.cli", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
    )
    assert done.returncode == code, done.stderr
    return done


def test_a_run_writes_the_profile_and_its_recording_starts_from_it(tmp_path: Path) -> None:
    me, recording = tmp_path / "me.json", tmp_path / "run.mcap"
    live, again = tmp_path / "live.jsonl", tmp_path / "again.jsonl"
    me.write_text(json.dumps({"version": 1, "runs": 4}))
    serve = [sys.executable, "-m", "firmware_sim", "serve", "demo"]
    with subprocess.Popen(serve, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as pods:
        assert pods.stdout is not None
        address = pods.stdout.readline().split()[-1]
        backend = f"firmware_sim.air:BACKEND@{address}"
        footloose(
            "run", "--backend", backend, "-o", recording, "--seconds", "12", "--athlete", me,
            "--events", live, "--quiet",
        )  # fmt: skip
        pods.terminate()

    footloose("replay", recording, "--quiet", "--events", again)

    assert json.loads(me.read_text())["runs"] == 5
    assert live.read_bytes().count(b'"type":"stride"') > 4
    assert again.read_bytes() == live.read_bytes()


def test_a_profile_that_is_none_is_refused_before_the_run(tmp_path: Path) -> None:
    me = tmp_path / "me.json"
    me.write_text('{"version": 1, "runs": "many"}')

    done = footloose("run", "--athlete", me, code=2)

    assert f"{me}: runs" in done.stderr
    assert me.read_text() == '{"version": 1, "runs": "many"}'
