"""Runs and walks are known in the languages of the apps, and so is what is none."""

from pathlib import Path

import pytest

from monitor.errors import ImportFileError
from monitor.sources.importers.gpx_tcx import import_gpx, import_tcx
from monitor.sources.importers.sport_names import Sport, sport_of

ON_FOOT = [
    "hardlopen", "löpning", "bieganie", "corrida", "correr",
    "course à pied", "Laufen", "ランニング", "Running", "trail_running",
    "carrera", "corsa su strada", "løp", "løbetur", "juoksu", "běh",
    "futás", "alergare", "koşu", "Бег", "біг", "Τρέξιμο", "跑步", "달리기",
    "ריצה", "جري", "walking", "Wandern", "wandelen", "caminata",
    "randonnée", "camminata", "gång", "spacer", "chůze", "yürüyüş",
    "ходьба", "徒步", "Laufband", "Bieg górski", "TrailRun",
    "Virtual Run", "9", "10", "4", "Other",
    "Fitness Walking", "WALKING_FITNESS", "Distanzlauf", "Langdistanzlauf",
    "Strides", "running_strides", "Weighted walk", "Hill climb run", "Pride Run",
]  # fmt: skip
OTHER = [
    "cycling", "Ride", "VirtualRide", "GravelRide", "trail biking",
    "Fahrrad", "Rennradfahren", "Vélo", "course cycliste", "VTT",
    "carrera de bicicletas", "fietsen", "cykel", "sykling",
    "pyöräily", "rower", "kolo", "bisiklet", "велосипед", "自転車", "骑行",
    "자전거", "lap_swimming", "Schwimmen", "natation", "natación",
    "zwemmen", "pływanie", "плавание", "水泳", "rowing", "Langlauf",
    "sci di fondo", "biegi narciarskie", "längdskidor", "hiihto",
    "NordicSki", "スキー", "inline_skating", "Eislaufen", "yoga",
    "Krafttraining", "wheelchair_push_run", "kayaking", "Tennis",
    "Yoga for Runners", "Krafttraining für Läufer", "Tanz", "climbing", "horse_riding",
    "RollerSki run", "fitness_equipment",
]  # fmt: skip


@pytest.mark.parametrize("name", ON_FOOT)
def test_a_run_is_known_in_many_languages(name: str) -> None:
    assert sport_of(name) is Sport.ON_FOOT


@pytest.mark.parametrize("name", OTHER)
def test_what_is_no_run_is_known_too(name: str) -> None:
    assert sport_of(name) is Sport.OTHER


def _gpx(path: Path, sport: str, metres_a_second: float) -> Path:
    points = "".join(
        f'<trkpt lat="{48.0 + i * metres_a_second / 111_195.0:.7f}" lon="9">'
        f"<time>2025-11-29T10:{i // 60:02d}:{i % 60:02d}Z</time></trkpt>"
        for i in range(120)
    )
    path.write_text(f"<gpx><trk><type>{sport}</type><trkseg>{points}</trkseg></trk></gpx>")
    return path


def test_a_sport_of_no_known_name_is_decided_by_its_speed(tmp_path: Path) -> None:
    run = import_gpx([_gpx(tmp_path / "a.gpx", "rogaining", 3.0)])

    assert any('"rogaining" is no sport that is known' in said for said in run.remarks.said)
    with pytest.raises(ImportFileError, match=r"rogaining; its usual speed is 9\.0 m/s"):
        import_gpx([_gpx(tmp_path / "b.gpx", "rogaining", 9.0)])


def test_a_ride_in_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="is no run, but kolarstwo"):
        import_gpx([_gpx(tmp_path / "a.gpx", "kolarstwo", 3.0)])


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("<?xml version='1.0'?>\n<!DOCTYPE HealthData [\n]>\n<HealthData/>", "Apple Health"),
        ("<pwx><workout/></pwx>", "TrainingPeaks"),
        ("<kml><Document/></kml>", "KML"),
    ],
)
def test_xml_of_other_kinds_is_named(tmp_path: Path, start: str, said: str) -> None:
    path = tmp_path / "export.xml"
    path.write_text(start)

    with pytest.raises(ImportFileError, match=said):
        import_tcx([path])
