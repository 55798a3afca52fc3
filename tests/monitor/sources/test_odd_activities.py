"""GPX and TCX files as sites and apps write them."""

import zipfile
from pathlib import Path

import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.recognise import recognise
from monitor.types import LapTrigger
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.reference import Reference

SECONDS = 30
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def gpx(kind: str = "running", head: str = HEAD, cadence: str = "cad", z: str = "Z") -> str:
    points = "".join(
        f'<trkpt lat="{50.0 + 3.0 * i / 111_195.0:.7f}" lon="8.0">'
        f"<time>2025-11-29T10:00:{i:02d}{z}</time>"
        f"<extensions><{cadence}>85</{cadence}></extensions></trkpt>"
        for i in range(SECONDS)
    )
    return f"{head}<gpx><trk><name>Läufe</name><type>{kind}</type>{points}</trk></gpx>"


def tcx(sport: str) -> str:
    points = "".join(
        f"<Trackpoint><Time>2025-11-29T10:00:{i:02d}Z</Time>"
        f"<DistanceMeters>{3 * i}</DistanceMeters><Cadence>85</Cadence></Trackpoint>"
        for i in range(SECONDS)
    )
    lap = f"<Lap><Track>{points}</Track></Lap>"
    activity = f'<Activity Sport="{sport}">{lap}</Activity>'
    return f"{HEAD}<TrainingCenterDatabase>{activity}</TrainingCenterDatabase>"


def references(folder: Path, content: bytes) -> list[Reference]:
    path = folder / "activity.gpx"
    path.write_bytes(content)
    run = IMPORT_FORMATS[recognise([path])]([path], None)
    decode = CHARACTERISTICS[uuids.REFERENCE].decode
    return [decode(one.payload) for one in run.packets if one.characteristic == uuids.REFERENCE]


ACTIVITIES = {
    **{
        kind: gpx(kind).encode()
        for kind in ("trail_running", "Trail Running", "VirtualRun", "Laufen", "jogging", "", "10")
    },
    "trail in TCX": tcx("Trail").encode(),
    "spaces before the declaration": b"\n   " + tcx("Running").encode(),
    "says UTF-8 and is not": gpx().encode("cp1252"),
    "says Latin-1 and is": gpx(head=HEAD.replace("UTF-8", "ISO-8859-1")).encode("latin-1"),
    "small letters in the time": gpx(z="z").encode(),
    "cadence of Suunto": gpx(cadence="gpxdata:cadence").encode(),
    "two marks and a space": b"\xef\xbb\xbf\xef\xbb\xbf\n " + gpx().encode(),
    "a space of no width": ("\u200b" + gpx()).encode(),
    "says UTF-8 and is UTF-16": gpx().encode("utf-16"),
    "UTF-16 without a mark": gpx(head="").encode("utf-16-le"),
    "a bare ampersand": gpx().replace("Läufe", "Run & fun&nbsp;").encode(),
    "a control character": gpx().replace("Läufe", "Run\x0b").encode(),
    "UTC in words": gpx(z=" UTC").encode(),
    "a long remark first": gpx(head=f"{HEAD}<!--{'x' * 20_000}-->").encode(),
    "a prefix": tcx("Running").replace("TrainingC", "t:TrainingC").encode(),
}


@pytest.mark.parametrize("content", ACTIVITIES.values(), ids=ACTIVITIES.keys())
def test_a_run_is_read_whatever_its_site_calls_it(tmp_path: Path, content: bytes) -> None:
    said = references(tmp_path, content)

    assert [round(one.speed_m_s, 2) for one in said] == [3.0] * SECONDS
    assert {one.cadence_spm for one in said} == {170.0}


@pytest.mark.parametrize(
    "name", ["<![CDATA[Run & fun <&>]]>", "Run<!-- & fun -->", "<![CDATA[&]]> &amp; <!--&-->"]
)
def test_an_ampersand_is_no_fault_where_xml_takes_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "run.gpx"
    path.write_text(gpx().replace("Läufe", name), encoding="utf-8")

    run = IMPORT_FORMATS["gpx"]([path], None)

    assert len(list(run.packets)) == SECONDS
    assert not any("&" in remark for remark in run.remarks.said)


def test_only_a_bare_ampersand_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "run.gpx"
    path.write_text(gpx().replace("Läufe", "<![CDATA[a & b]]> & c"), encoding="utf-8")

    run = IMPORT_FORMATS["gpx"]([path], None)

    assert '1 times a bare "&" read as the letter' in run.remarks.said


def test_the_press_that_ends_one_of_several_activities_is_no_report(tmp_path: Path) -> None:
    activity = tcx("Running").partition("<Activity")[2].partition("</Training")[0]
    pressed = "<Activity" + activity.replace(
        "</Lap>", "<TriggerMethod>Manual</TriggerMethod></Lap>"
    )
    ride = pressed.replace("Running", "Biking").replace("T10:00", "T10:01")
    later = pressed.replace("T10:00", "T10:02")
    path = tmp_path / "several.tcx"
    path.write_text(
        f"{HEAD}<TrainingCenterDatabase>{pressed}{ride}{later}</TrainingCenterDatabase>"
    )

    packets = list(IMPORT_FORMATS["tcx"]([path], None).packets)

    decode = CHARACTERISTICS[uuids.LAP].decode
    laps = [(p.t_rx_s, decode(p.payload)) for p in packets if p.characteristic == uuids.LAP]
    assert [(at_s, lap.trigger) for at_s, lap in laps] == [
        (29.0, LapTrigger.AUTOMATIC),
        (149.0, LapTrigger.MANUAL),
    ]


@pytest.mark.parametrize("kind", ["cycling", "Trail Biking", "swimming", "roller_skating", "2"])
def test_what_is_no_run_is_refused_by_its_name(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ImportFileError, match=f"is no run, but {kind.lower()}"):
        references(tmp_path, gpx(kind).encode())


def moved(points: list[str]) -> bytes:
    """Give the GPX with its points in another order, or others."""
    text = gpx()
    start, stop = text.index("<trkpt"), text.rindex("</trkpt>") + len("</trkpt>")
    return (text[:start] + "".join(points) + text[stop:]).encode()


def points() -> list[str]:
    return [f"<trkpt{one}" for one in gpx().partition("</trk>")[0].split("<trkpt")[1:]]


def swapped() -> list[str]:
    found = points()
    found[10], found[11] = found[11], found[10]
    return found


def lost() -> list[str]:
    found = points()
    found[5] = found[5].replace(f'lat="{50.0 + 15.0 / 111_195.0:.7f}" lon="8.0"', 'lat="0" lon="0"')
    return found


@pytest.mark.parametrize(
    ("content", "seconds", "said"),
    [
        (moved(points()[::-1]), SECONDS, "its records stand newest first: turned round"),
        (moved(swapped()), SECONDS - 1, "1 records whose time runs backwards left out"),
        (moved(lost()), SECONDS - 1, "1 places at 0°, 0° taken as unknown"),
        (gpx("").encode(), SECONDS, "says no sport: taken for a run"),
        (
            gpx().replace("</trk>", f"</trk><trk><type>cycling</type>{points()[0]}</trk>").encode(),
            SECONDS, "1 points of cycling left out",
        ),
        (
            tcx("Running").replace("</Activity>", "</Activity>" + tcx("Running").partition(
                "</TrainingC")[0].partition("Database>")[2].replace("T10:", "T11:")).encode(),
            2 * SECONDS, "2 runs in it are read as one",
        ),
    ],
    ids=["newest first", "swapped", "no place", "no sport", "a ride too", "two runs"],
)  # fmt: skip
def test_an_odd_order_and_other_activities_are_read_or_left_out_and_said(
    tmp_path: Path, content: bytes, seconds: int, said: str
) -> None:
    path = tmp_path / "activity"
    path.write_bytes(content)
    run = IMPORT_FORMATS[recognise([path])]([path], None)

    found = [one for one in run.packets if one.characteristic == uuids.REFERENCE]
    speeds = {round(CHARACTERISTICS[uuids.REFERENCE].decode(p.payload).speed_m_s, 1) for p in found}

    assert len(found) == seconds
    assert speeds == {3.0}
    assert not said or said in run.remarks.said


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("course.tcx", tcx("x").replace("Activity", "Course"), "is no run, but a planned route"),
        ("page.gpx", "<html><body>Log in</body></html>", "is neither GPX nor TCX, but <html>"),
        ("cut.gpx", gpx()[:60], "is cut or damaged .*, before any point"),
        ("data.json", '{"acc": [1, 2]}', "is JSON, which is not read"),
        ("empty.csv", " \n", "is empty"),
        ("times.gpx", gpx(z="?"), "its points have no times that can be read"),
    ],
)
def test_a_refusal_names_the_true_reason(
    tmp_path: Path, name: str, content: str, reason: str
) -> None:
    path = tmp_path / name
    path.write_text(content)

    with pytest.raises(ImportFileError, match=reason):
        IMPORT_FORMATS[recognise([path])]([path], None)


def test_an_activity_is_found_among_other_files_of_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("README.txt", "my run")
        packed.writestr("runs/run.gpx", gpx())

    assert len(list(IMPORT_FORMATS[recognise([path])]([path], None).packets)) == SECONDS


def test_a_workbook_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")

    with pytest.raises(ImportFileError, match="is an Excel workbook: save its sheet as CSV"):
        recognise([path])


def test_counts_of_milliseconds_that_are_dates_of_old_are_counts(tmp_path: Path) -> None:
    points = "".join(
        f'<trkpt lat="{50.0 + 3.0 * i / 111_195.0:.7f}" lon="8.0">'
        f"<time>{1712011200000 + 1000 * i}</time></trkpt>"
        for i in range(SECONDS)
    )
    content = f"{HEAD}<gpx><trk><type>running</type>{points}</trk></gpx>".encode()

    assert len(references(tmp_path, content)) == SECONDS


def test_laps_of_a_ride_are_left_out_with_it(tmp_path: Path) -> None:
    path = tmp_path / "three.tcx"
    of_day = [tcx("Running"), tcx("Biking").replace("T10:", "T11:")]
    of_day.append(tcx("Running").replace("T10:", "T12:"))
    end = "</TrainingCenterDatabase>"
    middle = "".join(one[one.index("<Activity ") : one.index(end)] for one in of_day[1:])
    path.write_text(of_day[0].replace(end, f"{middle}{end}"))

    packets = IMPORT_FORMATS["tcx"]([path], None).packets

    assert sum(one.characteristic == uuids.LAP for one in packets) == 2


def test_an_empty_file_in_a_zip_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "run.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("empty.txt", "")
        made.writestr("run.gpx", gpx())

    assert recognise([path]) == "gpx"


def test_many_marks_before_the_declaration_take_no_time(tmp_path: Path) -> None:
    path = tmp_path / "run.gpx"
    path.write_bytes(b"\xef\xbb\xbf" * 400_000 + gpx().encode())

    assert IMPORT_FORMATS["gpx"]([path], None).packets
