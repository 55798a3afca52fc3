"""Calibrations in the home folder: kept, undone, private."""

import stat
from pathlib import Path

import pytest

from monitor.errors import ConfigError, HomeError
from monitor.home.calibrations import (
    KeptCalibration,
    in_use,
    keep_calibration,
    read_calibrations,
    undo_calibration,
)
from monitor.home.folder import Home
from monitor.wire.calibration import CellCurve


def of(pod: str, gain: float) -> KeptCalibration:
    curve = CellCurve(gain=gain, exponent=1.0)
    return KeptCalibration(
        pod=pod,
        side="left",
        made=f"2026-11-{gain:02.0f}",
        instep=(curve, None),
        errors=(0.03, None),
    )


def test_the_newest_is_used_and_undoing_it_brings_the_one_before(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    for one in (of("a", 1.0), of("b", 2.0), of("a", 3.0)):
        keep_calibration(home, one)

    assert in_use(read_calibrations(home)) == {"a": of("a", 3.0), "b": of("b", 2.0)}
    assert undo_calibration(home, "a") == of("a", 1.0)
    assert undo_calibration(home, "a") is None
    assert in_use(read_calibrations(home)) == {"b": of("b", 2.0)}
    assert len(read_calibrations(home)) == 3
    assert stat.S_IMODE(home.calibrations.stat().st_mode) == 0o600
    with pytest.raises(HomeError, match="there is none; calibrated are: b"):
        undo_calibration(home, "a")


@pytest.mark.parametrize("text", ["", "{", '[{"pod": "a"}]', '[{"pod": 1, "side": "left"}]'])
def test_a_file_that_is_none_is_named_with_its_key(tmp_path: Path, text: str) -> None:
    home = Home.open(tmp_path)
    home.calibrations.write_text(text)

    with pytest.raises(ConfigError, match=r"calibrations\.json"):
        read_calibrations(home)
