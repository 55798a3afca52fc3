"""GPX and TCX whose pieces, places, units or names are not as most sites write them."""

from pathlib import Path

import numpy as np
import pytest

from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers import track as tracks
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.streams import ImportedRun
from monitor.sources.importers.track import Track
from monitor.wire import CHARACTERISTICS, uuids
from monitor.wire.reference import Reference

SECONDS = 30
KIND = "<type>running</type>"


def points() -> list[str]:
    return [
        f'<trkpt lat="{50.0 + 3.0 * i / 111_195.0:.7f}" lon="8.0">'
        f"<time>2025-11-29T10:00:{i:02d}Z</time><extensions></extensions></trkpt>"
        for i in range(SECONDS)
    ]


def track(some: list[str] | None = None) -> str:
    return f"<gpx><trk>{KIND}{''.join(some or points())}</trk></gpx>"


def tcx() -> str:
    marks = "".join(
        f"<Trackpoint><Time>2025-11-29T10:00:{i:02d}Z</Time>"
        f"<DistanceMeters>{3 * i}</DistanceMeters></Trackpoint>"
        for i in range(SECONDS)
    )
    activity = f'<Activity Sport="Running"><Lap><Track>{marks}</Track></Lap></Activity>'
    return f"<TrainingCenterDatabase>{activity}</TrainingCenterDatabase>"


def read(folder: Path, content: str, form: str = "gpx") -> tuple[ImportedRun, list[Reference]]:
    path = folder / f"run.{form}"
    path.write_text(content)
    run = IMPORT_FORMATS[form]([path], None)
    decode = CHARACTERISTICS[uuids.REFERENCE].decode
    return run, [decode(p.payload) for p in run.packets if p.characteristic == uuids.REFERENCE]


@pytest.mark.parametrize(
    "said",
    [
        "<HeartRate>150</HeartRate>",
        "<heart_rate>150</heart_rate>",
        "<x:heartrate>150</x:heartrate>",
        "<bpm>150</bpm>",
        "<hr>150</hr><HeartRate/>",
        "<HeartRate><bpm>150</bpm></HeartRate>",
    ],
)
def test_a_heart_rate_is_read_whatever_it_is_called(tmp_path: Path, said: str) -> None:
    path = tmp_path / "run.gpx"
    path.write_text(track().replace("</extensions>", f"{said}</extensions>"))

    rates = [
        CHARACTERISTICS[uuids.HEART_RATE].decode(one.payload).rate_bpm
        for one in IMPORT_FORMATS["gpx"]([path], None).packets
        if one.characteristic == uuids.HEART_RATE
    ]

    assert rates == [150] * SECONDS


@pytest.mark.parametrize("piece", ["trk", "trkseg"])
def test_pieces_in_another_order_than_their_times_are_sorted(tmp_path: Path, piece: str) -> None:
    inside, outside = (KIND, "") if piece == "trk" else ("", f"<trk>{KIND}")
    pieces = [points()[20:], points()[:10], points()[10:20]]
    body = "".join(f"<{piece}>{inside}{''.join(one)}</{piece}>" for one in pieces)

    run, said = read(tmp_path, f"<gpx>{outside}{body}{'</trk>' if outside else ''}</gpx>")

    assert [round(one.speed_m_s, 2) for one in said] == [3.0] * SECONDS
    assert any("3 pieces stand in another order" in remark for remark in run.remarks.said)


def test_places_of_a_watch_that_saves_where_something_changes_give_speeds(tmp_path: Path) -> None:
    few = [one for place, one in enumerate(points()) if place in {0, 1, 4, 13, 14, 23, 29}]

    _, said = read(tmp_path, track(few))

    assert [round(one.speed_m_s, 2) for one in said] == [3.0] * 7


def test_speeds_in_km_h_are_told_by_the_distance(tmp_path: Path) -> None:
    spoken = "</DistanceMeters><Extensions><Speed>10.8</Speed></Extensions>"

    run, said = read(tmp_path, tcx().replace("</DistanceMeters>", spoken), "tcx")

    assert [round(one.speed_m_s, 2) for one in said] == [3.0] * SECONDS
    assert "its speeds are in km/h, by its own distance: turned into m/s" in run.remarks.said


def test_distances_in_km_are_told_by_the_places(tmp_path: Path) -> None:
    marks = "".join(
        f"<Trackpoint><Time>2025-11-29T10:00:{i:02d}Z</Time><Position><LatitudeDegrees>"
        f"{50.0 + 3.0 * i / 111_195.0:.7f}</LatitudeDegrees><LongitudeDegrees>8.0"
        f"</LongitudeDegrees></Position><DistanceMeters>{0.003 * i:.3f}</DistanceMeters>"
        "</Trackpoint>"
        for i in range(SECONDS)
    )
    start, end = tcx().split("<Track>")[0], tcx().split("</Track>")[1]

    run, said = read(tmp_path, f"{start}<Track>{marks}</Track>{end}", "tcx")

    assert [round(one.speed_m_s, 2) for one in said] == [3.0] * SECONDS
    assert "its distances are in km, by its places: turned into m" in run.remarks.said


def test_heart_rates_that_no_heart_has_are_counted(tmp_path: Path) -> None:
    """Analysis believes none below 25 or above 240 beats a minute; 0 is a watch that knows none."""
    rates = [*[20] * 4, *[250] * 3, *[0] * 2, *[140] * (SECONDS - 9)]
    marks = [
        one.replace("</extensions>", f"<hr>{rate}</hr></extensions>")
        for one, rate in zip(points(), rates, strict=True)
    ]

    path = tmp_path / "run.gpx"
    path.write_text(track(marks))

    run = IMPORT_FORMATS["gpx"]([path], None)

    beats = [one for one in run.packets if one.characteristic == uuids.HEART_RATE]
    assert len(beats) == SECONDS - 9
    assert "7 heart rates that cannot be taken as unknown" in run.remarks.said


def test_beats_of_a_strap_that_no_heart_has_are_counted() -> None:
    t_s, unknown = np.arange(4.0), np.full(4, np.nan)
    beats_bpm = np.array([20.0, 140.0, 241.0, 25.0])
    rows = Track(
        *(t_s, unknown, unknown, unknown, unknown, unknown, unknown, unknown),
        beats_t_s=t_s,
        beats_bpm=beats_bpm,
    )
    remarks = Remarks("run.fit")

    kept = tracks.plausible(rows, ImportLimits(), remarks)

    assert len(list(tracks.packets(kept, ImportLimits()))) == 2
    assert "2 heart rates of the strap left out: no heart beats so" in remarks.said


@pytest.mark.parametrize("sport", ["Other", "other"])
def test_an_activity_of_no_sport_is_said_to_be_taken_for_a_run(tmp_path: Path, sport: str) -> None:
    run, _ = read(tmp_path, tcx().replace("Running", sport), "tcx")

    assert "says no sport: taken for a run" in run.remarks.said


def test_who_stands_at_a_light_while_the_satellites_wander_stands(tmp_path: Path) -> None:
    marks, north_m = [], 0.0
    for i in range(300):
        stands = 100 <= i < 200
        north_m += 0.0 if stands else 3.0
        wander_m = 2.0 * (i % 3 - 1) if stands else 0.0  # 2 m to and fro
        marks.append(
            f'<trkpt lat="{50 + (north_m + wander_m) / 111_195:.8f}" lon="8.0">'
            f"<time>2025-11-29T10:{i // 60:02d}:{i % 60:02d}Z</time>"
            f"<extensions><speed>{0.0 if stands else 3.0}</speed></extensions></trkpt>"
        )

    run, said = read(tmp_path, track(marks))

    assert [one.speed_m_s for one in said[100:200]] == [0.0] * 100
    assert run.remarks.said == []


def test_places_tell_the_speed_of_a_device_that_writes_0_throughout(tmp_path: Path) -> None:
    told = "<extensions><speed>0</speed></extensions>"
    marks = [one.replace("<extensions></extensions>", told) for one in points()]

    _, said = read(tmp_path, track(marks))

    assert [round(one.speed_m_s, 2) for one in said] == [3.0] * SECONDS


def test_a_lap_ends_where_the_next_one_starts_not_at_its_last_point(tmp_path: Path) -> None:
    """Of a watch that saves a point each seven seconds, and none in a pause before the press."""
    ends = [(0, 119), (187, 400), (402, 600)]
    laps = "".join(
        f'<Lap StartTime="{clock(start)}"><TriggerMethod>Manual</TriggerMethod><Track>'
        + "".join(
            f"<Trackpoint><Time>{clock(at)}</Time><DistanceMeters>{3 * at}</DistanceMeters>"
            "</Trackpoint>"
            for at in range(start, stop, 7)
        )
        + "</Track></Lap>"
        for start, stop in ends
    )
    activity = f'<Activity Sport="Running">{laps}</Activity>'
    content = f"<TrainingCenterDatabase>{activity}</TrainingCenterDatabase>"

    path = tmp_path / "run.tcx"
    path.write_text(content)

    run = IMPORT_FORMATS["tcx"]([path], None)

    ended = [packet.t_rx_s for packet in run.packets if packet.characteristic == uuids.LAP]
    assert ended == [187.0, 402.0, 598.0]


def clock(at: int) -> str:
    return f"2025-11-29T10:{at // 60:02d}:{at % 60:02d}Z"
