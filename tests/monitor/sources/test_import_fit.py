import struct
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.profile_type import FileType, Sport, SubSport

from monitor.errors import ImportFileError
from monitor.sources.importers import IMPORT_FORMATS, fit_fields
from monitor.sources.importers.cadence import steps_per_minute
from monitor.sources.importers.fit_messages import DeveloperField, FitMessage
from monitor.sources.importers.remarks import Remarks
from monitor.types import Packet
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.heart_rate import HeartRate
from monitor.wire.reference import Reference
from tests.fit_bytes import START, run

START_MS = 1_700_000_000_000


def record(at_s: float, **fields: float) -> RecordMessage:
    message = RecordMessage()
    message.timestamp = START_MS + round(at_s * 1000)
    for name, value in fields.items():
        setattr(message, name, value)
    return message


def activity(path: Path, *messages: object) -> Path:
    builder = FitFileBuilder(auto_define=True)
    first = FileIdMessage()
    first.type = FileType.ACTIVITY
    first.time_created = START_MS
    builder.add_all([first, *messages])
    path.write_bytes(builder.build().to_bytes())
    return path


def load(path: Path) -> list[Packet]:
    return list(IMPORT_FORMATS["fit"]([path], None).packets)


def values(packets: list[Packet]) -> list[tuple[float, object]]:
    return [(p.t_rx_s, CHARACTERISTICS[p.characteristic].decode(p.payload)) for p in packets]


def test_a_record_becomes_a_heart_beat_and_a_reference(tmp_path: Path) -> None:
    path = activity(
        tmp_path / "run.fit",
        record(0, heart_rate=120, speed=2.5, cadence=82, fractional_cadence=0.5, stance_time=250.0),
        record(1, speed=2.75),
        record(3, heart_rate=121),
    )

    run = IMPORT_FORMATS["fit"]([path], None)

    assert run.started == datetime.fromtimestamp(START_MS / 1000, UTC)
    assert values(list(run.packets)) == [
        (0.0, HeartRate(120)),
        (0.0, Reference(2.5, 165.0, 0.25)),
        (1.0, Reference(2.75, None, None)),
        (3.0, HeartRate(121)),
    ]


def test_a_climb_gives_its_slope(tmp_path: Path) -> None:
    climb = [
        record(i, speed=3.0, distance=3.0 * i, altitude=100.0 + 0.05 * 3.0 * i) for i in range(60)
    ]
    path = activity(tmp_path / "run.fit", *climb, record(60, speed=3.0))

    said = [value for _, value in values(load(path)) if isinstance(value, Reference)]

    assert [one.slope for one in said[:-1]] == [pytest.approx(0.05, abs=0.002)] * 60
    assert said[-1].slope is None


@pytest.mark.parametrize(
    ("speed", "contact", "cadence"),
    [
        (("Speed", "M/S", 3.0), ("Ground Time", "Milliseconds", 240.0), ("Cadence", "RPM", 84.0)),
        (("Stryd Speed", "m/s", 3.0), ("GCT", "ms", 240.0), ("Run Cadence", "spm", 168.0)),
        (("speed", "km/h", 10.8), ("Stance Time", "s", 0.24), ("Step Rate", "steps/min", 168.0)),
        (("Speed", "m/s", 3.0), ("ground_contact_time", "", 240.0), ("cadence", "", 84.0)),
    ],
)
def test_a_pods_fields_are_read_whatever_the_app_calls_them(
    speed: tuple[str, str, float],
    contact: tuple[str, str, float],
    cadence: tuple[str, str, float],
) -> None:
    said = [
        (DeveloperField(name, units, None), value)
        for name, units, value in (speed, contact, cadence)
    ]
    reader = fit_fields.RecordReader()

    row = reader.row(FitMessage(20, {}, tuple(said)), 0.0)

    steps = steps_per_minute(np.array([row.pod_cadence]), np.array([3.0]), Remarks("run"))
    assert row.pod_speed_m_s == pytest.approx(3.0)
    assert row.contact_time_s == pytest.approx(0.24)
    assert steps.tolist() == [168.0]


def test_what_the_watch_marks_as_invalid_or_zero_is_unknown(tmp_path: Path) -> None:
    path = activity(
        tmp_path / "run.fit",
        record(0, heart_rate=255, speed=2.5, cadence=255, stance_time=0.0),
        record(1, heart_rate=90, speed=65.535, cadence=80),
    )

    assert values(load(path)) == [(0.0, Reference(2.5)), (1.0, HeartRate(90))]


def test_records_whose_time_runs_backwards_are_left_out_and_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = activity(
        tmp_path / "run.fit", record(0, speed=2.0), record(5, speed=2.1), record(2, speed=2.2)
    )

    packets = load(path)

    assert [packet.t_rx_s for packet in packets] == [0.0, 5.0]
    assert caplog.messages == [
        "import run.fit: says no sport: taken for a run",
        "import run.fit: 1 records whose time runs backwards left out",
    ]


def test_a_ride_is_refused(tmp_path: Path) -> None:
    session = SessionMessage()
    session.sport = Sport.CYCLING
    path = activity(tmp_path / "ride.fit", record(0, speed=9.0), session)

    with pytest.raises(ImportFileError, match=r"ride\.fit: is no run, but cycling"):
        load(path)


def test_another_sport_is_named_also_where_nothing_of_it_was_recorded(tmp_path: Path) -> None:
    session = SessionMessage()
    session.sport = Sport.SWIMMING  # lengths alone, as a watch counts them in a pool
    path = activity(tmp_path / "pool.fit", session)

    with pytest.raises(ImportFileError, match=r"pool\.fit: is no run, but swimming"):
        load(path)


def test_records_without_any_time_are_counted(tmp_path: Path) -> None:
    timeless = RecordMessage()
    timeless.speed = 3.0
    path = activity(tmp_path / "run.fit", timeless)

    with pytest.raises(ImportFileError, match="no records of a run: none of its 1 has a time"):
        load(path)


def test_rubbish_and_a_file_without_records_are_refused_and_a_cut_one_is_read(
    tmp_path: Path,
) -> None:
    whole = activity(tmp_path / "run.fit", *(record(i, speed=2.0) for i in range(20)))
    cut, rubbish = tmp_path / "cut.fit", tmp_path / "rubbish.fit"
    cut.write_bytes(whole.read_bytes()[:-30])
    rubbish.write_bytes(bytes(range(256)) * 3)
    empty = activity(tmp_path / "empty.fit")

    assert len(load(cut)) == 16
    with pytest.raises(ImportFileError, match=r"rubbish\.fit: is no FIT file"):
        load(rubbish)
    with pytest.raises(ImportFileError, match=r"empty\.fit: has no records of a run"):
        load(empty)
    with pytest.raises(ImportFileError, match=r"none\.fit: No such file"):
        load(tmp_path / "none.fit")
    with pytest.raises(ImportFileError, match="needs no map"):
        IMPORT_FORMATS["fit"]([whole], tmp_path / "map.toml")


def test_the_characteristics_are_those_of_the_wire(tmp_path: Path) -> None:
    path = activity(tmp_path / "run.fit", record(0, heart_rate=120, speed=2.5))

    assert [packet.characteristic for packet in load(path)] == [uuids.HEART_RATE, uuids.REFERENCE]


@pytest.mark.parametrize("name", ["fit", "moticon"])
def test_a_second_file_is_refused_and_not_left_out(tmp_path: Path, name: str) -> None:
    one = activity(tmp_path / "a.fit", record(0, speed=2.0))

    with pytest.raises(ImportFileError, match=r"b\.fit: .* is one file"):
        IMPORT_FORMATS[name]([one, tmp_path / "b.fit"], None)


@pytest.mark.parametrize(
    "way",
    [
        [{"distance": 3.0 * i} for i in range(60)],
        [{"position_lat": 50.0 + 3.0 * i / 111_195.0, "position_long": 8.0} for i in range(60)],
    ],
    ids=["distance alone", "places alone"],
)
def test_a_watch_that_says_no_speed_has_that_of_its_way(
    tmp_path: Path, way: list[dict[str, float]]
) -> None:
    path = activity(tmp_path / "run.fit", *(record(i, **said) for i, said in enumerate(way)))

    speeds = [value.speed_m_s for _, value in values(load(path)) if isinstance(value, Reference)]

    assert len(speeds) == 60
    assert speeds == pytest.approx([3.0] * 60, abs=0.01)


def test_an_indoor_run_of_a_fitness_machine_is_a_run(tmp_path: Path) -> None:
    session = SessionMessage()
    session.sport, session.sub_sport = Sport.FITNESS_EQUIPMENT, SubSport.INDOOR_RUNNING
    path = activity(tmp_path / "run.fit", record(0, speed=3.0), record(1, speed=3.0), session)

    assert len(load(path)) == 2


def test_settings_before_the_activity_are_passed_over(tmp_path: Path) -> None:
    activity(tmp_path / "run.fit", record(0, speed=3.0), record(1, speed=3.0))
    builder, first = FitFileBuilder(auto_define=True), FileIdMessage()
    first.type, first.time_created = FileType.SETTINGS, START_MS
    builder.add_all([first])
    both = tmp_path / "both.fit"
    both.write_bytes(builder.build().to_bytes() + (tmp_path / "run.fit").read_bytes())

    assert len(load(both)) == 2


def test_a_scale_that_an_app_says_is_used(tmp_path: Path) -> None:
    definition = bytes([0x40, 0, 0]) + struct.pack("<HB", 206, 7)
    definition += bytes([0, 1, 2, 1, 1, 2, 2, 1, 2, 3, 6, 7, 8, 4, 7, 6, 1, 2, 7, 1, 1])
    described = bytes([0, 0, 0, 0x84]) + b"Speed\x00m/s\x00" + bytes([100, 0])
    record = bytes([0x61, 0, 0]) + struct.pack("<HB", 20, 1) + bytes([253, 4, 0x86, 1, 0, 2, 0])
    said = b"".join(b"\x01" + struct.pack("<IH", 10**9 + i, 300) for i in range(3))
    body = definition + described + record + said
    path = tmp_path / "scaled.fit"
    head = struct.pack("<BBHI4sH", 14, 0x20, 2100, len(body), b".FIT", 0)
    path.write_bytes(head + body + bytes(2))

    assert [value for _, value in values(load(path))] == [Reference(3.0)] * 3


def test_a_lap_that_ended_when_nothing_was_recorded_is_left_out_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = run(20).lap(START, START + 10).lap(START + 9000, START + 9010)
    path = tmp_path / "cropped.fit"
    path.write_bytes(made.session(START, START + 20).file())

    laps = [one for one in load(path) if one.characteristic == uuids.LAP]

    assert [one.t_rx_s for one in laps] == [10.0]
    assert any(
        "1 laps left out: nothing was recorded when they ended" in one for one in caplog.messages
    )
