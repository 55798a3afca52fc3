"""Whatever a file or a map contains: packets, or one error that names it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ConfigError, ImportFileError
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.moticon_layout import CELLS
from monitor.wire import CHARACTERISTICS
from tests.tries import tries

MAP = """
[[stream]]
kind = "imu"
side = "right"
time_s = "t"
acc = ["ax", "ay", "az"]
gyr = ["gx", "gy", "gz"]
axes = ["x", "z", "-y"]
"""
TABLE = "t,ax,ay,az,gx,gy,gz\n" + "".join(f"{i / 200},{i},1.5,-2,0.1,,{i}\n" for i in range(30))
FOOT = [
    *(f"pressure {cell}[N/cm²]" for cell in range(1, CELLS + 1)),
    *(f"acceleration {axis}[g]" for axis in "XYZ"),
    *(f"angular {axis}[dps]" for axis in "XYZ"),
]
COLUMNS = ["time", *(f"{side} {name}" for side in ("left", "right") for name in FOOT)]
EXPORT = (
    "# Start time: 27.09.2023 10:21:14.922\n# Size: 7\n# "
    + "\t".join(COLUMNS)
    + "\n"
    + "".join(
        "\t".join([f"{i / 100:.2f}", *["1.25"] * len(FOOT), *[""] * len(FOOT)]) + "\n"
        for i in range(10)
    )
)


def damaged(good: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with a few pieces replaced, by rubbish or by pieces of themselves."""
    place = st.integers(0, len(good))
    new = st.one_of(
        st.binary(max_size=8),
        st.sampled_from(
            [b"", b",", b"\n", b'"', b"nan", b"-inf", b"1e999", b"#", b"\x00", b"9" * 40]
        ),
        st.tuples(place, st.integers(1, 60)).map(lambda cut: good[cut[0] : cut[0] + cut[1]]),
    )
    edits = st.lists(st.tuples(place, st.integers(0, 12), new), min_size=1, max_size=4)

    def apply(changes: list[tuple[int, int, bytes]]) -> bytes:
        data = good
        for at, length, piece in changes:
            data = data[:at] + piece + data[at + length :]
        return data

    return edits.map(apply)


def said(name: str, file: Path, map_path: Path | None = None) -> str:
    """Which file the importer blames; "" if it gives packets, and all of them can be read."""
    try:
        packets = list(IMPORT_FORMATS[name]([file], map_path).packets)
    except (ConfigError, ImportFileError) as error:
        return Path(error.file).name
    return "" if all(CHARACTERISTICS[p.characteristic].decode(p.payload) for p in packets) else "?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damage")


@tries(300)
@given(data=damaged(TABLE.encode()))
def test_a_damaged_table_is_refused_by_name_or_read_soundly(folder: Path, data: bytes) -> None:
    (folder / "map.toml").write_text(MAP)
    (folder / "run.csv").write_bytes(data)

    assert said("csv", folder / "run.csv", folder / "map.toml") in {"", "run.csv"}


@tries(300)
@given(data=damaged(MAP.encode()))
def test_a_damaged_map_is_refused_by_name_or_serves(folder: Path, data: bytes) -> None:
    (folder / "map.toml").write_bytes(data)
    (folder / "run.csv").write_text(TABLE)

    # it may now name another column of the file
    assert said("csv", folder / "run.csv", folder / "map.toml") in {"", "map.toml", "run.csv"}


@tries(200)
@given(data=damaged(EXPORT.encode()))
def test_a_damaged_insole_export_is_refused_by_name_or_read_soundly(
    folder: Path, data: bytes
) -> None:
    (folder / "run.txt").write_bytes(data)

    assert said("moticon", folder / "run.txt") in {"", "run.txt"}


def test_an_insole_export_of_one_foot_gives_that_foot(folder: Path) -> None:
    (folder / "run.txt").write_text(EXPORT)

    packets = list(IMPORT_FORMATS["moticon"]([folder / "run.txt"], None).packets)

    assert [packet.sensor for packet in packets] == ["left pressure", "left imu"] * 2
