"""Exports of insoles as their programs spell them."""

from pathlib import Path

import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.recognise import recognise
from monitor.types import Side
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.imported import StreamDescription, StreamKind


def insoles(
    time: str = "time",
    size: str = "7",
    space: str = "",
    clock: bool = False,
    name: str = "left pressure",
    unit: str = "N/cm²",
) -> str:
    names = [f"{name} {cell}{space}[{unit}]" for cell in range(1, 17)]
    head = (
        f"# {'Größe' if 'Druck' in name else 'Size'}: {size}\n# " + "\t".join([time, *names]) + "\n"
    )
    factor = 1000 if "ms" in time else 1
    times = [f"00:00:{i / 100:06.3f}" if clock else f"{factor * i / 100:g}" for i in range(40)]
    return head + "".join("\t".join([at, *["2.5"] * 16]) + "\n" for at in times)


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (insoles(space=" "), "moticon-7"),
        (insoles("time[ms]"), "moticon-7"),
        (insoles("Time [s]"), "moticon-7"),
        (insoles(clock=True), "moticon-7"),
        (insoles(size="7.0"), "moticon-7"),
        (insoles(size="44/45"), None),
        (insoles("Zeit", name="links Druck"), "moticon-7"),
        (insoles(name="left Pressure", unit="mbar"), "moticon-7"),
        ("Export of somebody\n" + insoles(), "moticon-7"),
        (insoles("timestamp"), "moticon-7"),
        (insoles("Time/ms"), "moticon-7"),
        (insoles(name="pressure left"), "moticon-7"),
        (insoles("Zeit", name="Druck links"), "moticon-7"),
        (insoles(name="L pressure", unit="N/m²"), "moticon-7"),
    ],
    ids=[
        "space",
        "ms",
        "capital",
        "clock",
        "7.0",
        "European size",
        "German",
        "mbar",
        "a title",
        "timestamp",
        "a slash",
        "side behind",
        "German side behind",
        "a letter",
    ],
)
def test_an_export_of_insoles_is_read_however_it_is_spelled(
    tmp_path: Path, text: str, layout: str | None
) -> None:
    path = tmp_path / "insoles.txt"
    path.write_text(text, encoding="utf-8")

    packets = list(IMPORT_FORMATS[recognise([path])]([path], None).packets)
    said = CHARACTERISTICS[uuids.IMPORT_DESCRIPTION].decode(packets[0].payload)

    assert isinstance(said, StreamDescription)
    assert (said.kind, said.side, round(said.rate_hz)) == (StreamKind.PRESSURE, Side.LEFT, 100)
    assert (said.layout.name if said.layout else None) == layout


def worn(
    cells: int = 16, acc: str = "acceleration", rate: str = "angular", unit: str = "dps"
) -> str:
    names = [f"right pressure {cell}[kPa]" for cell in range(1, cells + 1)]
    names += [f"right {acc} {axis}[g]" for axis in "XYZ"]
    names += [f"right {rate} {axis}[{unit}]" for axis in "XYZ"]
    row = ["25"] * cells + ["0.1", "0", "1", "90", "0", "0"]
    rows = ["\t".join([f"{i / 100}", *row]) for i in range(40)]
    return "# Size: 7\n" + "\t".join(["time", *names]) + "\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("acc", "rate", "unit"),
    [("acc", "gyro", "dps"), ("acceleration", "angular velocity", "°/s"), ("Acc.", "Gyr", "deg/s")],
)
def test_the_motion_of_an_insole_is_read_whatever_it_is_called(
    tmp_path: Path, acc: str, rate: str, unit: str
) -> None:
    path = tmp_path / "insoles.txt"
    path.write_text(worn(acc=acc, rate=rate, unit=unit), encoding="utf-16")

    run = IMPORT_FORMATS[recognise([path])]([path], None)
    motion = [one for one in run.packets if one.sensor == "right imu"]

    frame = CHARACTERISTICS[uuids.IMPORT_SAMPLES].decode(motion[1].payload)
    assert frame.values[0] == pytest.approx([0.980665, 0.0, 9.80665, 1.5707963, 0.0, 0.0])
    assert run.remarks.said == ["has no samples of the left foot"]


@pytest.mark.parametrize("cells", [13, 19])
def test_an_insole_of_other_cells_is_read_and_its_places_are_not_known(
    tmp_path: Path, cells: int
) -> None:
    path = tmp_path / "insoles.txt"
    path.write_text(worn(cells))

    run = IMPORT_FORMATS["moticon"]([path], None)
    said = CHARACTERISTICS[uuids.IMPORT_DESCRIPTION].decode(next(run.packets).payload)

    assert (said.channels, said.layout) == (cells, None)
    assert f"has {cells} cells a foot, not 16: the places are not known" in run.remarks.said


def test_what_an_insole_says_no_values_of_is_said(tmp_path: Path) -> None:
    path = tmp_path / "insoles.txt"
    path.write_text(worn().replace("\t25", "\tNaN").replace("\t90\t0\t0", "\t\t\t"))

    run = IMPORT_FORMATS["moticon"]([path], None)

    assert {one.sensor for one in run.packets} == {"right imu"}
    assert "has no values of the right pressure" in run.remarks.said
    assert "right imu: there is no angular rate: no stride can be measured" in run.remarks.said


def feet(names: str, columns: int) -> str:
    rows = ["\t".join([f"{i / 100}", *["25"] * columns]) for i in range(40)]
    return f"# Size: 7\ntime\t{names}\n" + "\n".join(rows) + "\n"


def test_the_vendors_german_sums_are_passed_over(tmp_path: Path) -> None:
    cells = [f"{side} Druck {n}[kPa]" for side in ("links", "rechts") for n in range(1, 17)]
    sums = [
        f"{side} {what}"
        for side in ("links", "rechts")
        for what in ("Druckmittelpunkt X[-]", "Druckmittelpunkt Y[-]", "Gesamtkraft[N]")
    ]
    path = tmp_path / "insoles.txt"
    path.write_text(feet("\t".join([*cells, *sums]), 38))

    run = IMPORT_FORMATS[recognise([path])]([path], None)

    assert {one.sensor for one in run.packets} == {"left pressure", "right pressure"}
    assert run.remarks.said == []


def test_cells_that_are_numbered_from_0_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "insoles.txt"
    path.write_text(feet("\t".join(f"left pressure {n}[kPa]" for n in range(16)), 16))

    run = IMPORT_FORMATS[recognise([path])]([path], None)
    said = CHARACTERISTICS[uuids.IMPORT_DESCRIPTION].decode(next(run.packets).payload)

    assert said.channels == 16
    assert "its cells are numbered from 0: read in their order" in run.remarks.said


def test_a_foot_with_fewer_cells_than_the_other_is_said(tmp_path: Path) -> None:
    names = [f"left pressure {n}[kPa]" for n in range(1, 17)]
    names += [f"right pressure {n}[kPa]" for n in range(1, 13)]
    path = tmp_path / "insoles.txt"
    path.write_text(feet("\t".join(names), 28))

    run = IMPORT_FORMATS[recognise([path])]([path], None)

    assert run.remarks.said == ["right pressure: 4 of 16 cells are not in it (13, 14, 15, 16)"]


def test_a_start_time_with_a_comma_is_read(tmp_path: Path) -> None:
    path = tmp_path / "insoles.txt"
    path.write_text("# Startzeit: 10.11.2025 10:00:00,500\n" + insoles("Zeit", name="links Druck"))

    run = IMPORT_FORMATS[recognise([path])]([path], None)

    assert run.started is not None
    assert (run.started.hour, run.started.microsecond) == (10, 500_000)


def test_a_time_in_ms_alone_makes_no_pedar(tmp_path: Path) -> None:
    path = tmp_path / "soles.csv"
    path.write_text("time [ms],L_P01,L_P02\n0,1,1\n20,1,1\n")

    assert recognise([path]) == "csv"


def test_two_columns_of_one_cell_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "insoles.txt"
    path.write_text(feet("left pressure 1[kPa]\tleft pressure 1[N/cm2]", 2))

    with pytest.raises(ImportFileError, match="say the same"):
        IMPORT_FORMATS["moticon"]([path], None)


def test_a_pedar_cell_without_a_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pedar.asc"
    path.write_text("time[secs]" + "\t1" * 50 + "\t" + "\t2" * 147 + "\n" + "1\t" * 199 + "\n")

    with pytest.raises(ImportFileError, match="column 52 has no name"):
        IMPORT_FORMATS["pedar"]([path], None)


@pytest.mark.parametrize(("time", "delimiter"), [("Time[secs]", "\t"), ("time[secs]", ";")])
def test_a_pedar_export_is_read_however_it_is_parted(
    tmp_path: Path, time: str, delimiter: str
) -> None:
    names = delimiter.join([time, *(str(cell + 1) for cell in range(99))])
    rows = "".join(delimiter.join([f"{i / 50}", *["25.0"] * 99]) + "\n" for i in range(20))
    path = tmp_path / "pedar.asc"
    path.write_text(f"pressure values in kPa\n\nright insole: 1,2\n\n{names}\n{rows}")

    run = IMPORT_FORMATS[recognise([path])]([path], None)
    packets = list(run.packets)

    assert {one.sensor for one in packets} == {"right pressure"}
    assert (CHARACTERISTICS[uuids.IMPORT_SAMPLES].decode(packets[1].payload).values == 25.0).all()


def pedar(
    cells: int = 99,
    masks: str = "left insole: 1,2\nright insole: 1,2\n",
    unit: str = "pressure values in kPa",
    time: str = "time[secs]",
    value: str = "25.0",
) -> str:
    feet = masks.count(":") or 2
    names = "\t".join([time, *(str(cell + 1) for cell in range(cells * feet))])
    rows = "".join("\t".join([f"{i / 50}", *[value] * cells * feet]) + "\n" for i in range(20))
    return f"file name: a.sol\tdate/time  25.04.23 10.49\n{unit}\n\n{masks}\n{names}\n{rows}"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (pedar(84), 84),
        (pedar(24, "right insole: 1\n"), 24),
        (pedar(masks=""), 99),
        (pedar(unit="pressure values in psi", value="3.625943"), 99),
        (
            pedar(99, "linke Sohle: 1\nrechte Sohle: 1\n", "Druckwerte in kPa", "Zeit[s]", "25,0"),
            99,
        ),
        (pedar(time="Time (sec)"), 99),
    ],
    ids=["84 cells", "24 cells of one foot", "no masks", "psi", "German", "seconds in brackets"],
)
def test_a_pedar_export_of_other_cells_units_and_words_is_read(
    tmp_path: Path, text: str, cells: int
) -> None:
    path = tmp_path / "walk.asc"
    path.write_text(text)

    run = IMPORT_FORMATS[recognise([path])]([path], None)
    packets = [one for one in run.packets if one.characteristic == uuids.IMPORT_SAMPLES]
    values = [CHARACTERISTICS[uuids.IMPORT_SAMPLES].decode(one.payload).values for one in packets]

    assert run.started is not None
    assert run.started.minute == 49
    assert {one.shape for one in values} == {(20, cells)}
    assert all(one == pytest.approx(25.0, abs=1e-4) for one in values)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (pedar(84, masks=""), "does not say which foot it is of"),
        (pedar(240), "has 240 cells a foot; at most 239 are read"),
        (pedar(unit="pressure values in counts"), '"pressure values in counts": expected kPa'),
        (pedar(value="9000"), "the usual high pressure is 9000 kPa, which no foot reaches"),
    ],
)
def test_a_pedar_export_that_may_be_read_wrongly_is_refused(
    tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "walk.asc"
    path.write_text(text)

    with pytest.raises(ImportFileError, match=reason):
        IMPORT_FORMATS["pedar"]([path], None)


def test_an_insole_in_another_unit_than_it_says_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "insoles.txt"
    path.write_text(insoles(unit="kPa").replace("\t2.5", "\t2500"))

    with pytest.raises(ImportFileError, match="the usual high pressure is 2500 kPa"):
        IMPORT_FORMATS["moticon"]([path], None)
