from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from firmware_sim.scenario.model import ImuSpec, InsoleSpec, PodSpec, Scenario
from firmware_sim.sensors import layouts
from firmware_sim.sensors.imperfect import CellSensors, ImuSensor
from firmware_sim.sensors.straps import HeartStrap, SpeedPod
from monitor.errors import ConfigError
from monitor.wire import heart_rate, rsc, uuids

QUIET = ImuSpec(
    acc_bias_m_s2=0.0,
    gyr_bias_deg_s=0.0,
    acc_noise_m_s2_rthz=0.0,
    gyr_noise_deg_s_rthz=0.0,
    scale_error=0.0,
)
T_S = np.arange(2000) / 200.0
STILL = np.zeros((2000, 3))


def test_gravity_is_seen_along_the_turned_axes() -> None:
    turned = ImuSensor(_with(QUIET, turn_deg=(0.0, 0.0, 90.0)), [1])
    up = np.tile([0.0, 9.81, 0.0], (2000, 1))

    seen = turned.measure(up, STILL, T_S)

    np.testing.assert_allclose(seen[-1, :3], [9.81, 0.0, 0.0], atol=1e-9)


def test_acceleration_and_rate_are_clipped_at_the_range() -> None:
    huge = np.full((2000, 3), 1e4)

    seen = ImuSensor(QUIET, [1]).measure(huge, -huge, T_S)

    assert seen[:, :3].max() == pytest.approx(16 * 9.80665)
    assert np.degrees(seen[:, 3:].min()) == pytest.approx(-2000.0)


def test_noise_has_the_density_of_the_data_sheet() -> None:
    spec = _with(QUIET, acc_noise_m_s2_rthz=0.002)
    sensor = ImuSensor(spec, [1])

    seen = sensor.measure(STILL, STILL, T_S)

    assert seen[:, :3].std() == pytest.approx(0.002 * np.sqrt(100.0), rel=0.05)
    assert seen[:, 3:].std() == 0.0


def test_bias_is_within_the_data_sheet_and_drifts_with_warmth() -> None:
    spec = _with(QUIET, gyr_bias_deg_s=2.0, drift_per_k=0.1)
    hour = np.linspace(0.0, 3600.0, 2000)

    seen = np.degrees(ImuSensor(spec, [3]).measure(STILL, STILL, hour))[:, 3:]

    assert np.abs(seen[0]).max() <= 2.0
    assert np.abs(seen[-1] - seen[0]).max() > 0.1


def test_a_sensor_does_not_depend_on_how_it_is_asked() -> None:
    force = np.random.default_rng(1).normal(size=(2000, 3))
    whole, parts = ImuSensor(ImuSpec(), [5]), ImuSensor(ImuSpec(), [5])

    expected = whole.measure(force, force, T_S)
    cut = [
        parts.measure(force[a:b], force[a:b], T_S[a:b]) for a, b in ((0, 7), (7, 900), (900, 2000))
    ]

    np.testing.assert_array_equal(np.concatenate(cut), expected)


def test_cells_lag_when_unloaded_and_creep_when_loaded() -> None:
    spec = InsoleSpec(gain_error=0.0, noise_kpa=0.0, offset_kpa=0.0, drift_kpa_k=0.0)
    true = np.zeros((60000, 2))
    true[5000:] = 100.0
    t_s = np.arange(60000) / 100.0

    seen = CellSensors(spec, 2, [1]).measure(true, t_s)

    assert seen[5000, 0] < 96.0
    assert seen[5100, 0] < seen[-1, 0] == pytest.approx(103.0, abs=0.2)
    assert (seen[:5000] == 0.0).all()


def test_cells_saturate_and_dead_ones_stay_silent() -> None:
    spec = InsoleSpec(range_kpa=500.0, dead_cells=(1,))
    seen = CellSensors(spec, 3, [1]).measure(np.full((100, 3), 900.0), np.arange(100.0))

    assert seen.max() == 500.0
    assert (seen[:, 1] == 0.0).all()


@pytest.mark.parametrize("name", ["insole16", "insole20", "insole32"])
def test_layouts_fill_a_shoe(name: str) -> None:
    layout = layouts.load(name)

    area_m2 = sum(cell.area_m2 for cell in layout.plantar)
    assert layout.name == name
    assert len(layout.plantar) == int(name.removeprefix("insole"))
    assert 0.012 < area_m2 < 0.016
    assert max(cell.forward_m for cell in layout.plantar) < 0.27


def test_unknown_layouts_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "x.toml"
    broken.write_text('name = "x"\nplantar_mm = [[1, 2]]\n')

    with pytest.raises(ConfigError, match="insole20"):
        layouts.load("insole99")
    with pytest.raises(ConfigError, match="plantar_mm"):
        layouts.load(broken)


def test_the_strap_sends_the_intervals_of_its_rate() -> None:
    strap = HeartStrap(Scenario(name="x"), PodSpec(name="heart", kind="heart"), 1)
    said = []
    for packet in strap.packets():
        if packet.t_s > 600.0:
            break
        assert packet.characteristic == uuids.HEART_RATE
        said.append(heart_rate.decode(packet.payload))

    beats = [interval for one in said for interval in one.rr_s]
    assert sum(beats) == pytest.approx(600.0, abs=2.0)
    assert 60.0 / np.mean(beats[-60:]) == pytest.approx(said[-1].rate_bpm, abs=2.0)
    assert said[-1].rate_bpm > said[0].rate_bpm + 40


@pytest.mark.parametrize(("strides", "factor"), [(False, 1.0), (True, 0.5)])
def test_a_speed_pod_counts_steps_or_strides(strides: bool, factor: float) -> None:
    spec = PodSpec(name="speed", kind="rsc", rsc_strides=strides)
    said = []
    for packet in SpeedPod(Scenario(name="x"), spec, 1).packets():
        if packet.t_s > 60.0:
            break
        said.append(rsc.decode(packet.payload))

    assert said[-1].cadence_per_min == pytest.approx(168.0 * factor, abs=2)
    assert said[-1].speed_m_s == pytest.approx(3.0, abs=0.2)
    assert said[-1].running
    assert said[-1].distance_m == pytest.approx(147.0, rel=0.05)


def _with(spec: ImuSpec, **changes: object) -> ImuSpec:
    return replace(spec, **changes)
