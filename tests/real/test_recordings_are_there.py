"""Where CI runs, a missing folder of recordings is a failure and not a row of skips."""

import os

import pytest

from benchmarks.realdata import DATA

FOLDERS = ("fit", "mocap_running", "moticon_walk", "surveyed_runs", "treadmill_force", "vicon_foot")


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_recordings_are_beside_the_clone(folder: str) -> None:
    there = (DATA / folder).is_dir()
    if not there and os.environ.get("CI") != "true":
        pytest.skip(f"no recordings beside the clone: ../shared/data/{folder}")

    assert there, f"../shared/data/{folder} is missing"
