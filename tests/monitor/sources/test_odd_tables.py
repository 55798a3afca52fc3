"""Tables as apps, loggers and spreadsheets write them: the numbers come through, or it is said."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.clocks import unwrapped
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.remarks import Remarks
from monitor.wire import imported, uuids

ROWS = 200
T_S = np.arange(ROWS) / 100.0
VALUES = np.stack(
    [
        2.0 * np.sin(9.0 * T_S),
        9.81 + 6.0 * np.sin(9.0 * T_S + 1.0),
        np.cos(9.0 * T_S),
        0.5 * np.sin(9.0 * T_S),
        0.3 * np.cos(9.0 * T_S),
        5.0 * np.sin(9.0 * T_S + 2.0),
    ],
    axis=1,
)
NAMES = ("t", "ax", "ay", "az", "gx", "gy", "gz")
START = datetime(2025, 11, 29, 11, 59, 59)  # noqa: DTZ001  # tables have no zone
MAP = """
[[stream]]
kind = "imu"
side = "left"
time_s = "t"
acc = ["ax", "ay", "az"]
gyr = ["gx", "gy", "gz"]
axes = "auto"
"""


def point(value: float) -> str:
    return f"{value:.5f}"


def comma(value: float) -> str:
    return point(value).replace(".", ",")


def at(form: str) -> Callable[[int], str]:
    return lambda row: (START + timedelta(seconds=float(T_S[row]))).strftime(form)


def table(
    time: Callable[[int], str] = lambda row: point(T_S[row]),
    number: Callable[[float], str] = point,
    delimiter: str = ",",
) -> str:
    head = delimiter.join(NAMES)
    rows = [
        delimiter.join([time(row), *(number(value) for value in VALUES[row])])
        for row in range(ROWS)
    ]
    return "\n".join([head, *rows]) + "\n"


def set_back(row: int) -> str:
    after = datetime(2025, 10, 26, 2 - (T_S[row] >= 1.0), 59, 59)  # noqa: DTZ001  # tables have no zone
    return (after + timedelta(seconds=float(T_S[row]))).strftime("%d.%m.%Y %H:%M:%S.%f")


def set_on(row: int) -> str:
    after = datetime(2025, 3, 30, 1 + (T_S[row] >= 1.0), 59, 59)  # noqa: DTZ001  # tables have no zone
    return (after + timedelta(seconds=float(T_S[row]))).strftime("%Y-%m-%d %H:%M:%S.%f")


def amid(line: str) -> str:
    lines = table().splitlines()
    return "\n".join([*lines[:100], line, *lines[100:]]) + "\n"


def read(folder: Path, content: str | bytes) -> tuple[np.ndarray, np.ndarray, list[str]]:
    file, map_path = folder / "table.csv", folder / "map.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    map_path.write_text(MAP)
    run = import_csv([file], map_path)
    frames = [
        imported.decode(packet.payload)
        for packet in run.packets
        if packet.characteristic == uuids.IMPORT_SAMPLES
    ]
    t_s = np.concatenate([frame.t_s for frame in frames])
    return t_s, np.concatenate([frame.values for frame in frames]), list(run.remarks.said)


TABLES: dict[str, str | bytes] = {
    "old Macintosh": table().replace("\n", "\r"),
    "German spreadsheet": table(lambda row: comma(T_S[row]), comma, ";"),
    "comma in quotes": table(lambda row: f'"{comma(T_S[row])}"', lambda x: f'"{comma(x)}"'),
    "single quotes": table(number=lambda x: f"'{point(x)}'").replace("ax", "'ax'"),
    "unit behind": table(lambda row: f"{T_S[row]:.3f} s", lambda x: f"{point(x)} m/s2"),
    "unit behind, in ms": table(lambda row: f"{1e3 * T_S[row]:.0f} ms"),
    "typographic minus": table(number=lambda x: point(x).replace("-", "\N{MINUS SIGN}")),
    "thousands": table(
        lambda row: f"{1e3 * T_S[row] + 1e6:,.0f} ms".replace(",", "\N{NO-BREAK SPACE}")
    ),
    "half days": table(at("%I:%M:%S.%f %p")),
    "American dates": table(at("%m/%d/%Y %I:%M:%S.%f %p")),
    "German dates": table(at("%d.%m.%Y %H:%M:%S,%f"), delimiter=";"),
    "slashes": table(at("%Y/%m/%d %H:%M:%S.%f")),
    "universal time": table(at("%Y-%m-%d %H:%M:%S.%f UTC")),
    "offset without colon": table(at("%Y-%m-%dT%H:%M:%S.%f+0100")),
    "colon before the milliseconds": table(lambda row: at("%H:%M:%S:%f")(row)[:-3]),
    "stop watch": table(lambda row: f"{int(T_S[row] // 60):02d}:{T_S[row] % 60:06.3f}"),
    "time delta": table(lambda row: f"0 days 00:00:{T_S[row]:09.6f}"),
    "back to winter time": table(set_back),
    "on to summer time": table(set_on),
    "a count of 16 bits": table(lambda row: f"{(64_000 + 10 * row) % 65_536} ms"),
    "days of a spreadsheet": table(lambda row: f"{45990.5 + T_S[row] / 86400:.10f}"),
    "mark amid": amid("EVENT,button pressed,,,,,"),
    "figures at the end": table() + "mean,0.1,9.8,0.0,0,0,0\n",
    "every row twice": "".join(
        line * (1 + bool(number)) for number, line in enumerate(table().splitlines(keepends=True))
    ),
    "never written to the end": table().encode() + b"\x00" * 70_000,
    "a hole": amid("\x00" * 512),
}


@pytest.mark.parametrize("content", TABLES.values(), ids=TABLES.keys())
def test_a_table_is_read_as_a_person_reads_it(tmp_path: Path, content: str | bytes) -> None:
    t_s, values, _ = read(tmp_path, content)

    assert len(t_s) == ROWS
    assert np.abs(t_s - t_s[0] - T_S).max() < 1e-3
    assert np.abs(values - VALUES).max() < 1e-4


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("unit behind", "units behind the numbers are left out (m/s2)"),
        (
            "on to summer time",
            "the clock was set by an hour between two rows (summer time?): undone",
        ),
        ("days of a spreadsheet", '"t" is read in days, as spreadsheets count them'),
        ("mark amid", "1 lines without numbers among the rows left out"),
        ("figures at the end", "1 lines after the table left out"),
        ("every row twice", f"{ROWS} rows that stand there twice left out"),
        ("a hole", "512 zero bytes left out: part of the file was never written"),
    ],
)
def test_what_was_mended_is_said(tmp_path: Path, name: str, said: str) -> None:
    assert read(tmp_path, TABLES[name])[2] == [said]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1.005,1,x9,1,1,1,1", 'column "ay": "x9" is not a number'),
        ("1.005,1,1.2.3,1,1,1,1", 'column "ay": "1.2.3" is not a number'),
        ("mean,0.1,9.8,0.0,0,0,0", 'column "t": "mean" is not a number'),
        ("1.005,1,1", "3 fields, the header has 7"),
    ],
)
def test_a_damaged_row_amid_the_table_is_refused(tmp_path: Path, line: str, reason: str) -> None:
    with pytest.raises(ImportFileError) as caught:
        read(tmp_path, amid(line))

    assert f"table.csv:101: {reason}" in str(caught.value)


def test_two_samples_that_changed_places_at_an_overflow_are_one_overflow() -> None:
    count_ms = (np.arange(65_000, 66_000, 10) % 65_536).astype(np.float64)
    count_ms[[53, 54]] = count_ms[[54, 53]]
    remarks = Remarks("x.csv")

    undone = unwrapped(count_ms, remarks)

    assert np.sort(undone) == pytest.approx(np.arange(65_000, 66_000, 10))


def test_the_largest_number_of_all_is_a_missing_value(tmp_path: Path) -> None:
    text = table().replace(point(VALUES[7, 0]), "1.7976931348623157e308", 1)
    (tmp_path / "run.csv").write_text(text)
    (tmp_path / "map.toml").write_text(MAP)

    run = import_csv([tmp_path / "run.csv"], tmp_path / "map.toml")

    found = np.concatenate(
        [
            imported.decode(packet.payload).values
            for packet in run.packets
            if packet.characteristic == uuids.IMPORT_SAMPLES
        ]
    )
    assert np.isnan(found[7, 0])
    assert np.isnan(found).sum() == 1
    assert "1 numbers that no sensor gives taken as unknown" in run.remarks.said
