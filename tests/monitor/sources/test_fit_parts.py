"""Sessions of a FIT file, their laps, and messages that a file forgot to define."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.laps import with_reports
from monitor.sources.importers.streams import ImportedRun
from monitor.types import Feeling, LapTrigger, Packet
from monitor.wire import CHARACTERISTICS, uuids
from tests.fit_bytes import START, FitBytes, run

RIDE, SHIFT = 2, 3


def imported(folder: Path, data: bytes) -> tuple[ImportedRun, list[Packet]]:
    path = folder / "run.fit"
    path.write_bytes(data)
    found = IMPORT_FORMATS["fit"]([path], None)
    return found, list(found.packets)


def laps(packets: list[Packet]) -> list[tuple[float, LapTrigger, int]]:
    decode = CHARACTERISTICS[uuids.LAP].decode
    found = [(p.t_rx_s, decode(p.payload)) for p in packets if p.characteristic == uuids.LAP]
    return [(at_s, lap.trigger, lap.number) for at_s, lap in found]


def triathlon() -> FitBytes:
    """Give a run of 100 s, a shift, a ride of 300 s, another shift, and a run of 200 s."""
    made = FitBytes().define(1, 20, [(253, "u32"), (3, "u8"), (4, "u8"), (6, "u16")])
    for at in range(700):
        on_foot = at < 100 or at >= 500
        made.add(1, START + at, 150, 85, 3000 if on_foot else 9000)
    for begun, end in ((0, 50), (50, 100), (100, 150), (150, 300), (300, 450), (450, 500)):
        made.lap(START + begun, START + end)
    made.lap(START + 500, START + 600).lap(START + 600, START + 699, 7)
    parts = ((0, 100, 1), (100, 150, SHIFT), (150, 450, RIDE), (450, 500, SHIFT), (500, 699, 1))
    for begun, end, sport in parts:
        made.session(START + begun, START + end, sport)
    return made


def test_laps_of_what_was_not_on_foot_are_left_out(tmp_path: Path) -> None:
    _, packets = imported(tmp_path, triathlon().file())

    assert laps(packets) == [
        (50.0, LapTrigger.MANUAL, 1),
        (100.0, LapTrigger.AUTOMATIC, 2),
        (600.0, LapTrigger.MANUAL, 3),
        (699.0, LapTrigger.AUTOMATIC, 4),
    ]


def test_no_press_on_the_bike_nor_one_that_changes_the_sport_is_a_report(tmp_path: Path) -> None:
    _, packets = imported(tmp_path, triathlon().file())

    reported = list(with_reports(packets, Feeling.NUMB))

    assert [p.t_rx_s for p in reported if p.characteristic == uuids.SYMPTOM] == [50.0, 600.0]


def test_laps_of_sessions_that_say_only_their_ends_are_told_apart(tmp_path: Path) -> None:
    made = FitBytes().define(1, 20, [(253, "u32"), (6, "u16")])
    for at in range(400):
        made.add(1, START + at, 9000 if at < 200 else 3000)
    made.define(13, 19, [(253, "u32"), (24, "e")])
    for end in (100, 200, 300):
        made.add(13, START + end, 0)
    made.define(14, 18, [(253, "u32"), (5, "e")])
    made.add(14, START + 200, RIDE).add(14, START + 399, 1)

    _, packets = imported(tmp_path, made.file())

    assert laps(packets) == [(99.0, LapTrigger.MANUAL, 1)]  # from the first record of the run on


UNDEFINED: dict[str, Callable[[int], bool]] = {
    "once": lambda at: at == 20,
    "after each record": lambda _: True,
    "after every fifth": lambda at: at % 5 == 0,
}


@pytest.mark.parametrize("when", UNDEFINED.values(), ids=UNDEFINED.keys())
@pytest.mark.parametrize(
    "content",
    [
        bytes([7, *range(40, 60)]),
        bytes([7, *[0] * 20]),
        bytes([7, *[0] * 20, 1, 1, 1]),
        b"\x07" + b"\x01\x00\x00\x00" * 5,
        b"\x07\x05",
        b"\xe0\x01\x02\x03",
    ],
    ids=["numbers", "zeros", "zeros and ones", "heads", "one byte", "its time in its header"],
)
def test_what_follows_a_message_of_no_definition_is_read(
    tmp_path: Path, content: bytes, when: Callable[[int], bool]
) -> None:
    made = FitBytes().define(1, 20, [(253, "u32"), (3, "u8"), (4, "u8"), (6, "u16")])
    count = 0
    for at in range(60):
        made.add(1, START + at, 150, 85, 3000)
        if when(at):
            made.raw(content)
            count += 1

    found, packets = imported(tmp_path, made.session(START, START + 59).file())

    assert [p.t_rx_s for p in packets if p.characteristic == uuids.REFERENCE] == list(range(60))
    said = f"{count} messages of a kind that the file does not define left out"
    assert found.remarks.said == [said]


def test_where_no_size_makes_sense_of_what_follows_it_is_left_out_and_said(tmp_path: Path) -> None:
    made = run(30).raw(b"\x07" + bytes(range(200, 230)) + b"\x0b" * 40)

    found, packets = imported(tmp_path, made.file())

    assert [p.t_rx_s for p in packets if p.characteristic == uuids.REFERENCE] == list(range(30))
    assert "71 bytes at the end make no sense, left out" in found.remarks.said


def test_what_else_is_in_a_zip_is_named(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("activity.fit.gz", gzip.compress(run().session(START, START + 59).file()))
        packed.writestr("photos/a.jpg", b"\xff\xd8\xff")
        packed.writestr("notes.txt", "felt numb")

    run_ = IMPORT_FORMATS["fit"]([path], None)

    assert len(list(run_.packets)) == 120
    assert run_.remarks.said == ["of the ZIP not read: photos/a.jpg, notes.txt"]
