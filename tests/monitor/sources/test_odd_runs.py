"""What a watch's file leaves open about sport, speed and laps is not believed blindly."""

from pathlib import Path

import numpy as np
import pytest

from monitor.cli.import_run import Wishes, make_recording
from monitor.errors import ConfigError, ImportFileError
from monitor.session.recording import Recording
from monitor.sources.importers.fit_file import import_fit
from monitor.sources.importers.gpx_tcx import import_tcx
from monitor.sources.importers.remarks import Remarks
from monitor.sources.importers.round_laps import unsure
from monitor.sources.importers.streams import ImportedRun
from monitor.sources.importers.track import Lap
from monitor.types import LapTrigger
from monitor.wire import lap, reference, uuids
from tests.fit_bytes import START, run


def tcx(
    path: Path,
    laps: list[int],
    speed: float = 3.0,
    said: float | None = None,
    sport: str = "Running",
    cadence: int = 85,
) -> Path:
    """Laps of so many seconds, all marked as pressed, at a speed in m/s."""
    out = [f'<TrainingCenterDatabase><Activities><Activity Sport="{sport}">']
    at = 0
    for seconds in laps:
        out.append("<Lap><TriggerMethod>Manual</TriggerMethod><Track>")
        for _ in range(seconds):
            clock = f"{10 + at // 3600}:{at % 3600 // 60:02d}:{at % 60:02d}"
            told = "" if said is None else f"<Extensions><Speed>{said}</Speed></Extensions>"
            out.append(
                f"<Trackpoint><Time>2025-01-01T{clock}Z</Time>"
                f"<DistanceMeters>{at * speed:.1f}</DistanceMeters><Cadence>{cadence}</Cadence>"
                f"{told}</Trackpoint>"
            )
            at += 1
        out.append("</Track></Lap>")
    out.append("</Activity></Activities></TrainingCenterDatabase>")
    path.write_text("".join(out))
    return path


def speeds(imported: ImportedRun) -> list[float]:
    packets = [packet for packet in imported.packets if packet.characteristic == uuids.REFERENCE]
    return [reference.decode(packet.payload).speed_m_s for packet in packets]


def triggers(imported: ImportedRun) -> set[LapTrigger]:
    return {
        lap.decode(p.payload).trigger for p in imported.packets if p.characteristic == uuids.LAP
    }


@pytest.mark.parametrize("laps", [[333, 333, 334, 100], [300, 300, 300, 40]])
def test_pressed_laps_of_one_round_length_are_not_believed(tmp_path: Path, laps: list[int]) -> None:
    imported = import_tcx([tcx(tmp_path / "run.tcx", laps)])

    assert triggers(imported) == {LapTrigger.UNKNOWN}
    assert any("3 of its 4 laps" in said for said in imported.remarks.said)


@pytest.mark.parametrize("laps", [[210, 415, 97, 333], [700, 301, 479, 299], [301, 97]])
def test_pressed_laps_of_different_lengths_are(tmp_path: Path, laps: list[int]) -> None:
    assert triggers(import_tcx([tcx(tmp_path / "run.tcx", laps)])) == {LapTrigger.MANUAL}


def test_a_lap_that_was_pressed_among_automatic_ones_counts() -> None:
    ends_s = [300.0, 600.0, 731.0, 1031.0, 1331.0, 1450.0]
    laps = [Lap(end_s, LapTrigger.MANUAL) for end_s in ends_s]
    t_s, remarks = np.arange(1451.0), Remarks("run.tcx", aloud=False)

    found = unsure(laps, t_s, 2.7 * t_s, remarks)

    pressed = [lap.t_s for lap in found if lap.trigger is LapTrigger.MANUAL]
    assert pressed == [731.0]
    assert "4 of its 6 laps that are marked as pressed are of a round length" in remarks.said[0]


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        (0, "2 of 2 laps became reports"),
        (2, "0 of 2 laps became reports; 2 automatic"),
        (
            255,
            (
                "0 of 2 laps became reports; 2 of which it is not said whether they were pressed "
                "(--unsure-laps counts them)"
            ),
        ),
        (None, "no laps are in it: there are no reports"),
    ],
)
def test_it_is_said_how_many_laps_became_reports(
    tmp_path: Path, trigger: int | None, said: str
) -> None:
    made = run(600, speed=3.0)
    if trigger is not None:
        made.lap(START, START + 200, trigger).lap(START + 200, START + 400, trigger)
    (tmp_path / "run.fit").write_bytes(made.session(START, START + 600, 1).file())
    wishes = Wishes(None, None, None, "numb")

    done = make_recording([tmp_path / "run.fit"], tmp_path / "run.mcap", wishes, force=False)

    assert said in done.remarks
    reports = [p for p in Recording(tmp_path / "run.mcap").packets() if p.sensor == "watch laps"]
    assert len(reports) == int(said[0] if said[0].isdigit() else 0)


def test_who_pressed_at_every_kilometre_may_insist(tmp_path: Path) -> None:
    tcx(tmp_path / "run.tcx", [333, 333, 334, 100])
    wishes = Wishes(None, None, None, "numb", unsure_laps=True)

    done = make_recording([tmp_path / "run.tcx"], tmp_path / "run.mcap", wishes, force=False)

    reports = [p for p in Recording(tmp_path / "run.mcap").packets() if p.sensor == "watch laps"]
    assert [round(p.t_rx_s) for p in reports] == [332, 665, 999]
    assert done.remarks[-1] == (
        "3 of 4 laps became reports; 1 of which it is not said whether they were pressed"
    )
    with pytest.raises(ConfigError, match="goes with --laps-are"):
        Wishes(None, None, None, None, unsure_laps=True).check()


@pytest.mark.parametrize(
    ("word", "trigger"),
    [
        ("manual", LapTrigger.MANUAL),
        ("Distance", LapTrigger.AUTOMATIC),
        ("HeartRate", LapTrigger.AUTOMATIC),
        ("Auto", LapTrigger.UNKNOWN),
        ("", LapTrigger.UNKNOWN),
    ],
)
def test_a_word_that_names_no_trigger_says_none(
    tmp_path: Path, word: str, trigger: LapTrigger
) -> None:
    path = tcx(tmp_path / "run.tcx", [210, 415])
    path.write_text(path.read_text().replace("Manual", word))

    assert triggers(import_tcx([path])) == {trigger}


def test_laps_of_a_table_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("\n".join(["t,f", *(f"{i / 100},800" for i in range(200))]))
    (tmp_path / "a.toml").write_text(
        '[[stream]]\nkind = "force"\nside = "left"\ntime_s = "t"\nforce = "f"\n'
    )
    wishes = Wishes(str(tmp_path / "a.toml"), None, None, "numb")

    with pytest.raises(ConfigError, match="activities of a watch"):
        make_recording([tmp_path / "a.csv"], tmp_path / "a.mcap", wishes, force=False)


@pytest.mark.parametrize("sport", ["", "Other"])
def test_what_names_no_sport_and_rides_is_refused(tmp_path: Path, sport: str) -> None:
    with pytest.raises(ImportFileError, match=r"its usual speed is 9\.0 m/s"):
        import_tcx([tcx(tmp_path / "a.tcx", [600], speed=9.0, sport=sport)])

    slow = import_tcx([tcx(tmp_path / "b.tcx", [600], speed=3.0, sport=sport)])
    assert len(speeds(slow)) == 600


def test_a_generic_activity_is_a_run_by_its_speed_and_that_is_said(tmp_path: Path) -> None:
    for name, speed in (("ride.fit", 9.0), ("run.fit", 3.0)):
        made = run(600, speed=speed).session(START, START + 600, 0)
        (tmp_path / name).write_bytes(made.file())

    with pytest.raises(ImportFileError, match=r"its usual speed is 9\.0 m/s"):
        import_fit([tmp_path / "ride.fit"])

    assert "says no sport: taken for a run" in import_fit([tmp_path / "run.fit"]).remarks.said


def test_training_at_one_place_is_refused_by_name(tmp_path: Path) -> None:
    made = run(600, speed=0.0, cadence=0)
    made.define(14, 18, [(253, "u32"), (2, "u32"), (5, "e"), (6, "e")])
    made.add(14, START + 600, START, 10, 20)
    (tmp_path / "gym.fit").write_bytes(made.file())

    with pytest.raises(ImportFileError, match="is no run, but strength training"):
        import_fit([tmp_path / "gym.fit"])


def test_a_speed_of_zero_throughout_gives_way_to_the_distance(tmp_path: Path) -> None:
    imported = import_tcx([tcx(tmp_path / "run.tcx", [600], said=0.0)])

    assert speeds(imported) == pytest.approx(np.full(600, 3.0), abs=0.05)
    assert any("600 speeds that are not said, or 0" in said for said in imported.remarks.said)


def test_one_speed_that_is_said_does_not_hide_the_others(tmp_path: Path) -> None:
    path = tcx(tmp_path / "run.tcx", [600])
    text = path.read_text().replace(
        "<Cadence>85</Cadence></Trackpoint>",
        "<Cadence>85</Cadence><Extensions><Speed>3.1</Speed></Extensions></Trackpoint>",
        1,
    )
    path.write_text(text)

    assert len(speeds(import_tcx([path]))) == 600


@pytest.mark.parametrize(("sport", "steps"), [("Running", 180.0), ("Other", 90.0)])
def test_a_slow_jog_has_the_cadence_that_fit_gives_it(
    tmp_path: Path, sport: str, steps: float
) -> None:
    imported = import_tcx([tcx(tmp_path / "a.tcx", [60], speed=1.4, sport=sport, cadence=90)])

    packets = [packet for packet in imported.packets if packet.characteristic == uuids.REFERENCE]
    assert {reference.decode(packet.payload).cadence_spm for packet in packets} == {steps}
    assert any("its cadence at a walking speed" in said for said in imported.remarks.said)
