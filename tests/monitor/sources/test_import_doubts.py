"""What a table leaves open is settled by what else it holds, or asked for."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.recognise import recognise
from monitor.sources.importers.streams import ImportedRun
from monitor.types import FloatArray, Side
from monitor.wire import imported, uuids

HEAD = '[[stream]]\nkind = "pressure"\nside = "left"\ncells = ["p"]\n'
TIMED = HEAD + 'time_s = "t"\n'
COUNTED = HEAD + 'rate_hz = 100.0\ncounter = "n"\n'


def read(folder: Path, text: str, map_: str = TIMED) -> ImportedRun:
    (folder / "table.csv").write_text(text)
    (folder / "map.toml").write_text(map_)
    return import_csv([folder / "table.csv"], folder / "map.toml")


def values_of(run: ImportedRun) -> FloatArray:
    packets = [packet for packet in run.packets if packet.characteristic == uuids.IMPORT_SAMPLES]
    return np.concatenate([imported.decode(packet.payload).values for packet in packets])


def test_thousands_beside_hundreds_are_thousands(tmp_path: Path) -> None:
    told = [900 + 5 * i for i in range(60)]
    text = "\n".join(["t,p", *(f'{i / 100},"{value:,}"' for i, value in enumerate(told))])

    run = read(tmp_path, text, TIMED + 'unit = "Pa"\n')

    assert values_of(run)[:, 0] == pytest.approx(np.array(told) / 1000)
    assert '40 numbers such as "1,000" are read as thousands' in run.remarks.said


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_decimal_comma_of_three_digits_stays_one(tmp_path: Path, delimiter: str) -> None:
    told = [0.98 + 0.001 * i for i in range(60)]
    rows = [
        f"{i / 100:.2f}{delimiter}{value:.3f}".replace(".", ",") for i, value in enumerate(told)
    ]

    run = read(tmp_path, "\n".join([f"t{delimiter}p", *rows]))

    assert values_of(run)[:, 0] == pytest.approx(told)


def test_a_comma_that_may_be_either_is_refused(tmp_path: Path) -> None:
    rows = [f"{i / 100},{i % 9 if i % 2 else chr(34) + '1,250' + chr(34)}" for i in range(60)]

    with pytest.raises(ImportFileError, match='"1,250" may be a thousand or a decimal'):
        read(tmp_path, "\n".join(["t,p", *rows]))


@pytest.mark.parametrize(
    ("told", "kpa"),
    [
        (["0"] * 59 + ["12,345"], [0.0] * 59 + [12.345]),
        (["250"] * 20 + ["12,345"] * 40, [250.0] * 20 + [12.345] * 40),
    ],
    ids=["zeros", "hundreds"],
)
def test_a_table_with_a_decimal_comma_has_no_thousands(
    tmp_path: Path, told: list[str], kpa: list[float]
) -> None:
    rows = [f"{i / 100:.2f}".replace(".", ",") + f";{value}" for i, value in enumerate(told)]

    run = read(tmp_path, "\n".join(["t;p", *rows]))

    assert values_of(run)[:, 0] == pytest.approx(kpa)
    assert not any("thousands" in one for one in run.remarks.said)


@pytest.mark.parametrize(
    ("head", "foot"), [([], ["Mittel;9,812"]), (["s;1,002"], []), ([], ["Total;1,951"])]
)
def test_a_row_that_is_left_out_parts_no_thousands_of_the_others(
    tmp_path: Path, head: list[str], foot: list[str]
) -> None:
    told = [300 + 5 * i for i in range(60)]
    rows = [f"{i / 100:.2f};{value}" for i, value in enumerate(told)]

    run = read(tmp_path, "\n".join(["t;p", *head, *rows, *foot]))

    assert values_of(run)[:, 0].tolist() == told
    assert not any("thousands" in one for one in run.remarks.said)


def test_a_german_table_with_a_mean_below_it_is_read(tmp_path: Path) -> None:
    rows = [f"{i / 100:.2f};9,{i + 10}".replace(".", ",") for i in range(60)]

    run = read(tmp_path, "\n".join(["t;p", *rows, "Mittel;9,812"]))

    assert values_of(run)[:, 0] == pytest.approx([9 + (i + 10) / 100 for i in range(60)])
    assert "1 lines after the table left out" in run.remarks.said


GERMAN = {
    "beside hundreds": (["998", "999", "1.000", "1.001"], [998, 999, 1000, 1001]),
    "beside fractions": (["998,5", "1.002", "1.003,5"], [998.5, 1002, 1003.5]),
    "a decimal point": (["0.998", "1.002", "0.999"], [0.998, 1.002, 0.999]),
    "nothing else": (["1.002", "1.003"], [1.002, 1.003]),
    "a unit behind": (["998 kPa", "1.002 kPa"], [998, 1002]),
}


@pytest.mark.parametrize(("told", "kpa"), GERMAN.values(), ids=GERMAN.keys())
def test_a_point_beside_a_decimal_comma_parts_thousands_where_the_column_shows_it(
    tmp_path: Path, told: list[str], kpa: list[float]
) -> None:
    rows = [f"{i / 100:.2f};{told[i % len(told)]}".replace(".", ",", 1) for i in range(60)]

    run = read(tmp_path, "\n".join(["t;p", *rows]), TIMED + 'unit = "hPa"\n')

    assert values_of(run)[: len(kpa), 0] == pytest.approx(np.array(kpa) / 10)
    assert any("are read as thousands" in one for one in run.remarks.said) == (kpa[1] > 900)


def test_a_point_that_may_be_either_is_refused(tmp_path: Path) -> None:
    rows = [f"{i / 100:.2f};{i % 9 if i % 2 else '1.250'}".replace(".", ",", 1) for i in range(60)]

    with pytest.raises(ImportFileError, match=r'"1\.250" may be a thousand or a decimal'):
        read(tmp_path, "\n".join(["t;p", *rows]))


def test_thousands_with_a_fraction_are_no_decimal_comma(tmp_path: Path) -> None:
    told = [900.5 + 5 * i for i in range(59)] + [2000.0]
    text = "\n".join(["t,p", *(f'{i / 100},"{value:,g}"' for i, value in enumerate(told))])

    run = read(tmp_path, text, TIMED + 'unit = "Pa"\n')

    assert values_of(run)[:, 0] == pytest.approx(np.array(told) / 1000)


@pytest.mark.parametrize("last", [70_000, 300])
def test_a_counter_that_starts_anew_is_refused(tmp_path: Path, last: int) -> None:
    counts = [*range(last - 50, last), *range(50)]
    rows = [f"{count},1" for count in counts]

    with pytest.raises(ImportFileError, match=r"table\.csv:52: .*starts anew"):
        read(tmp_path, "\n".join(["n,p", *rows]), COUNTED)


def test_a_counter_that_nobody_named_and_that_starts_anew_is_not_used(tmp_path: Path) -> None:
    rows = [f"{count},1" for count in [*range(950, 1000), *range(50)]]
    map_ = COUNTED.replace('counter = "n"\n', "")

    run = read(tmp_path, "\n".join(["packet counter,p", *rows]), map_)

    assert len(values_of(run)) == 100
    assert '"packet counter" counts backwards 1 times: it is not used' in run.remarks.said


@pytest.mark.parametrize("bits", [8, 16, 32])
def test_a_counter_that_overflows_goes_on(tmp_path: Path, bits: int) -> None:
    counts = [(2**bits - 50 + n) % 2**bits for n in range(100) if not 40 <= n < 60]

    run = read(tmp_path, "\n".join(["n,p", *(f"{count},1" for count in counts)]), COUNTED)

    assert run.remarks.said == ['by "n" 20 samples are lost, in 1 gaps']


def test_a_counter_that_jumps_by_hours_is_refused(tmp_path: Path) -> None:
    counts = [*range(50), *range(5_000_000, 5_000_050)]

    with pytest.raises(ImportFileError, match="jumps by more than 21600 s"):
        read(tmp_path, "\n".join(["n,p", *(f"{count},1" for count in counts)]), COUNTED)


def pair(folder: Path, rates: float, start_s: float = 1.7e9) -> list[Path]:
    acc, gyr = folder / "Accelerometer.csv", folder / "Gyroscope.csv"
    turn = np.sin(np.arange(200) / 10)
    at = [f"{1e3 * (1.7e9 + i / 100):.0f}" for i in range(200)]
    late = [f"{1e3 * (start_s + i / 100):.0f}" for i in range(200)]
    acc.write_text("\n".join(["timestamp,x,y,z", *(f"{t},0.1,0.2,9.8" for t in at)]))
    rows = [f"{t},{rates * one:.4f},0.1,0.1" for t, one in zip(late, turn, strict=True)]
    gyr.write_text("\n".join(["timestamp,x,y,z", *rows]))
    return [acc, gyr]


def test_rates_that_may_be_in_either_unit_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="may be rad/s or deg/s"):
        import_csv(pair(tmp_path, 4.0), None, side=Side.LEFT)

    turned = values_of(import_csv(pair(tmp_path, 230.0), None, side=Side.LEFT))[:, 3]

    assert np.nanmax(turned) == pytest.approx(np.radians(230.0), rel=0.01)


def test_two_files_on_different_clocks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="never meet"):
        import_csv(pair(tmp_path, 230.0, start_s=1.7e9 + 60.0), None, side=Side.LEFT)


def test_a_damaged_zip_of_lzma_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "run.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("run.csv", "\n".join(f"{i},{i * i}" for i in range(5000)))
    data = bytearray(path.read_bytes())
    data[200:300] = bytes(one ^ 0xFF for one in data[200:300])
    path.write_bytes(data)

    with pytest.raises(ImportFileError, match="is cut or damaged"):
        recognise([path])


@pytest.mark.parametrize(("late_s", "rows"), [(0.0, 300), (0.005, 300), (0.003, 200)])
@pytest.mark.parametrize("header", [True, False])
def test_two_recordings_in_one_table_are_not_shuffled(
    tmp_path: Path, late_s: float, rows: int, header: bool
) -> None:
    first = [f"{i / 100:.3f},{i}" for i in range(300)]
    second = [f"{i / 100 + late_s:.3f},{i + 1}" for i in range(rows)]

    with pytest.raises(ImportFileError, match=r"time starts anew: two recordings\?"):
        read(tmp_path, "\n".join(["t,p", *first, *["t,p"] * header, *second]))


@pytest.mark.parametrize("named", [True, False])
def test_a_counter_that_overflows_in_a_gap_goes_on(tmp_path: Path, named: bool) -> None:
    rows = [f"{count},1" for count in [*range(50_000, 50_050), *range(300, 350)]]
    map_ = COUNTED if named else COUNTED.replace('counter = "n"\n', "")
    name = "n" if named else "packet counter"

    run = read(tmp_path, "\n".join([f"{name},p", *rows]), map_)

    assert f'by "{name}" 15786 samples are lost, in 1 gaps' in run.remarks.said


@pytest.mark.parametrize("again", [1, 40, 100, 250])
def test_rows_that_repeat_the_table_at_its_end_are_left_out(tmp_path: Path, again: int) -> None:
    rows = [f"{i / 100},{i}" for i in range(100)]
    rows += [rows[i % 100] for i in range(again)]

    run = read(tmp_path, "\n".join(["t,p", *rows]))

    assert values_of(run)[:, 0].tolist() == list(range(100))
    assert f"{again} rows that repeat the table from its start left out" in run.remarks.said


@pytest.mark.parametrize(
    ("acc", "rate", "unit", "said"),
    [(20.0, 5.0, "deg/s", True), (20.0, 5.0, "rad/s", False), (0.1, 0.05, "rad/s", False)],
    ids=["rad/s for deg/s", "in rad/s", "at rest"],
)
def test_rates_of_no_step_are_said_where_a_foot_steps(
    tmp_path: Path, acc: float, rate: float, unit: str, *, said: bool
) -> None:
    wave = [float(value) for value in np.sin(2.0 * np.pi * 1.5 * np.arange(300) / 100.0)]
    rows = [f"{i / 100},0,{9.81 + acc * v},0,0,0,{rate * v}" for i, v in enumerate(wave)]
    text = "\n".join(["t,ax,ay,az,gx,gy,gz", *rows])
    columns = 'acc = ["ax", "ay", "az"]\ngyr = ["gx", "gy", "gz"]\nacc_unit = "m/s2"\n'
    imu = f'[[stream]]\nkind = "imu"\nside = "left"\ntime_s = "t"\n{columns}gyr_unit = "{unit}"\n'

    run = read(tmp_path, text, imu)

    assert any("check gyr_unit" in one for one in run.remarks.said) is said
