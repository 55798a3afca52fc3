"""Exports of pedar with more columns, other names and dates than the maker's example has."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.pedar import import_pedar
from monitor.sources.importers.streams import ImportedRun
from monitor.types import Side
from monitor.wire import CHARACTERISTICS, uuids

MASKS = "left insole: 1,2\nright insole: 1,2\n"
CELLS = [str(cell) for cell in range(1, 100)]


def export(
    names: Sequence[str], values: Sequence[str], masks: str = MASKS, date: str = "25.04.23"
) -> str:
    head = f"file name: a.sol\tdate/time  {date} 10.49\npressure values in kPa\n\n{masks}\n"
    rows = ["\t".join([f"{i / 50}", *values]) for i in range(20)]
    return head + "\n".join(["\t".join(["time[secs]", *names]), *rows, ""])


def pressures(run: ImportedRun) -> dict[str, set[float]]:
    read = CHARACTERISTICS[uuids.IMPORT_SAMPLES].decode
    return {
        packet.sensor: set(read(packet.payload).values.ravel().tolist())
        for packet in run.packets
        if packet.characteristic == uuids.IMPORT_SAMPLES
    }


@pytest.mark.parametrize(
    ("names", "values"),
    [
        ([*CELLS, *CELLS, "sum left", "sum right"], ["25"] * 99 + ["40"] * 99 + ["900"] * 2),
        (
            [*CELLS, "sum left", *CELLS, "sum right"],
            ["25"] * 99 + ["900"] + ["40"] * 99 + ["900"],
        ),
    ],
)
def test_columns_that_are_no_cells_shift_no_cell_to_the_other_foot(
    tmp_path: Path, names: list[str], values: list[str]
) -> None:
    path = tmp_path / "walk.asc"
    path.write_text(export(names, values))

    run = import_pedar([path])

    assert pressures(run) == {"left pressure": {25.0}, "right pressure": {40.0}}
    assert "columns that are no cells left out: sum left, sum right" in run.remarks.said


def test_columns_of_which_none_is_numbered_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "walk.asc"
    path.write_text(export(["force left", "force right"], ["25", "40"]))

    with pytest.raises(ImportFileError, match="has no column of a cell"):
        import_pedar([path])


@pytest.mark.parametrize(
    ("name", "side"),
    [("left.asc", Side.LEFT), ("P03_Right.asc", Side.RIGHT), ("bright_left.asc", Side.LEFT)],
)
def test_the_name_of_a_file_says_the_foot(tmp_path: Path, name: str, side: Side) -> None:
    path = tmp_path / name
    path.write_text(export(CELLS, ["25"] * 99, masks=""))

    assert pressures(import_pedar([path])) == {f"{side} pressure": {25.0}}


@pytest.mark.parametrize("name", ["bright.asc", "upright walk.asc", "cleft.asc"])
def test_a_part_of_a_word_says_no_foot(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(export(CELLS, ["25"] * 99, masks=""))

    with pytest.raises(ImportFileError, match="does not say which foot it is of"):
        import_pedar([path])


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("03/04/26", None),
        ("04/03/2026", None),
        ("25/04/26", (4, 25)),
        ("04/25/2026", (4, 25)),
        ("04/04/26", (4, 4)),
        ("03.04.26", (4, 3)),
    ],
)
def test_a_date_that_may_be_two_days_is_none(
    tmp_path: Path, date: str, day: tuple[int, int] | None
) -> None:
    path = tmp_path / "walk.asc"
    path.write_text(export([*CELLS, *CELLS], ["25"] * 198, date=date))

    run = import_pedar([path])

    assert (run.started and (run.started.month, run.started.day)) == day
    assert any("may be two days" in remark for remark in run.remarks.said) == (day is None)
