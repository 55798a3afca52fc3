"""FIT files as odd devices, apps and tools write them: what comes out is true, or it is said."""

from pathlib import Path

import pytest

from monitor.cli.import_run import Wishes, make_recording
from monitor.errors import ImportFileError
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.fit_file import import_fit
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.recognise import recognise
from monitor.sources.importers.streams import ImportedRun
from monitor.types import Packet
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.reference import Reference
from tests.fit_bytes import START, FitBytes, run


def imported(folder: Path, data: bytes) -> tuple[ImportedRun, list[Packet]]:
    path = folder / "run.fit"
    path.write_bytes(data)
    found = IMPORT_FORMATS["fit"]([path], None)
    return found, list(found.packets)


def references(packets: list[Packet]) -> list[Reference]:
    decode = CHARACTERISTICS[uuids.REFERENCE].decode
    return [decode(one.payload) for one in packets if one.characteristic == uuids.REFERENCE]


def whole(made: FitBytes, seconds: int = 60, sport: int = 1) -> bytes:
    return made.session(START, START + seconds - 1, sport).file()


def test_a_pause_is_kept_where_times_stand_in_the_headers(tmp_path: Path) -> None:
    made = FitBytes().define(1, 21, [(253, "u32"), (0, "e")])
    made.define(2, 20, [(6, "u16")])
    for start in (0, 330):  # the clock is set by messages that nobody here wants
        made.add(1, START + start, 0)
        for at in range(start, start + 30):
            made.add_compressed(2, START + at, 3000)

    _, packets = imported(tmp_path, whole(made, 360))

    assert [packet.t_rx_s for packet in packets] == [*range(30), *range(330, 360)]


@pytest.mark.parametrize(
    ("name", "units", "kind", "value", "expected"),
    [
        (b"Speed", b"Meters/Second", "f32", 3.0, Reference(3.0)),
        (b"Foot Pod Speed", b"m/s", "f32", 3.0, Reference(3.0)),
        (b"Speed", b"km/hr", "f32", 10.8, Reference(3.0)),
        (b"GCT (ms)", b"", "u16", 240, Reference(2.5, contact_time_s=0.24)),
        (b"Ground Contact Time", b"Sec", "f32", 0.25, Reference(2.5, contact_time_s=0.25)),
        (b"Cadence (spm)", b"", "u16", 170, Reference(2.5, 170.0)),
        (b"Run Power", b"W", "u16", 250, Reference(2.5, power_w=250.0)),
    ],
)
def test_an_apps_field_is_read_whatever_its_name_and_unit(
    tmp_path: Path, name: bytes, units: bytes, kind: str, value: float, expected: Reference
) -> None:
    base = {"f32": 0x88, "u16": 0x84}[kind]
    made = FitBytes().describe(0, name, units, base)
    made.define(1, 20, [(253, "u32"), (5, "u32")], [(0, kind)])
    for at in range(60):
        made.add(1, START + at, 250 * at, value)

    _, packets = imported(tmp_path, whole(made))

    found = references(packets)
    assert len(found) == 60
    assert {round(one.speed_m_s, 5) for one in found} == {expected.speed_m_s}
    first = found[0]
    assert (first.cadence_spm, first.contact_time_s, first.power_w) == (
        expected.cadence_spm,
        expected.contact_time_s,
        expected.power_w,
    )


def test_fields_of_apps_that_are_not_read_are_named_and_counted(tmp_path: Path) -> None:
    made = FitBytes().describe(0, b"Form Power", b"Watts", 0x84)
    made.describe(1, b"Speed", b"m/s", 0x88).describe(2, b"Ground Time", b"ms", 0x84)
    made.define(1, 20, [(253, "u32"), (6, "u16")], [(0, "u16"), (1, "f32", 3), (2, "str", 3)])
    for at in range(60):
        made.add(1, START + at, 0, 70, 3.0, 3.0, 3.0, b"abc")

    run_, packets = imported(tmp_path, whole(made))

    assert references(packets) == [Reference(3.0)] * 60
    assert run_.remarks.said == [
        "60 values of an app whose size is not that of their type",
        "fields of apps that are not used: Form Power",
    ]


@pytest.mark.parametrize(
    ("speed", "cadence", "steps"),
    [
        (1.9, 82, 164.0),
        (1.4, 112, 112.0),
        (1.4, 56, 112.0),
        (1.0, 95, 95.0),
        (3.0, 168, 168.0),
        (1.4, 100, 100.0),
        (1.8, 115, 115.0),
        (1.4, 90, 180.0),
    ],
    ids=[
        "jogs slowly",
        "walks, in steps",
        "walks",
        "strolls, in steps",
        "runs, in steps",
        "walks in long steps",
        "walks fast",
        "jogs at a walking speed",
    ],
)
def test_strides_of_a_leg_and_steps_are_told_apart(
    tmp_path: Path, speed: float, cadence: int, steps: float
) -> None:
    _, packets = imported(tmp_path, whole(run(speed=speed, cadence=cadence)))

    assert {one.cadence_spm for one in references(packets)} == {steps}


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (3600, ["2 activities follow one another in it"]),
        (
            3 * 86_400,
            [
                "2 activities follow one another in it",
                "the clock was set, or it is another run: 60 records of another time left out",
            ],
        ),
    ],
)
def test_activities_that_follow_one_another_in_a_file_are_said(
    tmp_path: Path, later: int, said: list[str]
) -> None:
    first = whole(run())
    second = run(start=START + later).session(START + later, START + later + 59).file()

    found, packets = imported(tmp_path, first + second)

    assert len(references(packets)) == (120 if later == 3600 else 60)
    assert found.remarks.said == said


def test_a_run_that_says_no_sport_is_taken_for_one_and_a_ride_is_not(tmp_path: Path) -> None:
    found, _ = imported(tmp_path, run(speed=3.0).file())

    assert found.remarks.said == ["says no sport: taken for a run"]
    with pytest.raises(ImportFileError, match="which is no run"):
        imported(tmp_path, run(speed=9.0).file())


def test_what_needs_a_speed_and_has_none_is_counted(tmp_path: Path) -> None:
    made = FitBytes().define(1, 20, [(253, "u32"), (4, "u8"), (7, "u16")])
    for at in range(60):
        made.add(1, START + at, 85, 250)

    found, packets = imported(tmp_path, whole(made))

    assert packets == []
    assert found.remarks.said == [
        "says no speed",
        "60 cadences left out: no speed is known then",
        "60 powers left out: no speed is known then",
    ]


def test_records_without_a_time_and_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    made = run()
    for _ in range(3):
        made.add(1, 0xFFFFFFFF, 150, 85, 3000)
    path = tmp_path / "run.fit"
    path.write_bytes(whole(made))

    found = import_fit([path], limits=ImportLimits(activity_records=50))

    assert len(references(list(found.packets))) == 50
    assert found.remarks.said == [
        "3 records without a time left out",
        "10 records beyond the limit left out",
    ]


def test_an_activity_of_nothing_makes_no_recording(tmp_path: Path) -> None:
    path, output = tmp_path / "run.fit", tmp_path / "run.mcap"
    made = FitBytes().define(1, 20, [(253, "u32"), (4, "u8")])
    for at in range(60):
        made.add(1, START + at, 85)
    path.write_bytes(whole(made))

    with pytest.raises(ImportFileError, match=r"run\.fit: holds nothing that can be used"):
        make_recording([path], output, Wishes(None, None, None, None), force=False)

    assert not output.exists()


def test_big_endian_and_a_header_of_twelve_bytes_are_read(tmp_path: Path) -> None:
    made = FitBytes(big=True).define(1, 20, [(253, "u32"), (6, "u16", 2), (53, "u8"), (4, "u8")])
    for at in range(60):
        made.add(1, START + at, 65_535, 3000, 64, 85)

    _, packets = imported(tmp_path, made.session(START, START + 59).file(header=12))

    assert references(packets) == [Reference(3.0, 171.0)] * 60


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "is empty"), (b"\x0e\x20abc", "is no FIT file"), (FitBytes(kind=6).file(), "a course")],
)
def test_what_is_called_fit_and_is_none_is_refused_as_such(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "run.fit"
    path.write_bytes(data)

    with pytest.raises(ImportFileError, match=reason):
        IMPORT_FORMATS[recognise([path])]([path], None)


@pytest.mark.parametrize(("kind", "local"), [("f32", 1e29), ("u64", 1 << 60), ("u32", 0)])
def test_a_zone_that_is_none_is_not_known(tmp_path: Path, kind: str, local: float) -> None:
    made = run().define(2, 34, [(253, "u32"), (5, kind)]).add(2, START + 60, local)

    found, packets = imported(tmp_path, whole(made))

    assert len(references(packets)) == 60
    assert found.started is not None


def test_a_record_of_a_time_that_no_clock_has_is_left_out(tmp_path: Path) -> None:
    made = run().define(2, 20, [(253, "f32"), (6, "u16")]).add(2, 1e29, 3000).add(2, -5.0, 3000)

    found, packets = imported(tmp_path, whole(made))

    assert len(references(packets)) == 60
    assert "2 records without a time left out" in found.remarks.said
