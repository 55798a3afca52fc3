"""Kinds of tables and insole exports (../shared/cases): each is read as its README says."""

from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ConfigError, ImportFileError
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.streams import ImportedRun
from monitor.types import FloatArray
from monitor.wire import imported, uuids
from tests.beside import needs

CASES = Path(__file__).parents[3].parent / "shared" / "cases"

pytestmark = needs(CASES)


def load(folder: str, names: list[str], map_: str | None, form: str = "csv") -> ImportedRun:
    files = [CASES / folder / name for name in names]
    return IMPORT_FORMATS[form](files, CASES / folder / map_ if map_ else None)


def samples(run: ImportedRun, sensor: str = "right imu") -> tuple[FloatArray, FloatArray]:
    frames = [
        imported.decode(packet.payload)
        for packet in run.packets
        if packet.characteristic == uuids.IMPORT_SAMPLES and packet.sensor == sensor
    ]
    t_s = np.concatenate([frame.t_s for frame in frames])
    return t_s, np.concatenate([frame.values for frame in frames])


STEP_S = 0.01
HUNDRED_HZ = np.arange(60) * STEP_S
"""All files of these kinds hold the same movement."""


def movement(rows: int, t_s: FloatArray | None = None) -> FloatArray:
    """The movement that the makers of the cases wrote, by the plainest of their files."""
    text = (CASES / "csv_units_row" / "units_row.csv").read_text().splitlines()[2:]
    return np.array([line.split(",")[1:] for line in text[:rows]], dtype=float)


@pytest.mark.parametrize(
    ("folder", "name", "map_", "remark"),
    [
        ("csv_preamble", "title_line.csv", "plain.toml", ""),
        ("csv_preamble", "mtmanager.txt", "mtmanager.toml", ""),
        ("csv_preamble", "xsensdot.csv", "xsensdot_rate.toml", ""),
        ("csv_preamble", "shimmer.csv", "shimmer_rate.toml", "a row under the header"),
        ("csv_units_row", "units_row.csv", "plain.toml", "a row under the header"),
        ("csv_units_row", "shimmer_nosep.csv", "shimmer.toml", "is read in ms"),
        ("csv_time_units", "epoch_ms.csv", "plain.toml", "is read in ms"),
        ("csv_time_units", "iso.csv", "plain.toml", ""),
        ("csv_time_units", "clock.csv", "plain.toml", ""),
        ("csv_encodings", "cp1252.csv", "cp1252.toml", "read as Windows-1252"),
        ("csv_encodings", "phyphox_utf16.csv", "phyphox.toml", ""),
        ("csv_zip", "phyphox.zip", "phyphox.toml", ""),
    ],
)
def test_every_sample_comes_through_and_repairs_are_said(
    folder: str, name: str, map_: str, remark: str
) -> None:
    run = load(folder, [name], map_)

    t_s, values = samples(run)

    rate_hz = {"xsensdot.csv": 60.0, "shimmer.csv": 102.4, "shimmer_nosep.csv": 102.4}
    assert len(t_s) == 60
    np.testing.assert_allclose(np.diff(t_s), 1.0 / rate_hz.get(name, 100.0), rtol=1e-3)
    np.testing.assert_allclose(values, movement(60), atol=2e-3)
    assert any(remark in said for said in run.remarks.said) if remark else not run.remarks.said


def test_microseconds_without_a_word_are_refused_and_read_with_one(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"between samples is 10000 s.* time_unit"):
        load("csv_time_units", ["us_from_zero.csv"], "plain.toml")
    plain = (CASES / "csv_time_units" / "plain.toml").read_text()
    (tmp_path / "us.toml").write_text(plain.rstrip() + '\ntime_unit = "us"\n')

    file = CASES / "csv_time_units" / "us_from_zero.csv"
    t_s, _ = samples(IMPORT_FORMATS["csv"]([file], tmp_path / "us.toml"))

    np.testing.assert_allclose(t_s, HUNDRED_HZ, atol=1e-12)


@pytest.mark.parametrize("word", ["-", "NA", "null"])
def test_a_word_for_a_missing_value_is_a_gap(word: str) -> None:
    t_s, values = samples(load("csv_missing_words", [f"word_{word}.csv"], "phyphox.toml"))

    np.testing.assert_allclose(t_s, np.delete(HUNDRED_HZ, 30), atol=1e-9)
    assert not np.isnan(values).any()


def test_lost_packets_leave_a_gap_by_the_counter() -> None:
    run = load("csv_lost_packets_by_counter", ["xsensdot_lost.csv"], "xsensdot_rate.toml")

    t_s, _ = samples(run)

    steps = np.round(np.diff(t_s) * 60.0)
    assert steps.tolist() == [1.0] * 19 + [21.0] + [1.0] * 19
    assert run.remarks.said == ['by "PacketCounter" 20 samples are lost, in 1 gaps']


def test_acceleration_and_angular_rate_come_from_two_files() -> None:
    names = ["mbient_Accelerometer.csv", "mbient_Gyroscope.csv"]
    run = load("csv_two_files_one_imu", names, "mbient.toml")

    t_s, values = samples(run)

    assert len(t_s) == 60
    np.testing.assert_allclose(values[:, :3], movement(60)[:, :3], atol=5e-3)
    assert np.isnan(values[0, 3:]).all()  # the gyroscope started 3 ms later
    np.testing.assert_allclose(values[1:, 3:], movement(60)[1:, 3:], atol=0.05)
    assert any("mbient_Gyroscope.csv" in said for said in run.remarks.said)


@pytest.mark.parametrize(
    ("folder", "names", "map_", "expected"),
    [
        ("csv_columns_of_one_name", ["dup_columns.csv"], "dup.toml", "other columns than acc"),
        (
            "csv_columns_of_one_name",
            ["loadsol_noheader.txt"],
            "loadsol.toml",
            r'has 2 columns "Time\[sec\]"; say "Time\[sec\]#1" or "Time\[sec\]#2"',
        ),
        ("csv_preamble", ["loadsol.txt"], "loadsol.toml", "has 2 columns"),
        ("csv_raw_counts", ["raw_counts.csv"], "plain.toml", "no foot reaches: raw counts"),
        (
            "csv_second_file_ignored",
            ["sl_Accelerometer.csv", "sl_Gyroscope.csv"],
            "sensorlogger.toml",
            "other columns than acc",
        ),
    ],
)
def test_what_would_be_read_wrongly_is_refused(
    folder: str, names: list[str], map_: str, expected: str
) -> None:
    with pytest.raises((ImportFileError, ConfigError), match=expected):
        load(folder, names, map_)


def test_columns_of_one_name_are_told_apart_by_their_number(tmp_path: Path) -> None:
    both = (CASES / "csv_columns_of_one_name" / "loadsol.toml").read_text()
    left, right = both.split("\n\n")
    numbered = [left.replace("Time[sec]", "Time[sec]#1"), right.replace("Time[sec]", "Time[sec]#2")]
    (tmp_path / "map.toml").write_text("\n".join(numbered))
    file = CASES / "csv_preamble" / "loadsol.txt"

    run = IMPORT_FORMATS["csv"]([file], tmp_path / "map.toml")
    packets = list(run.packets)

    starts = {p.sensor: p.t_rx_s for p in packets if p.characteristic == uuids.IMPORT_DESCRIPTION}
    assert starts == {"left force": 0.0, "right force": 0.01}


def test_a_second_file_that_no_stream_takes_is_refused(tmp_path: Path) -> None:
    folder = CASES / "csv_second_file_ignored"
    names = ("sl_Accelerometer.csv", "sl_Gyroscope.csv")
    (tmp_path / "map.toml").write_text(
        '[[stream]]\nkind = "imu"\nside = "right"\ntime_s = "seconds_elapsed"\n'
        'acc = ["x", "y", "z"]\nfile = "*Accelerometer.csv"\n'
    )
    (tmp_path / "two.toml").write_text(
        '[[stream]]\nkind = "imu"\nside = "right"\ntime_s = "seconds_elapsed"\n'
        'acc = ["x", "y", "z"]\ngyr = ["x", "y", "z"]\n'
        'files = ["*Accelerometer.csv", "*Gyroscope.csv"]\n'
    )
    files = [folder / name for name in names]

    with pytest.raises(ImportFileError, match=r"sl_Gyroscope\.csv: no stream of .* takes it"):
        IMPORT_FORMATS["csv"](files, tmp_path / "map.toml")
    _, values = samples(IMPORT_FORMATS["csv"](files, tmp_path / "two.toml"))

    np.testing.assert_allclose(values[:, :3], movement(60)[:, :3], atol=1e-4)
    np.testing.assert_allclose(values[1:, 3:], movement(60)[1:, 3:], atol=0.05)


def test_milligravities_and_nanoseconds_of_an_accelerometer_alone(tmp_path: Path) -> None:
    (tmp_path / "polar.toml").write_text(
        '[[stream]]\nkind = "imu"\nside = "right"\ntime_s = "sensor timestamp [ns]"\n'
        'acc = ["X [mg]", "Y [mg]", "Z [mg]"]\nacc_unit = "mg"\n'
    )

    run = IMPORT_FORMATS["csv"](
        [CASES / "csv_mg_and_ns" / "polar_acc.txt"], tmp_path / "polar.toml"
    )
    t_s, values = samples(run)

    np.testing.assert_allclose(np.diff(t_s), STEP_S, atol=1e-6)
    np.testing.assert_allclose(values[:, :3], movement(60)[:, :3], atol=0.01)
    assert np.isnan(values[:, 3:]).all()
    assert "there is no angular rate: no stride can be measured" in run.remarks.said


def test_an_insole_export_of_a_foot_that_was_not_worn_holds_nothing() -> None:
    with pytest.raises(ImportFileError, match="has no samples"):
        load("moticon_variants", ["left_columns_only.txt"], None, "moticon")


@pytest.mark.parametrize(
    ("name", "sensors", "remark"),
    [
        ("cm2_ascii", {"right pressure", "right imu"}, ""),
        ("latin1", {"right pressure", "right imu"}, "Windows-1252"),
        ("pressure_only", {"right pressure"}, ""),
        ("no_size", {"right pressure", "right imu"}, "says no size"),
        ("start_no_ms", {"right pressure", "right imu"}, ""),
        ("start_us", {"right pressure", "right imu"}, ""),
    ],
)
def test_an_insole_export_gives_what_is_in_it(name: str, sensors: set[str], remark: str) -> None:
    run = load("moticon_variants", [f"{name}.txt"], None, "moticon")

    packets = list(run.packets)

    assert {packet.sensor for packet in packets} == sensors
    assert any(remark in said for said in run.remarks.said)
    assert run.started is not None
    assert run.started.replace(tzinfo=None).isoformat().startswith("2023-09-27T10:21:14")
