"""A long count of clean runs may be cut and gone on with."""

from pathlib import Path

import msgspec

from benchmarks.live import clean
from benchmarks.live.clean import SCENARIOS, Run, clean_run, kept_in, scenario_of


def test_a_clean_run_says_nothing_of_its_sensors() -> None:
    assert clean_run(0, run_s=36.0) == Run(0, "easy_run", 0.01, [])


def test_every_scenario_lands_in_every_way() -> None:
    made = [scenario_of(number) for number in range(3 * len(SCENARIOS))]

    assert {(one.name, one.runner.strike) for one in made} == {
        (name, strike) for name in SCENARIOS for strike in clean.STRIKES
    }


def test_runs_that_are_kept_are_known(tmp_path: Path) -> None:
    runs = [Run(0, "easy_run", 0.5, []), Run(1, "walk_run", 0.5, ["3 s unseen: gone"])]
    file = tmp_path / "runs.jsonl"
    file.write_bytes(b"".join(msgspec.json.encode(run) + b"\n" for run in runs))

    assert kept_in(file) == dict(enumerate(runs))
    assert kept_in(tmp_path / "none.jsonl") == {}
