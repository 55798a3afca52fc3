"""A sound file with values that no device means: read, or refused by an error of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.importers import IMPORT_FORMATS
from monitor.wire import CHARACTERISTICS
from tests.fit_bytes import START, FitBytes
from tests.garbled import MAP
from tests.properties.test_readers import refused
from tests.tries import tries

INTEGERS = {"e": 8, "u8": 8, "u16": 16, "u32": 32, "u64": 64}
SIGNED = {"s8": 8, "s16": 16, "s32": 32, "s64": 64}
FLOATS = ["f32", "f64"]
LARGE = [1e30, -1e30, 3.4e38, -3.4e38, 1e-40, -1.0, 0.0, 2.0**31, 2.0**32, 2.0**53, 1e12]
FIELDS = {
    0: [0],
    12: [0, 1],
    18: [2, 5, 6],
    19: [2, 7, 24],
    34: [5],
    20: [0, 1, 2, 3, 4, 5, 6, 7, 8, 41, 52, 53, 73, 78],
    132: [0, 6, 9, 10],
}
"""Fields that are read, by the message that they are of; all have a time besides."""
NUMBERS = ["1e308", "-1e308", "1e-320", "9" * 30, "-0.0", "1e18", "1e15", "4e9", "65535", "1e5"]


def value(kind: str) -> st.SearchStrategy[float]:
    """The ends of a type, and what is between."""
    if kind in FLOATS:
        more = [1e300, -1e300] if kind == "f64" else []
        return st.one_of(
            st.sampled_from([*LARGE, *more, float("nan"), float("inf")]),
            st.floats(width=32 if kind == "f32" else 64),
        )
    bits = INTEGERS.get(kind) or SIGNED[kind]
    low, high = (0, 2**bits) if kind in INTEGERS else (-(2 ** (bits - 1)), 2 ** (bits - 1))
    ends = st.sampled_from([low, low + 1, high - 2, high - 1])
    return st.one_of(ends, st.integers(low, high - 1))


@st.composite
def activity(draw: st.DrawFn) -> bytes:
    """A run of twenty records, and messages of odd types and values before and after it."""
    made = FitBytes()
    for local in range(draw(st.integers(1, 3))):
        message(draw, made, local + 2)
    made.define(1, 20, [(253, "u32"), (3, "u8"), (6, "u16"), (5, "u32")])
    for at in range(20):
        made.add(1, START + at, 150, 3000, 300 * at)
    for local in range(draw(st.integers(0, 3))):
        message(draw, made, local + 6)
    return made.file()


def message(draw: st.DrawFn, made: FitBytes, local: int) -> None:
    number = draw(st.sampled_from(sorted(FIELDS)))
    times = [(253, kind)] if (kind := draw(st.sampled_from(["u32", "f32", "u64", ""]))) else []
    which = draw(st.lists(st.sampled_from(FIELDS[number]), min_size=1, max_size=4, unique=True))
    types = st.sampled_from([*INTEGERS, *SIGNED, *FLOATS])
    fields = [*times, *((one, draw(types)) for one in which)]
    made.define(local, number, fields)
    for at in range(draw(st.integers(1, 4))):
        said = [draw(value(one[1])) for one in fields]
        timely = draw(st.booleans())
        if times and timely:
            said[0] = START + at
        made.add(local, *said)


@st.composite
def table(draw: st.DrawFn) -> bytes:
    rows = [[f"{i / 100}", "0.1", f"{i}", "9.8"] for i in range(30)]
    for row, place, text in draw(
        st.lists(
            st.tuples(st.integers(0, 29), st.integers(0, 3), st.sampled_from(NUMBERS)), max_size=60
        )
    ):
        rows[row][place] = text
    return "\n".join(["t,x,y,z", *(",".join(row) for row in rows), ""]).encode()


@st.composite
def points(draw: st.DrawFn) -> bytes:
    number = st.one_of(st.just("1"), st.sampled_from(NUMBERS))
    marks = [
        f'<trkpt lat="{draw(number)}" lon="{draw(number)}"><ele>{draw(number)}</ele>'
        f"<time>{draw(st.sampled_from(['2025', '0001', '9999']))}-11-29T10:00:{i:02d}Z</time>"
        f"<extensions><hr>{draw(number)}</hr><cad>{draw(number)}</cad>"
        f"<speed>{draw(number)}</speed><power>{draw(number)}</power></extensions></trkpt>"
        for i in range(12)
    ]
    return f"<gpx><trk><type>running</type>{''.join(marks)}</trk></gpx>".encode()


@pytest.mark.parametrize(
    ("name", "content"), [("fit", activity()), ("csv", table()), ("gpx", points())]
)
@tries(250)
@given(data=st.data())
def test_values_that_no_device_means_are_unknown_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    content: st.SearchStrategy[bytes],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.getbasetemp()
    path, map_path = folder / f"odd.{name}", folder / "odd.toml"
    map_path.write_text(MAP)
    path.write_bytes(data.draw(content))

    def read() -> None:
        run = IMPORT_FORMATS[name]([path], map_path if name == "csv" else None)
        for packet in run.packets:
            CHARACTERISTICS[packet.characteristic].decode(packet.payload)

    refused(path, read)
