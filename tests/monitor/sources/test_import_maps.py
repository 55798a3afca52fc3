from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.shipped import SHIPPED
from monitor.sources.importers.csv_map import map_path, read_layout
from tests.monitor.sources.test_import_csv import FORCE, IMU_MAP, PRESSURE, imu_csv, load


@pytest.mark.parametrize(
    ("import_map", "key", "expected"),
    [
        ("stream = 3", "stream", "expected `array`"),
        ("[[stream]\n", "", "expected TOML"),
        ("", "stream", "is missing"),
        ("stream = []", "stream", "length >= 1"),
        (IMU_MAP.replace("imu", "radar"), "stream[0].kind", "expected imu, pressure or force, got"),
        (IMU_MAP.replace("right", "middle"), "stream[0].side", "left or right, got 'middle'"),
        (
            IMU_MAP + 'accunit = "g"\n',
            "stream[0].accunit",
            "unknown key; did you mean acc_unit? Allowed: kind, acc, gyr, acc_unit",
        ),
        (
            IMU_MAP + 'acc_unit = "ft"\n',
            "stream[0].acc_unit",
            "expected cm/s2, ft/s2, g, m/s2 or mg, got 'ft'",
        ),
        (PRESSURE + 'unit = "ft"\n', "stream[0].unit", "hPa, kPa, mmHg or psi, got 'ft'"),
        (PRESSURE + 'acc = ["a", "b", "c"]\n', "stream[0].acc", "allowed: kind, cells, instep"),
        (IMU_MAP + 'axes = "x"\n', "stream[0].axes", "expected auto or a list, got 'x'"),
        (IMU_MAP.replace('"az"]', "]"), "stream[0].acc", "length 3"),
        (IMU_MAP + 'axes = ["x", "y", "up"]\n', "stream[0].axes[2]", "matching regex"),
        (IMU_MAP + 'axes = ["x", "z", "y"]\n', "stream[0].axes", "right-handed"),
        (IMU_MAP + 'time_format = "%Q %"\n', "stream[0].time_format", "strptime"),
        (IMU_MAP + 'time_format = "%Y %Y"\n', "stream[0].time_format", "strptime"),
        (IMU_MAP + "rate_hz = 200.0\n", "stream[0].time_s", "either"),
        (IMU_MAP.replace("time_s", "file"), "stream[0].time_s", "either"),
        (IMU_MAP + IMU_MAP, "stream[1].side", "one stream of a kind and side"),
        (FORCE + 'unit="bw"\n', "stream[0].mass_kg", "mass"),
        (FORCE + "mass_kg=-3.0\n", "stream[0].mass_kg", "> 0"),
        (PRESSURE + 'layout="none"\n', "stream[0].layout", 'found no "none"'),
        (PRESSURE.replace('"a"', '""'), "stream[0].cells", "at least one cell"),
    ],
)
def test_a_bad_map_is_refused_with_file_key_and_what_was_expected(
    tmp_path: Path, import_map: str, key: str, expected: str
) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, imu_csv(), import_map)

    assert error.value.file.endswith("map.toml")
    assert error.value.key == key
    assert expected in error.value.expected


def test_a_layout_of_other_cells_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text('name = "one"\n')

    with pytest.raises(ConfigError, match=r"stream\[0\]\.cells: expected 0 cells"):
        load(tmp_path, "t,a\n0,1\n", PRESSURE + 'layout="one"\n')


def test_a_map_of_the_house_is_found_by_name_where_no_file_has_it(tmp_path: Path) -> None:
    shipped, own = map_path("vicon_foot"), tmp_path / "vicon_foot"
    own.touch()

    assert shipped.read_text() == (SHIPPED / "maps" / "vicon_foot.toml").read_text()
    assert map_path(own) == own
    with pytest.raises(ConfigError, match=r"nowhere: no such file; .* vicon_foot"):
        map_path("nowhere")


def test_the_layouts_of_the_house_are_found_by_name(tmp_path: Path) -> None:
    layout = read_layout("insole20", tmp_path / "any.toml", "stream[0].layout")

    assert (len(layout.plantar), len(layout.instep)) == (20, 4)
    (tmp_path / "bad.toml").write_text('name = "bad"\nplantar_m = []\n')
    with pytest.raises(ConfigError, match="plantar_m"):
        read_layout("bad", tmp_path / "any.toml", "stream[0].layout")
