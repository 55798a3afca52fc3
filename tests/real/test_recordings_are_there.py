"""Where CI runs, a missing folder of recordings is a failure and not a row of skips."""

import os
from pathlib import Path

import pytest

from tests.beside import SHARED, needs

FOLDERS = (
    "data/fit",
    "data/harder",
    "data/insoles_other",
    "data/mocap_running",
    "data/moticon_walk",
    "data/surveyed_runs",
    "data/treadmill_force",
    "data/vicon_foot",
    "cases/attack",
)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_recordings_are_beside_the_clone(folder: str) -> None:
    there = (SHARED / folder).is_dir()
    if not there and os.environ.get("CI") != "true":
        pytest.skip(f"no recordings beside the clone: ../shared/{folder}")

    assert there, f"../shared/{folder} is missing"


@pytest.mark.parametrize(("ci", "skipped"), [("true", False), ("", True)])
def test_what_needs_a_missing_recording_is_skipped_except_where_ci_runs(
    ci: str, skipped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)

    (condition,) = needs(Path("missing")).args

    assert condition is skipped
    assert needs(Path(__file__)).args == (False,)
