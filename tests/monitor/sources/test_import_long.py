"""A table with one value in each row loses none of them."""

from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.types import FloatArray
from monitor.wire import imported, uuids

MAP = """long = {name = "what", value = "v"}
[[stream]]
kind = "imu"
side = "left"
time_s = "t"
acc = ["x", "y", "z"]
"""


def read(folder: Path, rows: list[str], map_: str = MAP) -> tuple[FloatArray, list[str]]:
    """Times and accelerations, shape (n, 4), and what was said."""
    (folder / "long.csv").write_text("\n".join(rows))
    (folder / "map.toml").write_text(map_)
    run = import_csv([folder / "long.csv"], folder / "map.toml")
    frames = [
        imported.decode(packet.payload)
        for packet in run.packets
        if packet.characteristic == uuids.IMPORT_SAMPLES
    ]
    values = np.concatenate([frame.values[:, :3] for frame in frames])
    return np.column_stack([np.concatenate([f.t_s for f in frames]), values]), run.remarks.said


def values_of(i: int) -> dict[str, float]:
    return {"x": i / 100, "y": 0.2, "z": 9.8}


@pytest.mark.parametrize("by_channel", [False, True])
def test_samples_of_a_packet_that_share_a_time_are_all_kept(
    tmp_path: Path, by_channel: bool
) -> None:
    packets = [range(start, start + 20) for start in range(0, 400, 20)]
    rows = ["t,what,v"]
    for number, packet in enumerate(packets):
        said = [(name, value) for i in packet for name, value in values_of(i).items()]
        said = sorted(said, key=lambda one: one[0]) if by_channel else said
        rows += [f"{number / 10:.1f},{name},{value}" for name, value in said]

    found, said_too = read(tmp_path, rows)

    assert found[:, 1].tolist() == [i / 100 for i in range(400)]
    assert np.diff(found[:, 0]) == pytest.approx(1 / 200)
    assert "1140 values have name and time of one before: samples of their own" in said_too
    assert "up to 20 rows share a time: spread evenly before it" in said_too


def test_a_clock_in_a_long_table_may_pass_midnight(tmp_path: Path) -> None:
    rows = ["t,what,v"]
    for i in range(300):
        at_s = (86_399 + i / 100) % 86_400
        clock = f"{int(at_s // 3600):02d}:{int(at_s % 3600 // 60):02d}:{at_s % 60:06.3f}"
        rows += [f"{clock},{name},{value}" for name, value in values_of(i).items()]

    found, _ = read(tmp_path, rows)

    assert found[:, 1].tolist() == [i / 100 for i in range(300)]
    assert found[:, 0] == pytest.approx(np.arange(300) / 100)


def test_values_that_never_stand_at_one_time_are_refused(tmp_path: Path) -> None:
    rows = [
        f"{i / 100 + place * 1e-4:.4f},{name},{value}"
        for i in range(300)
        for place, (name, value) in enumerate(values_of(i).items())
    ]

    with pytest.raises(ImportFileError, match="x, y, z never stand at one time"):
        read(tmp_path, ["t,what,v", *rows])


def test_a_long_table_without_times_counts_its_rows(tmp_path: Path) -> None:
    rows = [f"{name},{value}" for i in range(300) for name, value in values_of(i).items()]

    found, said = read(tmp_path, ["what,v", *rows], MAP.replace('time_s = "t"', "rate_hz = 100.0"))

    assert found[:, 0] == pytest.approx(np.arange(300) / 100)
    assert said == ["there is no angular rate: no stride can be measured"]


IMU = MAP + 'gyr = ["gx", "gy", "gz"]\n'


def motion(step_s: float, names: str, count: int, late_s: float = 0.0) -> list[str]:
    """Rows of three channels, each by itself: the same as its time, three times."""
    rows = [(late_s + i * step_s, f"{names}{axis}") for axis in "xyz" for i in range(count)]
    return [f"{at_s:.4f},{name},{at_s:.4f}" for at_s, name in rows]


def all_of(folder: Path, rows: list[str], map_: str = IMU) -> tuple[FloatArray, list[str]]:
    """Times and six channels, shape (n, 7), and what was said."""
    (folder / "long.csv").write_text("\n".join(["t,what,v", *rows]))
    (folder / "map.toml").write_text(map_)
    run = import_csv([folder / "long.csv"], folder / "map.toml")
    frames = [
        imported.decode(packet.payload)
        for packet in run.packets
        if packet.characteristic == uuids.IMPORT_SAMPLES
    ]
    values = np.concatenate([frame.values for frame in frames])
    return np.column_stack([np.concatenate([f.t_s for f in frames]), values]), run.remarks.said


def test_a_gyroscope_that_begins_earlier_is_no_second_recording(tmp_path: Path) -> None:
    rows = [row for row in motion(0.01, "", 300) if not row.startswith(("0.0000", "0.0100"))]

    found, said = all_of(tmp_path, rows + motion(0.01, "g", 300))

    assert found[:, 0] == pytest.approx(np.arange(300) / 100)
    assert np.isnan(found[:2, 1:4]).all()
    assert not np.isnan(found[2:]).any()
    assert "at 2 of 300 times not all of x, y, z, gx, gy, gz are there" in said


@pytest.mark.parametrize(
    ("step_s", "late_s"), [(0.0125, 0.0), (0.02, 0.0), (0.005, 0.0), (0.0125, 0.003), (0.01, 0.003)]
)
def test_two_sensors_of_two_rates_are_joined(tmp_path: Path, step_s: float, late_s: float) -> None:
    rows = motion(0.01, "", 400) + motion(step_s, "g", int(4 / step_s), late_s)

    found, said = all_of(tmp_path, rows)

    inside = (found[:, 0] > late_s) & (found[:, 0] < 3.9)
    assert found[:, 0] == pytest.approx(np.arange(400) / 100)
    assert found[inside, 4] == pytest.approx(found[inside, 0], abs=1e-4)
    assert any("angular rate interpolated at the times of the acceleration" in one for one in said)


def test_two_long_recordings_in_one_table_are_refused(tmp_path: Path) -> None:
    later = [row.replace(",", "1,", 1) for row in motion(0.01, "", 200)]

    with pytest.raises(ImportFileError, match="time starts anew"):
        read(tmp_path, ["t,what,v", *motion(0.01, "", 300), *later])


def test_a_counter_tells_the_samples_of_a_long_table(tmp_path: Path) -> None:
    rows = [
        f"{i + 40 * (i >= 100)},{name},{value}"
        for i in range(300)
        for name, value in values_of(i).items()
    ]
    map_ = MAP.replace('time_s = "t"', 'rate_hz = 100.0\ncounter = "n"')

    found, said = read(tmp_path, ["n,what,v", *rows], map_)

    assert found[:, 1].tolist() == [i / 100 for i in range(300)]
    assert found[-1, 0] == pytest.approx(3.39)
    assert 'by "n" 40 samples are lost, in 1 gaps' in said
