import gzip
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.limits import ImportLimits
from monitor.types import Cell, FloatArray, Packet, Side
from monitor.wire import imported, uuids
from monitor.wire.imported import StreamDescription, StreamFrame, StreamKind

IMU_MAP = """
[[stream]]
kind = "imu"
side = "right"
time_s = "t"
acc = ["ax", "ay", "az"]
gyr = ["gx", "gy", "gz"]
"""
FORCE = '[[stream]]\nkind="force"\nside="left"\ntime_s="t"\nforce="f"\n'
PRESSURE = '[[stream]]\nkind="pressure"\nside="left"\ntime_s="t"\ncells=["a"]\n'
IMU_HEADER = "t,ax,ay,az,gx,gy,gz"


def imu_csv(n: int = 50, every_s: float = 0.005, start_s: float = 3.0) -> str:
    rows = [f"{start_s + i * every_s:.4f},{i},{i}.5,-{i},0.{i},1e-3,{i}" for i in range(n)]
    return "\n".join([IMU_HEADER, *rows, ""])


def load(folder: Path, text: str | bytes, import_map: str, name: str = "run.csv") -> list[Packet]:
    path, map_path = folder / name, folder / "map.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    map_path.write_text(import_map)
    return list(IMPORT_FORMATS["csv"]([path], map_path).packets)


def stream(packets: list[Packet], sensor: str) -> tuple[StreamDescription, FloatArray, FloatArray]:
    mine = [packet for packet in packets if packet.sensor == sensor]
    assert mine[0].characteristic == uuids.IMPORT_DESCRIPTION
    frames = [imported.decode(packet.payload) for packet in mine[1:]]
    assert [frame.sequence for frame in frames] == list(range(len(frames)))
    assert [packet.t_rx_s for packet in mine[1:]] == [frame.t_s[-1] for frame in frames]
    description = imported.decode_description(mine[0].payload)
    return (
        description,
        np.concatenate([frame.t_s for frame in frames]),
        np.concatenate([frame.values for frame in frames]),
    )


def test_every_number_of_the_file_comes_through_as_it_is(tmp_path: Path) -> None:
    packets = load(tmp_path, imu_csv(), IMU_MAP)

    description, t_s, values = stream(packets, "right imu")

    assert description == StreamDescription(
        kind=StreamKind.IMU, side=Side.RIGHT, rate_hz=200.0, channels=6, frame=StreamFrame.SENSOR
    )
    expected = np.genfromtxt(imu_csv().splitlines()[1:], delimiter=",")
    np.testing.assert_array_equal(t_s, expected[:, 0])
    np.testing.assert_array_equal(values, expected[:, 1:])


def test_units_are_turned_into_ours(tmp_path: Path) -> None:
    units = 'acc_unit = "g"\ngyr_unit = "deg/s"\n'
    packets = load(tmp_path, imu_csv(3), IMU_MAP + units)

    _, _, values = stream(packets, "right imu")

    np.testing.assert_array_equal(values[2, :3], [2 * 9.80665, 2.5 * 9.80665, -2 * 9.80665])
    assert values[2, 5] == 2 * (math.pi / 180)


def test_three_signed_axes_turn_the_sensor_into_the_foot_exactly(tmp_path: Path) -> None:
    packets = load(tmp_path, imu_csv(4), IMU_MAP + 'axes = ["x", "-z", "y"]\n')

    description, _, values = stream(packets, "right imu")

    assert description.frame is StreamFrame.FOOT
    assert values[3].tolist() == [3.0, 3.0, 3.5, 0.3, -3.0, 0.001]


def test_packed_files_semicolons_decimal_commas_and_empty_fields_are_read(tmp_path: Path) -> None:
    text = "\ufeff# a remark\n\nt;Kraft\n0,00;1,5\n0,01;\n0,02;nan\n0,03;-2e1\n"
    force = '[[stream]]\nkind="force"\nside="left"\ntime_s="t"\nforce="Kraft"\n'

    packets = load(tmp_path, gzip.compress(text.encode()), force, name="odd.name")

    description, t_s, values = stream(packets, "left force")
    assert description.kind is StreamKind.FORCE
    assert t_s.tolist() == [0.0, 0.03]
    assert values.tolist() == [[1.5], [-20.0]]


def test_body_weights_become_newtons_and_a_rate_can_stand_for_times(tmp_path: Path) -> None:
    force = (
        FORCE.replace('force="f"', 'force="bw"').replace('time_s="t"', "rate_hz=500.0")
        + 'unit="bw"\nmass_kg=70.0\n'
    )

    packets = load(tmp_path, "bw\n0.0\n2.0\n", force)

    description, t_s, values = stream(packets, "left force")
    assert description.mass_kg == 70.0
    assert description.rate_hz == 500.0
    assert t_s.tolist() == [0.0, 0.002]
    assert values[1, 0] == pytest.approx(2.0 * 70.0 * 9.80665)


def test_two_feet_in_two_files_and_an_insole_come_in_the_order_of_time(tmp_path: Path) -> None:
    (tmp_path / "left.csv").write_text(imu_csv(30, start_s=2.95))
    cells = "t,c1,c3,top\n" + "".join(f"{3 + i / 100},{i},7,1\n" for i in range(20))
    (tmp_path / "sole.csv").write_text(cells)
    (tmp_path / "two.toml").write_text(
        'name = "two"\n'
        "plantar_mm = [[28, -14, 860], [58, 15, 860], [95, 18, 500.0]]\n"
        "instep_mm = [[150, 0, 400]]\n"
    )
    both = (
        IMU_MAP
        + IMU_MAP.replace("right", "left").replace("[[stream]]", '[[stream]]\nfile = "left.csv"')
        + '[[stream]]\nkind="pressure"\nside="left"\nfile="sole.csv"\ntime_s="t"\n'
        + 'cells=["c1", "", "c3"]\ninstep=["top"]\nunit="N/cm2"\nlayout="two"\n'
    )

    packets = load(tmp_path, imu_csv(30), both, name="right.csv")

    samples = [p for p in packets if p.characteristic == uuids.IMPORT_SAMPLES]
    assert all(a.t_rx_s <= b.t_rx_s for a, b in pairwise(samples))
    assert {p.sensor for p in packets[:3]} == {"right imu", "left imu", "left pressure"}
    description, _, values = stream(packets, "left pressure")
    assert (description.plantar_cells, description.instep_cells) == (3, 1)
    assert description.layout is not None
    assert description.layout.plantar[2] == Cell(0.095, 0.018, 0.0005)
    np.testing.assert_array_equal(values[2], [20.0, math.nan, 70.0, 10.0])


def test_a_pattern_takes_the_foot_that_was_given_and_leaves_the_other(tmp_path: Path) -> None:
    both = IMU_MAP.replace("[[stream]]", '[[stream]]\nfile = "*_R.csv"') + IMU_MAP.replace(
        "right", "left"
    ).replace("[[stream]]", '[[stream]]\nfile = "*_L.csv"')

    one = load(tmp_path, imu_csv(), both, name="run_L.csv")
    (tmp_path / "run_R.csv").write_text(imu_csv())
    given = [tmp_path / "run_R.csv", tmp_path / "run_L.csv"]
    two = list(IMPORT_FORMATS["csv"](given, tmp_path / "map.toml").packets)

    assert {packet.sensor for packet in one} == {"left imu"}
    assert {packet.sensor for packet in two} == {"left imu", "right imu"}
    with pytest.raises(ImportFileError, match=r"other\.csv: no stream .* \*_R\.csv, \*_L\.csv"):
        load(tmp_path, imu_csv(), both, name="other.csv")


def test_uneven_times_gaps_and_equal_times_are_normal(tmp_path: Path) -> None:
    times = [0.0, 0.004, 0.011, 0.0149, 0.0149, 4.0, 4.005, 4.011]
    rows = "".join(f"{t},0,0,9.8,0,0,0\n" for t in times)

    packets = load(tmp_path, f"{IMU_HEADER}\n{rows}", IMU_MAP)

    _, t_s, _ = stream(packets, "right imu")
    assert t_s.tolist() == times


def test_a_cut_last_line_is_left_out_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = imu_csv(10)

    packets = load(tmp_path, text[: text.rindex(",")], IMU_MAP)

    _, t_s, _ = stream(packets, "right imu")
    assert len(t_s) == 9
    assert caplog.messages == ["import run.csv: the last line is cut, left out"]


GOOD = imu_csv(10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "run.csv: is empty"),
        (IMU_HEADER + "\n", "run.csv: has no samples"),
        (
            GOOD.replace("gz", "other"),
            'run.csv: has no column "gz"; it has: t, ax, ay, az, gx, gy, other',
        ),
        (
            GOOD.replace("4.5", "four and a half"),
            'run.csv:6: column "ay": "four and a half" is not a number',
        ),
        (GOOD.replace("4.5", "inf"), 'run.csv:6: column "ay": "inf" is not a number'),
        (GOOD.replace("3.0200", "2.9"), 'run.csv:6: column "t": time runs backwards'),
        (
            imu_csv(4) + imu_csv(4, start_s=1.7e9).partition("\n")[2],
            'run.csv:6: column "t": time jumps by more than 21600 s; was the clock set?',
        ),
        (GOOD.replace("3.0200", ""), 'run.csv:6: column "t": there is no time'),
        (GOOD.replace("4.5", "4.5,6"), "run.csv:6: 8 fields, the header has 7"),
        (b"\x93\x00\xff\xfe" * 500, "run.csv: is not a text file (UTF-8)"),
        (b"\x1f\x8b" + b"\x07" * 500, "run.csv: cannot be unpacked"),
        (gzip.compress(GOOD.encode() * 9)[:-40], "run.csv: the compressed file is cut or damaged"),
        (IMU_HEADER + "\n1.0,1,1,1,1,1,1\n", "run.csv: at least two samples"),
        (imu_csv(9, every_s=5.0), "run.csv: the usual time between samples is 5 s"),
    ],
)
def test_a_bad_file_is_refused_with_file_line_and_column(
    tmp_path: Path, text: str | bytes, expected: str
) -> None:
    with pytest.raises(ImportFileError) as error:
        load(tmp_path, text, IMU_MAP)

    assert str(error.value).removeprefix(f"{tmp_path}/").startswith(expected)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(IMU_MAP)

    with pytest.raises(ImportFileError, match=r"none\.csv: No such file"):
        IMPORT_FORMATS["csv"]([tmp_path / "none.csv"], tmp_path / "map.toml")


def test_a_table_without_a_map_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.csv").write_text(imu_csv())

    with pytest.raises(ImportFileError, match="needs a map"):
        IMPORT_FORMATS["csv"]([tmp_path / "run.csv"], None)


def test_frames_hold_as_many_samples_as_the_limit_says(tmp_path: Path) -> None:
    packets = load(tmp_path, imu_csv(50), IMU_MAP)

    sizes = [len(imported.decode(packet.payload)) for packet in packets[1:]]

    assert sizes == [ImportLimits().frame_samples] * 2 + [10]


def test_an_import_says_that_both_feet_are_in_one_signal(tmp_path: Path) -> None:
    (tmp_path / "run.csv").write_text("t,f\n" + "".join(f"{i / 100},{i}\n" for i in range(99)))
    one = '[[stream]]\nkind = "force"\nside = "right"\ntime_s = "t"\nforce = "f"\n'
    (tmp_path / "one.toml").write_text(one)
    (tmp_path / "both.toml").write_text(one + 'feet = "both"\n')

    runs = [
        IMPORT_FORMATS["csv"]([tmp_path / "run.csv"], tmp_path / f"{m}.toml")
        for m in ("one", "both")
    ]

    assert [run.shared for run in runs] == [False, True]
