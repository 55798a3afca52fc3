from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.session.recording import Recording
from monitor.sources.importers import IMPORT_FORMATS
from monitor.types import Packet
from monitor.wire import imported, reference, uuids
from tests.beside import needs

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
TABLES = ("vicon_foot", "surveyed_runs", "mocap_running", "treadmill_force")

pytestmark = needs(DATA)


def signals(folder: str) -> list[Path]:
    return [path for path in sorted((DATA / folder).glob("*.csv.gz")) if "truth" not in path.name]


def samples(packets: list[Packet]) -> tuple[np.ndarray, np.ndarray]:
    frames = [
        imported.decode(packet.payload)
        for packet in packets
        if packet.characteristic == uuids.IMPORT_SAMPLES
    ]
    return (
        np.concatenate([frame.t_s for frame in frames]),
        np.concatenate([frame.values for frame in frames]),
    )


@pytest.mark.parametrize("folder", TABLES)
def test_every_table_imports_and_comes_back_from_the_recording(folder: str, tmp_path: Path) -> None:
    files = signals(folder)
    map_path = ROOT / "configs" / "maps" / f"{folder}.toml"
    header = RecordingHeader(datetime(2025, 1, 1, tzinfo=UTC), source="csv")

    assert files
    for path in files:
        packets = list(IMPORT_FORMATS["csv"]([path], map_path).packets)
        write_recording(tmp_path / "run.mcap", header, packets, force=True)
        recording = Recording(tmp_path / "run.mcap")
        back = list(recording.packets())
        t_s, values = samples(back)
        expected = np.loadtxt(path, delimiter=",", skiprows=1)

        assert back == packets
        np.testing.assert_array_equal(t_s, expected[:, 0])
        np.testing.assert_allclose(
            np.sort(np.abs(values)),
            np.sort(np.abs(expected[:, 1:]) * (76.8 * 9.80665 if len(values[0]) == 1 else 1.0)),
            rtol=1e-15,
        )


def test_both_feet_of_motion_capture_import_together() -> None:
    feet = [DATA / "mocap_running" / f"hamner04_run400_{foot}.csv.gz" for foot in "LR"]

    run = IMPORT_FORMATS["csv"](feet, ROOT / "configs" / "maps" / "mocap_running.toml")

    assert {packet.sensor for packet in run.packets} == {"left imu", "right imu"}


@pytest.mark.parametrize(
    "path", sorted((DATA / "moticon_walk").glob("*.txt")), ids=lambda p: p.stem
)
def test_the_layout_of_the_insole_gives_the_vendors_own_force(path: Path) -> None:
    run = IMPORT_FORMATS["moticon"]([path], None)
    packets = list(run.packets)

    lines = [line.split("\t") for line in path.read_text().splitlines() if line[0] != "#"]
    assert run.started is not None
    assert run.started.date() == date(2023, 9, 27)
    for side, force_column in (("left", 23), ("right", 48)):
        mine = [packet for packet in packets if packet.sensor == f"{side} pressure"]
        description = imported.decode_description(mine[0].payload)
        t_s, kpa = samples(mine)
        rows = [line for line in lines if line[force_column]]
        vendor_n = np.array([float(row[force_column]) for row in rows])
        areas_m2 = np.array([cell.area_m2 for cell in description.layout.plantar])

        assert t_s.tolist() == [float(row[0]) for row in rows]
        assert description.rate_hz == 100.0
        assert np.abs(kpa * 1000.0 @ areas_m2 - vendor_n).max() < 5.0


def test_the_insoles_imu_reads_gravity_where_it_points_up() -> None:
    run = IMPORT_FORMATS["moticon"]([DATA / "moticon_walk" / "230927_102114.txt"], None)

    _, values = samples([packet for packet in run.packets if packet.sensor == "right imu"])

    np.testing.assert_allclose(values[:40, 2].mean(), 9.6, atol=0.2)
    np.testing.assert_allclose(np.linalg.norm(values[:40, :3], axis=1).mean(), 9.81, atol=0.1)


@pytest.mark.parametrize(
    ("name", "duration_s", "speed_m_s", "cadence_spm", "contact_time_s"),
    [
        ("activity-small-fenix2-run", 2833.0, 3.44, 166.0, 0.228),
        ("developer-types-sample", 3423.0, 1.978, 150.0, 0.345),
    ],
)
def test_a_watchs_run_imports_with_speed_cadence_contact_time_and_heart_rate(
    name: str, duration_s: float, speed_m_s: float, cadence_spm: float, contact_time_s: float
) -> None:
    packets = list(IMPORT_FORMATS["fit"]([DATA / "fit" / f"{name}.fit"], None).packets)

    said = [reference.decode(p.payload) for p in packets if p.characteristic == uuids.REFERENCE]
    beats = [packet for packet in packets if packet.characteristic == uuids.HEART_RATE]
    cadences = [one.cadence_spm for one in said if one.cadence_spm is not None]
    contacts = [one.contact_time_s for one in said if one.contact_time_s is not None]
    assert packets[-1].t_rx_s == duration_s
    assert len(beats) > 0.95 * len(said)
    assert np.median([one.speed_m_s for one in said]) == pytest.approx(speed_m_s)
    assert np.median(cadences) == pytest.approx(cadence_spm)
    assert np.median(contacts) == pytest.approx(contact_time_s)
