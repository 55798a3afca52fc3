from collections.abc import Iterator
from math import sin
from random import Random

import pytest

from monitor.detectors.cardiac_drift import cardiac_drift
from monitor.detectors.limits import DetectorLimits
from monitor.settings.effort import EffortSettings
from monitor.types import FindingStatus, HeartBeat, ReferenceSpeed, Side, Stride, Temperature
from tests.monitor.detectors.running import ordinary
from tests.monitor.detectors.telling import found, statuses, tell


def hour(
    drift_bpm_per_min: float, speed_m_s: float = 3.0, from_s: int = 720
) -> Iterator[ReferenceSpeed | HeartBeat]:
    noise = Random(5)
    for t in range(3600):
        pace_m_s = speed_m_s if t < 1800 else 3.0
        drift_bpm = drift_bpm_per_min * max(t - from_s, 0) / 60.0
        yield ReferenceSpeed(float(t), pace_m_s + noise.gauss(0.0, 0.05))
        rate_bpm = 150.0 + 20.0 * (pace_m_s - 3.0) + drift_bpm + noise.gauss(0.0, 1.5)
        yield HeartBeat(t + 0.5, rate_bpm)


def test_a_heart_rate_that_drifts_at_the_same_pace_is_found() -> None:
    findings = found(cardiac_drift(DetectorLimits()), hour(1.2))

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert 1200.0 < findings[1].t_s < 2400.0
    assert "bpm above its usual rise at the same pace" in findings[1].evidence


@pytest.mark.parametrize("rise_bpm_min", [0.0, 0.25, 0.5])
def test_what_a_heart_rate_usually_rises_by_is_no_drift(rise_bpm_min: float) -> None:
    findings = found(cardiac_drift(DetectorLimits()), hour(rise_bpm_min, from_s=0))

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_in_the_heat_it_is_found_earlier() -> None:
    hot = DetectorLimits(effort=EffortSettings(air_temperature_c=30.0))

    cool_s = found(cardiac_drift(DetectorLimits()), hour(0.8))[-1].t_s
    hot_s = found(cardiac_drift(hot), hour(0.8))[-1].t_s

    assert hot_s < cool_s - 180.0


def test_a_thermometer_tells_the_heat_as_the_settings_do() -> None:
    told = DetectorLimits(effort=EffortSettings(air_temperature_c=30.0))
    warm = [Temperature(1.0, 30.0), *hour(0.8)]
    mild = [Temperature(1.0, 15.0), *hour(0.8)]

    by_settings = found(cardiac_drift(told), hour(0.8))[-1]
    by_thermometer = found(cardiac_drift(DetectorLimits()), warm)[-1]
    in_mild_air = found(cardiac_drift(DetectorLimits()), mild)[-1]

    assert by_thermometer.evidence == by_settings.evidence
    assert "in the heat" in by_thermometer.evidence
    assert "in the heat" not in in_mild_air.evidence


def test_a_thermometer_that_tells_heat_makes_the_coach_speak_of_a_drink() -> None:
    warm = tell([Temperature(1.0, 30.0), *hour(0.8)])
    unknown = tell(hour(0.8))

    assert "Drink if you are thirsty." in warm.advice[0].text
    assert not any("rink" in advice.text for advice in unknown.advice)


def test_a_faster_pace_is_no_drift() -> None:
    findings = found(cardiac_drift(DetectorLimits()), hour(0.0, speed_m_s=2.7))

    assert statuses(findings) == [FindingStatus.CLEAR]


def climb(*, known: bool) -> Iterator[ReferenceSpeed | HeartBeat]:
    """Half an hour on rolling ground, then one of climbing by 5 %: 20 bpm at the same pace."""
    noise = Random(6)
    for t in range(3600):
        slope = 0.005 * sin(t / 60.0) if t < 1800 else 0.05
        speed_m_s = 3.0 + noise.gauss(0.0, 0.05)
        yield ReferenceSpeed(float(t), speed_m_s, slope=slope if known else None)
        yield HeartBeat(t + 0.5, 150.0 + 400.0 * slope + noise.gauss(0.0, 1.5))


def test_a_long_climb_is_no_drift_where_the_slope_is_known() -> None:
    unknown = found(cardiac_drift(DetectorLimits()), climb(known=False))
    known = found(cardiac_drift(DetectorLimits()), climb(known=True))

    assert statuses(unknown) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert statuses(known) == [FindingStatus.CLEAR]


def flat_then_climb(seed: int) -> Iterator[ReferenceSpeed | HeartBeat]:
    """A climb of 5 %, as dear as climbs are, by a runner who was seen on the flat only."""
    noise = Random(seed)
    for t in range(2700):
        slope = 0.0 if t < 1500 else 0.05
        yield ReferenceSpeed(float(t), 3.0, slope=slope + noise.gauss(0.0, 0.004))
        yield HeartBeat(t + 0.5, 150.0 + 490.0 * slope + noise.gauss(0.0, 1.5))


@pytest.mark.parametrize("seed", range(4))
def test_a_climb_of_a_runner_who_was_seen_on_the_flat_only_is_no_drift(seed: int) -> None:
    findings = found(cardiac_drift(DetectorLimits()), flat_then_climb(seed))

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_without_a_strap_it_is_not_assessed() -> None:
    pace_only = [sign for sign in hour(0.0) if isinstance(sign, ReferenceSpeed)]

    findings = found(cardiac_drift(DetectorLimits()), pace_only)

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]


def with_stops(
    *, drift_bpm: float, every_s: int = 240, stop_s: int = 40
) -> Iterator[Stride | HeartBeat]:
    """An hour with a stop every few minutes; the heart follows with its delay, and may drift."""
    noise = Random(7)
    heart_bpm = 150.0
    for t in range(3600):
        stands = t % every_s >= every_s - stop_s
        drifted_bpm = drift_bpm * min(max(t - 1500, 0) / 300.0, 1.0)
        wanted_bpm = 75.0 if stands else 150.0 + drifted_bpm
        heart_bpm += (wanted_bpm - heart_bpm) / 45.0
        if not stands:
            yield ordinary(Side.LEFT, float(t), noise)
        yield HeartBeat(t + 0.9, heart_bpm + noise.gauss(0.0, 1.0))


@pytest.mark.parametrize(("every_s", "stop_s"), [(240, 40), (150, 20), (400, 90)])
def test_stops_at_traffic_lights_are_no_drift(every_s: int, stop_s: int) -> None:
    signs = with_stops(drift_bpm=0.0, every_s=every_s, stop_s=stop_s)

    assert statuses(found(cardiac_drift(DetectorLimits()), signs)) == [FindingStatus.CLEAR]


def two_stops() -> Iterator[Stride | HeartBeat]:
    """Two stops where the runner's own rise is learned, then none."""
    noise = Random(8)
    heart_bpm = 150.0
    for t in range(2400):
        stands = 680 <= t < 715 or 770 <= t < 805
        heart_bpm += ((75.0 if stands else 150.0) - heart_bpm) / 45.0
        if not stands:
            yield ordinary(Side.LEFT, float(t), noise)
        yield HeartBeat(t + 0.9, heart_bpm + noise.gauss(0.0, 1.0))


def test_a_run_that_is_whole_again_after_stops_is_no_drift() -> None:
    findings = found(cardiac_drift(DetectorLimits()), two_stops())

    assert statuses(findings) == [FindingStatus.CLEAR]


def test_a_drift_is_found_between_traffic_lights() -> None:
    findings = found(cardiac_drift(DetectorLimits()), with_stops(drift_bpm=14.0))

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert 1600.0 < findings[1].t_s < 2600.0
