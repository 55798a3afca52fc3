"""Which three columns are the axes of a sensor, and how long ago, where names say it otherwise."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.guess import propose
from monitor.sources.importers.guess_sample import read_sample
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile
from monitor.types import FloatArray, Side
from tests.monitor.sources.tables import ACC, GYR, T_S, streams_of

BOTH = np.vstack([ACC, GYR]).T
AXES = ("ax", "ay", "az", "gx", "gy", "gz")


def read(folder: Path, names: list[str], times: list[str], values: FloatArray) -> FloatArray:
    """Times and values of the right foot of a table, by the map that is proposed for it."""
    rows = (
        ",".join([at, *(f"{value:.6f}" for value in row)])
        for at, row in zip(times, values, strict=True)
    )
    file, map_path = folder / "a.csv", folder / "map.toml"
    file.write_text("\n".join([",".join(names), *rows, ""]), encoding="utf-8")
    map_path.write_text(propose([file], Side.RIGHT).text, encoding="utf-8")
    return streams_of(import_csv([file], map_path))["right imu"]


def seconds() -> list[str]:
    return [f"{at_s:.4f}" for at_s in T_S]


def test_of_two_accelerometers_the_one_that_was_not_clipped_is_taken(tmp_path: Path) -> None:
    most = 0.5 * float(abs(ACC).max())
    names = [f"{what} acc {axis} (m/s^2)" for what in ("low-g", "high-g") for axis in "xyz"]
    names = ["time (s)", *names, *(f"gyro {axis} (rad/s)" for axis in "xyz")]
    values = np.column_stack([np.clip(ACC.T, -most, most), BOTH])

    found = read(tmp_path, names, seconds(), values)

    assert found[:, 1:] == pytest.approx(BOTH, abs=1e-4)


def test_of_two_whole_accelerometers_the_first_is_taken(tmp_path: Path) -> None:
    names = [f"{what} acc {axis} (m/s^2)" for what in ("own", "other") for axis in "xyz"]
    names = ["time (s)", *names, *(f"gyro {axis} (rad/s)" for axis in "xyz")]

    found = read(tmp_path, names, seconds(), np.column_stack([ACC.T, 2.0 * ACC.T, GYR.T]))

    assert found[:, 1:] == pytest.approx(BOTH, abs=1e-4)


@pytest.mark.parametrize("form", ["{what}_{n}", "{what}[{n}]", "{what} {n}"])
@pytest.mark.parametrize("first", [0, 1])
def test_numbered_columns_of_a_matrix_are_axes(tmp_path: Path, form: str, first: int) -> None:
    numbers = range(first, first + 3)
    names = ["t", *(form.format(what=what, n=n) for what in ("acc", "gyro") for n in numbers)]

    found = read(tmp_path, names, seconds(), BOTH)

    assert found[:, 1:] == pytest.approx(BOTH, abs=1e-4)


TIMES: dict[str, tuple[str, Callable[[float], str]]] = {
    "minutes": ("time [min]", lambda at_s: f"{at_s / 60.0:.9f}"),
    "hours": ("Time (h)", lambda at_s: f"{at_s / 3600.0:.11f}"),
    "days of MATLAB": ("datenum", lambda at_s: f"{739950.4 + at_s / 86400.0:.10f}"),
    "a duration of MATLAB": ("Time", lambda at_s: f"{at_s:.4f} sec"),
    "a duration in minutes": ("Time", lambda at_s: f"{at_s / 60.0:.9f} min"),
}


@pytest.mark.parametrize("kind", TIMES)
def test_times_in_other_units_are_read(tmp_path: Path, kind: str) -> None:
    name, written = TIMES[kind]

    found = read(tmp_path, [name, *AXES], [written(at_s) for at_s in T_S.tolist()], BOTH)

    assert found[:, 0] - found[0, 0] == pytest.approx(T_S - T_S[0], abs=2e-5)


def test_of_a_very_wide_table_few_rows_are_looked_at(tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    row = ",".join(["1.000"] * 9000)
    wide.write_text("\n".join([",".join(f"c{n}" for n in range(9000)), *[row] * 1200, ""]))

    looked_at = read_sample(InputFile(wide), ImportLimits()).values

    assert 5 < len(looked_at) < 40
