"""What a table has besides its numbers is left out and said; nothing silently."""

import math
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ConfigError, ImportFileError
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.limits import ImportLimits
from monitor.types import FloatArray
from monitor.wire import imported, uuids

MAP = '[[stream]]\nkind = "force"\nside = "left"\ntime_s = "t"\nforce = "f"\n'
ROWS = [f"{i / 100:.2f},{i}" for i in range(40)]


def load(folder: Path, text: str, map_: str = MAP) -> tuple[FloatArray, FloatArray, list[str]]:
    (folder / "run.csv").write_text(text)
    (folder / "map.toml").write_text(map_)
    run = IMPORT_FORMATS["csv"]([folder / "run.csv"], folder / "map.toml")
    frames = [
        imported.decode(packet.payload)
        for packet in run.packets
        if packet.characteristic == uuids.IMPORT_SAMPLES
    ]
    t_s = np.concatenate([frame.t_s for frame in frames])
    return t_s, np.concatenate([frame.values for frame in frames]), run.remarks.said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (["Title; of a run", "sep=,", "t,f", *ROWS], []),
        (["t,f", *ROWS[:20], "t,f", *ROWS[20:]], ["1 repeated headers left out"]),
        (["t,f,", *[row + "," for row in ROWS]], []),
        (["t,f", *[row + ",," for row in ROWS]], []),
        (["t , f", *[row.replace(",", ", ") for row in ROWS]], []),
        (["t,f", *ROWS[:20], "", "// paused", *ROWS[20:]], ["1 remarks among the rows left out"]),
        (["t,f", *ROWS, "Total,of 40 rows", "End"], ["2 lines after the table left out"]),
        (
            ["t,f", "s,N", *ROWS],
            ["a row under the header is left out, as it holds no numbers (s, N)"],
        ),
        (["t  f", *[row.replace(",", "   ") for row in ROWS]], []),
        (['"t","f"', *[f'"{row.replace(",", chr(34) + "," + chr(34))}"' for row in ROWS]], []),
    ],
)
def test_forty_rows_are_read_and_the_rest_is_said(
    tmp_path: Path, text: list[str], expected: list[str]
) -> None:
    t_s, values, said = load(tmp_path, "\n".join([*text, ""]))

    np.testing.assert_allclose(t_s, np.arange(40) / 100)
    assert values[:, 0].tolist() == list(range(40))
    assert said == expected


def test_rows_out_of_order_are_sorted_if_that_is_what_is_wrong(tmp_path: Path) -> None:
    mixed = [*ROWS[:10], *ROWS[20:30], *ROWS[10:20], *ROWS[30:]]

    t_s, values, said = load(tmp_path, "\n".join(["t,f", *mixed, ""]))

    np.testing.assert_allclose(t_s, np.arange(40) / 100)
    assert values[:, 0].tolist() == list(range(40))
    assert said == ["rows sorted by time: 1 times it ran backwards"]


def test_samples_that_share_a_time_are_spread_before_it(tmp_path: Path) -> None:
    rows = [f"{(i // 5 + 1) * 0.05:.2f},{i}" for i in range(40)]

    t_s, _, said = load(tmp_path, "\n".join(["t,f", *rows, ""]))

    np.testing.assert_allclose(t_s, np.arange(1, 41) / 100)
    assert said == ["up to 5 rows share a time: spread evenly before it"]


def test_a_format_reads_times_of_any_form(tmp_path: Path) -> None:
    rows = [f"29.11.2025 10-00-00.{i * 10:03d},{i}" for i in range(40)]

    t_s, _, _ = load(
        tmp_path,
        "\n".join(["t,f", *rows, ""]),
        MAP + 'time_format = "%d.%m.%Y %H-%M-%S.%f"\n',
    )

    np.testing.assert_allclose(np.diff(t_s), 0.01, atol=1e-6)


def test_a_clock_goes_on_over_midnight(tmp_path: Path) -> None:
    rows = [f"23:59:59.{80 + i:02d},{i}" for i in range(20)]
    rows += [f"00:00:00.{i:02d},{i}" for i in range(20)]

    t_s, _, _ = load(tmp_path, "\n".join(["t,f", *rows, ""]))

    np.testing.assert_allclose(np.diff(t_s), 0.01, atol=1e-6)


def test_a_counter_that_wraps_tells_lost_samples(tmp_path: Path) -> None:
    counts = [n % 256 for n in range(240, 300) if not 250 <= n < 260]
    text = "\n".join(["n,f", *[f"{count},1" for count in counts], ""])
    map_ = MAP.replace('time_s = "t"', 'rate_hz = 100\ncounter = "n"')

    t_s, _, said = load(tmp_path, text, map_)

    assert np.round(np.diff(t_s) * 100).tolist() == [1.0] * 9 + [11.0] + [1.0] * 39
    assert said == ['by "n" 10 samples are lost, in 1 gaps']


def test_rows_of_several_sensors_are_told_apart_by_a_column(tmp_path: Path) -> None:
    rows = [f"{'LR'[i % 2]},{i // 2 / 100:.2f},{i}" for i in range(80)]
    where = '[stream.where]\ncolumn = "foot"\nequals = "L"\n'

    t_s, values, said = load(tmp_path, "\n".join(["foot,t,f", *rows, ""]), MAP + where)

    assert said == ['40 rows with another "foot" left out']
    np.testing.assert_allclose(t_s, np.arange(40) / 100)
    assert values[:, 0].tolist() == list(range(0, 80, 2))


def test_a_long_table_is_read_as_a_wide_one(tmp_path: Path) -> None:
    rows = [f"{i / 100:.2f},{name},{i}" for i in range(40) for name in ("f", "other")]
    long = 'long = {name = "what", value = "v"}\n'

    t_s, values, _ = load(tmp_path, "\n".join(["t,what,v", *rows, ""]), long + MAP)

    np.testing.assert_allclose(t_s, np.arange(40) / 100)
    assert values[:, 0].tolist() == list(range(40))


def test_a_line_that_never_ends_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"run\.csv:1: a line of more than 65536 characters"):
        load(tmp_path, "t" * 5_000_000)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "map.toml").write_text(MAP)
    with gzip.open(tmp_path / "run.csv.gz", "wt", compresslevel=9) as file:
        file.write("t,f\n")
        for _ in range(100):
            file.write("0,0\n" * 400_000)
    limits = ImportLimits(unpacked_more_bytes=1_000_000)

    from monitor.sources.importers.csv_file import import_csv

    with pytest.raises(ImportFileError, match="unpacks to more than"):
        import_csv([tmp_path / "run.csv.gz"], tmp_path / "map.toml", limits)


@pytest.mark.parametrize("late", [0, 7, 39])
def test_a_stamp_that_overtakes_the_next_by_less_than_a_step_is_put_between(
    tmp_path: Path, late: int
) -> None:
    even_s = np.arange(41) / 100.0
    stamps_s = even_s.copy()
    stamps_s[late] += 0.013

    t_s, values, said = load(
        tmp_path, "\n".join(["t,f", *[f"{t:.4f},{i}" for i, t in enumerate(stamps_s)]])
    )

    assert t_s - t_s[20] == pytest.approx(even_s - even_s[20])
    assert values[:, 0].tolist() == list(range(41))
    assert said == ["1 times that are later than the next one are put between their neighbours"]


@pytest.mark.parametrize(
    "text", ["x = " + "[" * 5000, "x = " + "9" * 5000, "\udcff", 'encoding = "' + "a" * 2_000_000]
)
def test_a_map_that_goes_too_far_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.csv").write_text("t,f\n")
    (tmp_path / "map.toml").write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(ConfigError, match=r"map\.toml: "):
        IMPORT_FORMATS["csv"]([tmp_path / "run.csv"], tmp_path / "map.toml")


def test_numbers_are_kept_bit_for_bit(tmp_path: Path) -> None:
    _, values, _ = load(tmp_path, "t,f\n0.00,0.1\n0.01,1e-300\n0.02,3.141592653589793\n")

    assert values[:, 0].tolist() == [0.1, 1e-300, math.pi]
