"""Times and rates of tables that nobody described: what a file says of them is believed."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.guess import propose
from monitor.sources.importers.ready import ready_map
from monitor.sources.importers.time_text import moment
from monitor.types import FloatArray, Side
from tests.monitor.sources.tables import ACC, GYR, T_S, streams_of

START = datetime(2025, 11, 10, 23, 59, 59)  # noqa: DTZ001  # as tables have it
TEN = moment("2025-11-10 10:00:00.25")
FORMATS = (
    "%d-%b-%Y %H:%M:%S.%f",
    "%a %b %d %H:%M:%S.%f %Y",
    "%b %d %Y %H:%M:%S.%f",
    "%d. %B %Y %H:%M:%S.%f",
)


def _table(tmp_path: Path, head: str, times: list[str], before: str = "") -> Path:
    file = tmp_path / "a.txt"
    numbers = np.vstack([ACC, GYR]).T
    rows = [
        "\t".join([time, *(f"{value:.5f}" for value in row)])
        for time, row in zip(times, numbers, strict=True)
    ]
    file.write_text(before + "\n".join([head, *rows, ""]))
    return file


def _times(tmp_path: Path, file: Path) -> FloatArray:
    map_path = tmp_path / "map.toml"
    map_path.write_text(propose([file]).text)
    return streams_of(import_csv([file], map_path, side=Side.RIGHT))["right imu"][:, 0]


HEAD = "timestamp\tax\tay\taz\tgx\tgy\tgz"


@pytest.mark.parametrize("form", FORMATS)
def test_dates_that_name_their_month_are_times(tmp_path: Path, form: str) -> None:
    said = [(START + timedelta(seconds=float(at_s))).strftime(form) for at_s in T_S]

    t_s = _times(tmp_path, _table(tmp_path, HEAD, said))

    assert t_s - t_s[0] == pytest.approx(T_S, abs=2e-6)


@pytest.mark.parametrize(
    "text",
    [
        "10-nov.-25 10:00:00,25",
        "Mon, 10 Nov 2025 10:00:00.25 GMT",
        "10/Nov/2025 10:00:00.25",
        "Nov 10, 2025, 10:00:00.25 AM",
        "10 nov 2025, 10:00:00:25",
    ],
)
def test_one_instant_is_spelled_in_many_ways(text: str) -> None:
    assert moment(text) == TEN


def test_a_month_that_is_none_is_no_time() -> None:
    with pytest.raises(ValueError, match="10-Foo-2025"):
        moment("10-Foo-2025 10:00:00")


@pytest.mark.parametrize("name", ["millis", "ms", "Tiempo", "Date"])
def test_the_time_goes_by_many_names(tmp_path: Path, name: str) -> None:
    said = [f"{1000.0 * at_s:.0f}" for at_s in T_S]

    t_s = _times(tmp_path, _table(tmp_path, HEAD.replace("timestamp", name), said))

    assert t_s == pytest.approx(T_S)


def test_whole_seconds_since_1970_are_no_milliseconds(tmp_path: Path) -> None:
    said = [f"{1.76e9 + np.ceil(at_s + 0.005):.0f}" for at_s in T_S]

    t_s = _times(tmp_path, _table(tmp_path, HEAD, said))

    assert np.diff(t_s) == pytest.approx(0.01, abs=1e-5)


MT_MANAGER = "// Start Time: Unknown\n// Update Rate: 100.0Hz\n// Firmware Version: 4.6.0\n"
ACTIGRAPH = "--- Data File Created By ActiGraph GT9X ActiLife at 100 Hz  Filter Normal ---\n"


@pytest.mark.parametrize("ticks", [True, False])
def test_mt_manager_is_not_read_as_the_dot_is(tmp_path: Path, ticks: bool) -> None:
    head = "PacketCounter\tSampleTimeFine\tAcc_X\tAcc_Y\tAcc_Z\tGyr_X\tGyr_Y\tGyr_Z"
    said = [f"{n:05}\t{100 * n if ticks else ''}" for n in range(len(T_S))]
    file = _table(tmp_path, head, said, MT_MANAGER)

    assert ready_map([file]) is None
    assert _times(tmp_path, file) == pytest.approx(T_S)
    assert 'gyr_unit = "rad/s"' in propose([file]).text


def test_the_rate_that_a_title_says_is_taken(tmp_path: Path) -> None:
    file = _table(tmp_path, HEAD.replace("timestamp", "nr"), ["0"] * len(T_S), ACTIGRAPH)

    assert _times(tmp_path, file) == pytest.approx(T_S)


def test_a_column_in_seconds_is_the_time_though_another_rate_is_said(tmp_path: Path) -> None:
    said = [f"{at_s:.4f}" for at_s in T_S]
    before = "Label: EMG 1 Sampling frequency: 1111.11\n"
    file = _table(tmp_path, HEAD.replace("timestamp", "X[s]"), said, before)

    assert _times(tmp_path, file) == pytest.approx(T_S)
