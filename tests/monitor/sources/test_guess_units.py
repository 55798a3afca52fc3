"""A unit that a table writes is the unit, or is asked for, whatever its numbers look like."""

from math import pi
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ConfigError, ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.csv_map import read_map
from monitor.sources.importers.guess import propose
from monitor.types import Side
from tests.monitor.sources.tables import (
    ACC,
    DEG,
    GYR,
    T_S,
    G,
    read_proposed,
    streams_of,
    write_table,
)


def head(acc: str, gyr: str) -> str:
    names = [*(f"acc {a} [{acc}]" for a in "xyz"), *(f"gyro {a} [{gyr}]" for a in "xyz")]
    return ",".join(["time [s]", *names])


@pytest.mark.parametrize(
    ("acc", "to_m_s2", "gyr", "to_rad_s"),
    [
        ("cm/s2", 0.01, "rpm", 2.0 * pi / 60.0),
        ("ft/s²", 0.3048, "rev/s", 2.0 * pi),
        ("g", G, "mrad/s", 0.001),
        ("m/s^2", 1.0, "degrees / s", pi / 180.0),
    ],
)
def test_a_unit_that_is_written_is_read(
    tmp_path: Path, acc: str, to_m_s2: float, gyr: str, to_rad_s: float
) -> None:
    file = write_table(
        tmp_path / "t.csv", head(acc, gyr), [T_S, *(ACC / to_m_s2), *(GYR / to_rad_s)]
    )

    by_map = read_proposed(tmp_path, [file], Side.LEFT)["left imu"]
    by_words = streams_of(import_csv([file], None, side=Side.LEFT))["left imu"]

    for found in (by_map, by_words):
        assert found[:, 1:] == pytest.approx(np.vstack([ACC, GYR]).T, abs=1e-3)


@pytest.mark.parametrize(
    ("acc", "gyr", "key"),
    [("in/s2", "rad/s", "acc_unit"), ("LSB", "dps", "acc_unit"), ("g", "turns/min", "gyr_unit")],
)
def test_a_unit_that_is_not_known_is_asked_for(
    tmp_path: Path, acc: str, gyr: str, key: str
) -> None:
    file = write_table(tmp_path / "t.csv", head(acc, gyr), [T_S, *(1000.0 * ACC / G), *DEG])
    proposal = propose([file], Side.LEFT)
    (tmp_path / "map.toml").write_text(proposal.commented)

    with pytest.raises(ConfigError, match=key):
        read_map(tmp_path / "map.toml")
    with pytest.raises(ImportFileError, match="needs a map"):
        import_csv([file], None, side=Side.LEFT)
    assert any("is not known" in reason for reason in proposal.doubts)


def test_a_pressure_in_a_unit_that_is_not_known_is_no_kpa(tmp_path: Path) -> None:
    names = ",".join(f"left cell {number} [N/mm2]" for number in range(1, 5))
    file = write_table(tmp_path / "t.csv", f"time [s],{names}", [T_S, *(4 * [0.1 + 0.0 * T_S])])
    (tmp_path / "map.toml").write_text(propose([file]).text)

    with pytest.raises(ConfigError, match="unit"):
        read_map(tmp_path / "map.toml")


def test_kilonewtons_are_no_body_weights(tmp_path: Path) -> None:
    left, right = (0.8 * np.maximum(sign * np.sin(9.0 * T_S), 0.0) for sign in (1.0, -1.0))
    file = write_table(tmp_path / "t.csv", "time_s,Fz_left (kN),Fz_right (kN)", [T_S, left, right])

    found = streams_of(import_csv([file], None))

    assert found["left force"][:, 1] == pytest.approx(1000.0 * left, abs=1e-3)
    assert found["right force"][:, 1] == pytest.approx(1000.0 * right, abs=1e-3)


def test_a_force_in_a_unit_that_is_not_known_is_asked_for(tmp_path: Path) -> None:
    left = 180.0 * np.maximum(np.sin(9.0 * T_S), 0.0)
    file = write_table(tmp_path / "t.csv", "time_s,Fz_left (lbf)", [T_S, left])
    (tmp_path / "map.toml").write_text(propose([file]).text)

    with pytest.raises(ConfigError, match="unit"):
        read_map(tmp_path / "map.toml")
