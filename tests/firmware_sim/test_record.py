import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from firmware_sim import record
from firmware_sim.__main__ import main
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Scenario
from firmware_sim.sensors.pod import Seen
from firmware_sim.truth.truth_files import StrideTruth
from monitor.errors import WireError
from monitor.session.recording import read_packets
from monitor.types import FloatArray, Packet, Side
from monitor.wire import CHARACTERISTICS, foot_imu, link, pressure, uuids

SHORT_S = 30.0


def received(scenario: Scenario, duration_s: float) -> list[Packet]:
    return list(record.packets(scenario, duration_s))


def truth_of(folder: Path) -> dict[str, FloatArray]:
    with (folder / "truth_strides.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in StrideTruth.__slots__}


@pytest.mark.parametrize("name", scenario_file.names())
def test_every_scenario_gives_packets_that_decode_in_order_of_arrival(name: str) -> None:
    scenario = scenario_file.load(name)

    packets = received(scenario, SHORT_S)

    times = [packet.t_rx_s for packet in packets]
    assert times == sorted(times)
    assert times[-1] > SHORT_S - 2.0
    bad = 0
    for packet in packets:
        try:
            CHARACTERISTICS[packet.characteristic].decode(packet.payload)
        except WireError:
            bad += 1
    assert (bad > 0) == (name == "fault_wrong_version")


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.mcap", "b.mcap", "c.mcap")]

    for path, seed in zip(files, (5, 5, 6), strict=True):
        record.record("easy_run", path, duration_s=40.0, seed=seed, truth_dir=tmp_path / path.stem)

    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].read_bytes() != files[2].read_bytes()
    for name in ("truth_strides.csv", "truth_samples_left.csv", "truth_runner.csv"):
        first, second = (tmp_path / stem / name for stem in ("a", "b"))
        assert first.read_bytes() == second.read_bytes()


def test_a_recording_holds_what_was_simulated(tmp_path: Path) -> None:
    scenario = scenario_file.load("easy_run")

    count = record.record(scenario, tmp_path / "x.mcap", duration_s=20.0)

    read = list(read_packets(tmp_path / "x.mcap"))
    assert len(read) == count
    assert Counter(p.characteristic for p in read) == Counter(
        p.characteristic for p in received(scenario, 20.0)
    )


def test_a_longer_recording_begins_like_a_shorter_one() -> None:
    scenario = replace(scenario_file.load("easy_run"), taps=False)

    short, long = received(scenario, 15.0), received(scenario, 50.0)

    assert long[: len(short)] == short


def test_truth_tells_contacts_lengths_and_forces_of_every_stride(tmp_path: Path) -> None:
    record.record("easy_run", tmp_path / "x.mcap", duration_s=60.0, truth_dir=tmp_path)

    truth = truth_of(tmp_path)

    running = truth["ic_s"] > 15.0
    assert 115 < running.sum() < 135
    np.testing.assert_allclose(truth["stride_length_m"][running].mean(), 2.14, atol=0.05)
    np.testing.assert_allclose(truth["speed_m_s"][running], 3.0, atol=0.01)
    assert (truth["tc_s"] > truth["ic_s"]).all()
    assert (truth["next_ic_s"] > truth["tc_s"]).all()
    assert (truth["toe_clearance_m"][running] > 0.0).all()
    assert 1.8 < truth["peak_force_n"][running].mean() / 686.0 < 3.2


def test_truth_of_samples_says_what_the_sensors_saw(tmp_path: Path) -> None:
    record.record("easy_run", tmp_path / "x.mcap", duration_s=25.0, truth_dir=tmp_path)

    rows = np.genfromtxt(tmp_path / "truth_samples_right.csv", delimiter=",", names=True)

    assert abs(len(rows) - 25.0 * 200.0) < 5.0
    assert (rows["force_n"][rows["contact"] == 0.0] == 0.0).all()
    assert rows["x_m"][-1] > 40.0


def test_cells_times_areas_give_the_vertical_force() -> None:
    scenario = scenario_file.load("easy_run")
    device = record.devices(scenario)[0]
    area_m2 = np.array(
        [
            c.area_m2
            for c in CHARACTERISTICS[uuids.LAYOUT].decode(device.values[uuids.LAYOUT]).plantar
        ]
    )
    frames = [
        pressure.decode(p.payload)
        for p in received(scenario, 60.0)
        if p.characteristic == uuids.PRESSURE and p.sensor == device.name
    ]
    kpa = np.vstack([frame.plantar_kpa for frame in frames])

    mean_bw = float((kpa[1500:] @ area_m2).mean() * 1000.0 / (70.0 * 9.80665))

    assert mean_bw == pytest.approx(0.5, abs=0.1)  # half of the body, with insole errors


def test_at_rest_the_accelerometer_reads_gravity_upwards() -> None:
    scenario = scenario_file.load("easy_run")
    frames = [
        foot_imu.decode(p.payload)
        for p in received(scenario, 5.0)
        if p.characteristic == uuids.IMU and p.sensor == "pod-left"
    ]

    acc = np.vstack([frame.acc_m_s2 for frame in frames]).mean(axis=0)

    np.testing.assert_allclose(acc, [0.0, 9.81, 0.0], atol=0.35)


def test_ticks_follow_the_pods_own_crystal() -> None:
    scenario = scenario_file.load("two_devices")
    frames = [
        (p.t_rx_s, foot_imu.decode(p.payload).tick)
        for p in received(scenario, 120.0)
        if p.characteristic == uuids.IMU and p.sensor == "imu-left"
    ]
    t_s, tick = np.array(frames).T
    early, late = t_s < 30.0, t_s > 90.0

    # the lower envelope of arrival against tick: the slope is the crystal's
    offset = t_s - tick / 32768.0
    drift = (offset[late].min() - offset[early].min()) / (t_s[late].mean() - t_s[early].mean())

    assert drift == pytest.approx(-60e-6, abs=8e-6)


def test_a_device_is_connected_and_read_before_it_sends() -> None:
    packets = [p for p in received(scenario_file.load("easy_run"), 5.0) if p.sensor == "pod-left"]

    first = [packet.characteristic for packet in packets[:4]]

    assert first == [uuids.LINK, uuids.INFORMATION, uuids.BATTERY, uuids.LAYOUT]
    assert link.decode(packets[0].payload).state is link.Link.CONNECTED


def test_the_foot_moves_without_jumps_through_stops_slabs_and_changes_of_gait() -> None:
    scenario = scenario_file.load("walk_run")
    seen: list[Seen] = []
    for _ in record.packets(scenario, 330.0, watch=seen.append):
        pass
    mine = [one for one in seen if one.stretch.side is Side.LEFT and one.motion is not None]
    t_s = np.concatenate([one.t_s for one in mine])
    place = np.concatenate([one.motion.place_m for one in mine])
    speed = np.concatenate([one.motion.velocity_m_s for one in mine])
    acc = np.concatenate([one.motion.acc_m_s2 for one in mine])

    step_s = np.diff(t_s)[:, None]

    np.testing.assert_allclose(step_s, 1.0 / 200.0, rtol=1e-3)
    assert np.abs(np.diff(place, axis=0) - 0.5 * step_s * (speed[1:] + speed[:-1])).max() < 2e-4
    assert np.abs(np.diff(speed, axis=0) - 0.5 * step_s * (acc[1:] + acc[:-1])).max() < 0.15
    assert np.linalg.norm(acc, axis=1).max() < 300.0


def test_the_command_refuses_a_wrong_scenario_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('name = "wrong"\n[runner]\nduty_factor = 1.2\n')
    monkeypatch.setattr("sys.argv", ["firmware-sim", "record", str(wrong), "-o", "x.mcap"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert all(word in said for word in ("wrong.toml", "runner.duty_factor", "0.15 to 0.49"))


@pytest.mark.parametrize("wrong", [("--seed", "-1"), ("--duration", "inf"), ("--duration", "nan")])
def test_the_command_refuses_chance_and_time_that_cannot_be(
    wrong: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "x.mcap"
    monkeypatch.setattr("sys.argv", ["firmware-sim", "record", "easy_run", "-o", str(out), *wrong])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert wrong[0] in capsys.readouterr().err
    assert not out.exists()


def test_the_command_names_the_file_that_it_cannot_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["firmware-sim", "record", "easy_run", "-o", str(tmp_path), "--duration", "1"]
    monkeypatch.setattr("sys.argv", command)

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    assert capsys.readouterr().err == f"firmware-sim: {tmp_path}: Is a directory\n"


def test_the_command_says_its_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["firmware-sim", "--version"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("firmware-sim 0.")
