"""Whole runs that once went wrong, from simulated strides to sentences; no taps but where said.

Runners, shoes and courses are those of each scenario; the unseen seeds of ``benchmarks/coach`` say
how often the same holds for anybody.
"""

import pytest
from msgspec import structs

from benchmarks.coach.listener import Heard, Listener, Run, listened
from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.model import Change, Person, Phase, Scenario, Shoe
from firmware_sim.truth.strides import StrideRun
from monitor.detectors.alarm import Alarm
from monitor.detectors.fatigue import fatigue
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.overstriding import overstriding
from monitor.types import Action, Finding, FindingKind, FindingStatus, Gait, Side, Symptom

NEVER = Listener(obeys=0.0, forgets=1.0)
STAND = Phase(duration_s=10.0, gait=Gait.STAND, speed_m_s=0.0)
STEADY = (STAND, Phase(duration_s=1e5, speed_m_s=2.9))
SNUG = Shoe(lace_kpa=8.5, edge_kpa=2.6)


def scenario(
    minutes: float,
    left: Shoe = SNUG,
    phases: tuple[Phase, ...] = STEADY,
    changes: tuple[Change, ...] = (),
) -> Scenario:
    return Scenario(
        name="test",
        duration_s=60.0 * minutes,
        runner=Person(fatigability=0.2),
        left=left,
        right=SNUG,
        phase=phases,
        change=changes,
    )


def heard(run: Scenario, seed: int) -> Heard:
    return listened(Run(run, seed, "blood flow", NEVER))


def found(detector: Alarm, run: Scenario, seed: int) -> list[Finding]:
    return [
        finding
        for stretch in StrideRun(run, seed).stretches()
        for event in stretch.events
        if not isinstance(event, Symptom)
        for finding in detector.push(event)
    ]


@pytest.mark.parametrize("lace_kpa", [18.0, 22.0])
def test_laces_tight_from_the_start_of_a_foot_that_feels_nothing_are_said_more_than_once(
    lace_kpa: float,
) -> None:
    said = heard(scenario(12.0, Shoe(lace_kpa=lace_kpa)), seed=2).said

    laces = [one for one in said if one.action is Action.LOOSEN_LACES]
    assert laces[0].t_s < 190.0
    assert laces[0].side is Side.LEFT
    assert len(laces) >= 2


@pytest.mark.parametrize("begins_s", [180.0, 300.0, 480.0])
def test_the_shipped_overstrider_is_found_in_a_first_run_and_not_called_clear(
    begins_s: float,
) -> None:
    shipped = scenario_file.load("overstriding")
    change = structs.replace(shipped.change[0], at_s=begins_s)
    run = structs.replace(shipped, change=(change,), duration_s=760.0)

    for side in Side:
        first, *later = found(overstriding(side, DetectorLimits()), run, seed=5)

        assert first.status is FindingStatus.NOT_ASSESSED
        assert [finding.status for finding in later] == [FindingStatus.ACTIVE]
        assert begins_s < later[0].t_s < begins_s + 200.0


HILLS = tuple(
    Phase(duration_s=120.0, speed_m_s=2.9 * (1.0 - 2.0 * max(slope, 0.0)), slope=slope)
    for slope in (0.0, 0.05, -0.05, 0.03, -0.04, 0.06, -0.06)
)
INTERVALS = tuple(
    Phase(duration_s=seconds, speed_m_s=speed) for seconds, speed in ((90.0, 3.6), (90.0, 2.6)) * 5
)


@pytest.mark.parametrize("seed", [1, 2])
def test_hills_and_then_intervals_are_no_fatigue(seed: int) -> None:
    run = scenario(28.0, phases=(STAND, *HILLS, *INTERVALS))

    findings = found(fatigue(DetectorLimits()), run, seed)

    assert FindingStatus.ACTIVE not in [finding.status for finding in findings]


def test_an_easy_effort_is_no_fatigue() -> None:
    run = scenario(40.0, phases=(STAND, Phase(duration_s=1e5, speed_m_s=2.3)))

    findings = found(fatigue(DetectorLimits()), run, seed=1)

    assert FindingStatus.ACTIVE not in [finding.status for finding in findings]


def test_a_form_that_seems_tired_by_long_steps_is_not_said_to_be() -> None:
    long = Change(at_s=660.0, quantity="overstride_m", to=0.05)

    said = heard(scenario(18.0, changes=(long,)), seed=1).said

    causes = {one.cause for one in said}
    assert FindingKind.OVERSTRIDING in causes
    assert FindingKind.FATIGUE not in causes


def test_an_ordinary_run_in_snug_shoes_hears_nothing_of_them() -> None:
    said = heard(scenario(25.0), seed=3).said

    assert [one.text for one in said] == []
