"""Tables whose names say every unit are read without a map; others need a look."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.recognise import recognise
from monitor.types import FloatArray, Side
from monitor.wire import imported, uuids

G = 9.80665
T_S = np.arange(200) / 100.0
ACC = np.stack([2.0 * np.sin(9.0 * T_S), G + 6.0 * np.sin(9.0 * T_S), np.cos(9.0 * T_S)])
GYR = np.stack([0.5 * np.sin(9.0 * T_S), 0.3 * np.cos(9.0 * T_S), 5.0 * np.sin(9.0 * T_S)])


def table(head: str, *columns: FloatArray, comma: bool = False) -> str:
    rows = [";".join(f"{value:.6f}" for value in row) for row in np.stack(columns).T]
    text = "\n".join([head, *rows, ""])
    return text.replace(".", ",") if comma else text.replace(";", ",")


def axes(word: str, unit: str) -> str:
    return ";".join(f"{word} {axis} ({unit})" for axis in "xyz")


EXPORTS = {
    "German": ("Zeit (s)", axes("Beschleunigung", "m/s^2"), axes("Gyroskop", "rad/s"), True),
    "French": ("Temps (s)", axes("Accélération", "m/s²"), axes("Gyroscope", "rad/s"), True),
    "Italian": ("Tempo (s)", axes("Accelerazione", "m/s^2"), axes("Giroscopio", "rad/s"), False),
}


def samples(path: Path) -> tuple[FloatArray, FloatArray, list[str]]:
    run = import_csv([path], None, side=Side.LEFT)
    frames = [
        imported.decode(packet.payload)
        for packet in run.packets
        if packet.characteristic == uuids.IMPORT_SAMPLES
    ]
    t_s = np.concatenate([one.t_s for one in frames])
    return t_s, np.concatenate([one.values for one in frames]), list(run.remarks.said)


@pytest.mark.parametrize(("time", "acc", "gyr", "comma"), EXPORTS.values(), ids=EXPORTS.keys())
def test_a_phone_in_another_language_is_read_by_its_own_words(
    tmp_path: Path, time: str, acc: str, gyr: str, comma: bool
) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.csv", table(f"{time};{acc}", T_S, *ACC, comma=comma))
        packed.writestr("b.csv", table(f"{time};{gyr}", T_S, *GYR, comma=comma))

    t_s, values, said = samples(path)

    assert t_s == pytest.approx(T_S)
    assert np.abs(values - np.concatenate([ACC, GYR]).T).max() < 1e-5
    assert any("read by its own words: time" in one for one in said)


@pytest.mark.parametrize(
    "head",
    [
        "time;ax;ay;az;gx;gy;gz",
        "Time (s);Acc x;Acc y;Acc z;Gyr x (rad/s);Gyr y (rad/s);Gyr z (rad/s)",
        "time;Acc x (m/s2);Acc y (m/s2);Acc z (m/s2);Gyr x (rad/s);Gyr y (rad/s);Gyr z (rad/s)",
    ],
    ids=["no unit", "no unit of the acceleration", "no unit of the time"],
)
def test_a_table_that_leaves_a_unit_open_needs_a_map(tmp_path: Path, head: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(table(head, T_S, *ACC, *GYR))

    with pytest.raises(ImportFileError, match="a table needs a map"):
        import_csv([path], None)


def test_an_acceleration_without_gravity_is_refused_with_what_to_record(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    head = f"Time (s);{axes('Linear Acceleration', 'm/s^2')};{axes('Gyroscope', 'rad/s')}"
    path.write_text(table(head, T_S, *ACC, *GYR))

    with pytest.raises(ImportFileError, match="acceleration without gravity"):
        import_csv([path], None)


def test_columns_that_are_not_taken_are_named(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    low, high = axes("Low-g acc", "m/s^2"), axes("High-g acc", "m/s^2")
    path.write_text(table(f"Time (s);{low};{high};{axes('gyro', 'rad/s')}", T_S, *ACC, *ACC, *GYR))

    said = samples(path)[2]

    assert any("not used: High-g acc x (m/s^2), High-g acc y" in one for one in said)


def test_rows_that_hold_nothing_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    head = f"Zeit (s);{axes('Beschleunigung', 'm/s^2')};{axes('Gyroskop', 'rad/s')}"
    path.write_text(table(head, T_S, *ACC, *GYR) + "NaN,NaN,NaN,NaN,NaN,NaN,NaN\n" * 3)

    t_s, values, said = samples(path)

    assert len(t_s) == len(values) == 200
    assert "3 rows that hold nothing left out" in said


def test_a_name_with_a_control_character_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    acc = axes("Beschleunigung \x1b", "m/s^2")
    head = f"Zeit (s);{acc};{axes('Gyroskop', 'rad/s')}"
    path.write_text(table(head, T_S, *ACC, *GYR))

    assert len(samples(path)[0]) == 200


def test_a_side_for_a_table_of_both_feet_reads_that_foot_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "forces.csv"
    path.write_text(table("Time [s];Right Force [N];Left Force [N]", T_S, ACC[0], ACC[1]))

    t_s, values, said = samples(path)

    assert t_s == pytest.approx(T_S)
    assert values[:, 0] == pytest.approx(ACC[1], abs=1e-5)
    assert said[-1] == "what it holds of the right foot is not read (--side)"


def test_a_table_of_both_feet_that_begins_as_moticons_do_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    head = "time_s;" + ";".join(f"{foot}_acc_{axis} [g]" for foot in "LR" for axis in "xyz")
    path.write_text(table(head, T_S, *(ACC / G), *(ACC / G)))

    assert recognise([path]) == "csv"
    sensors = {packet.sensor for packet in import_csv([path], None).packets}
    assert sensors == {"left imu", "right imu"}


def test_shimmers_header_of_four_lines_is_read_by_its_second(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    names = ["Timestamp", *(f"Accel_WR_{one}" for one in "XYZ"), *(f"Gyro_{one}" for one in "XYZ")]
    units = ["ms", *["m/(s^2)"] * 3, *["deg/s"] * 3]
    above = [["Shimmer_A1B2"] * 7, names, ["CAL"] * 7, units]
    head = "\n".join(["sep=\t", *("\t".join(row) for row in above)])
    text = table("", 1000.0 * T_S, *ACC, *np.degrees(GYR)).replace(",", "\t")
    path.write_text(head + text)

    t_s, values, _ = samples(path)

    assert t_s == pytest.approx(T_S)
    assert np.abs(values - np.concatenate([ACC, GYR]).T).max() < 1e-5
