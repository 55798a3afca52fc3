"""GPX, TCX and Moticon files as sites and apps write them."""

from pathlib import Path

import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.recognise import recognise
from monitor.types import Side
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.imported import StreamDescription, StreamKind
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
    path = folder / "activity"
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
}


@pytest.mark.parametrize("content", ACTIVITIES.values(), ids=ACTIVITIES.keys())
def test_a_run_is_read_whatever_its_site_calls_it(tmp_path: Path, content: bytes) -> None:
    said = references(tmp_path, content)

    assert [round(one.speed_m_s, 2) for one in said] == [3.0] * SECONDS
    assert {one.cadence_spm for one in said} == {170.0}


@pytest.mark.parametrize("kind", ["cycling", "Trail Biking", "swimming", "roller_skating", "2"])
def test_what_is_no_run_is_refused_by_its_name(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ImportFileError, match=f"is no run, but {kind.lower()}"):
        references(tmp_path, gpx(kind).encode())


def insoles(time: str = "time", size: str = "7", space: str = "", clock: bool = False) -> str:
    names = [f"left pressure {cell}{space}[N/cm²]" for cell in range(1, 17)]
    head = f"# Size: {size}\n# " + "\t".join([time, *names]) + "\n"
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
    ],
    ids=["space", "ms", "capital", "clock", "7.0", "European size"],
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
