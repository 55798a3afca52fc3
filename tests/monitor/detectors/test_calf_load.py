from dataclasses import replace
from functools import cache

import pytest

from monitor.detectors.calf_load import calf_load
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.limits_body import CalfLoadLimits
from monitor.settings.effort import EffortSettings
from monitor.types import (
    FindingStatus,
    Gait,
    GaitChange,
    InputEvent,
    Notice,
    NoticeKind,
    Side,
    Stride,
)
from tests.monitor.detectors.running import on_left, run, without
from tests.monitor.detectors.telling import found, statuses


def test_more_work_per_stride_than_usual_is_found() -> None:
    findings = found(
        calf_load(Side.LEFT, DetectorLimits()),
        run(1200.0, lambda s, t, _n: on_left(s, t, 800.0, achilles_impulse_n_s=100.0)),
    )

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert "against usual" in findings[1].evidence


def test_the_dose_of_a_run_longer_than_comfortable_is_found() -> None:
    limits = DetectorLimits(effort=EffortSettings(longest_run_min=20.0))

    findings = found(calf_load(Side.LEFT, limits), run(1500.0))

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE]
    assert 1200.0 < findings[1].t_s < 1320.0
    assert "min of usual running" in findings[1].evidence


def test_without_force_it_is_not_assessed() -> None:
    findings = found(
        calf_load(Side.LEFT, DetectorLimits()),
        run(200.0, lambda s, _t, _n: without(s, "achilles_impulse_n_s")),
    )

    assert statuses(findings) == [FindingStatus.NOT_ASSESSED]


TWENTY = DetectorLimits(
    effort=EffortSettings(longest_run_min=20.0), calf_load=CalfLoadLimits(recover_s=600.0)
)


@cache
def a_long_run() -> tuple[Stride, ...]:
    events = run(2000.0, seed=3, sides=(Side.LEFT,))
    return tuple(s for s in events if isinstance(s, Stride))


def later(stride: Stride, by_s: float) -> Stride:
    return replace(
        stride,
        ic_s=stride.ic_s + by_s,
        tc_s=stride.tc_s + by_s,
        next_ic_s=stride.next_ic_s + by_s,
    )


def test_the_trend_of_calf_load_is_said() -> None:
    findings = found(
        calf_load(Side.LEFT, DetectorLimits()),
        run(1500.0, lambda s, t, _n: on_left(s, t, 0.0, achilles_impulse_n_s=max(0, t - 700) / 5)),
    )

    assert findings[-1].status is FindingStatus.ACTIVE
    assert ", rising " in findings[-1].evidence


def test_a_level_calf_load_says_no_trend() -> None:
    findings = found(calf_load(Side.LEFT, TWENTY), run(1500.0))

    assert findings[-1].status is FindingStatus.ACTIVE
    assert "rising" not in findings[-1].evidence
    assert "falling" not in findings[-1].evidence


def test_what_is_run_without_force_is_not_forgotten_by_the_dose() -> None:
    silent = [
        without(s, "achilles_impulse_n_s") if 700.0 < s.ic_s < 1300.0 else s for s in a_long_run()
    ]

    findings = found(calf_load(Side.LEFT, TWENTY), silent)

    assert statuses(findings) == [
        FindingStatus.CLEAR,
        FindingStatus.NOT_ASSESSED,
        FindingStatus.ACTIVE,
    ]
    assert 1300.0 < findings[-1].t_s < 1400.0


@pytest.mark.parametrize("gait", [Gait.STAND, Gait.WALK])
def test_a_rest_lets_the_dose_fade_until_the_question_clears(gait: Gait) -> None:
    signs: list[InputEvent] = [s for s in a_long_run() if s.ic_s < 1500.0]
    signs += [GaitChange(Side.LEFT, 1501.0, gait), GaitChange(Side.LEFT, 3300.0, Gait.RUN)]
    signs += [later(s, 3300.0) for s in a_long_run() if s.ic_s < 300.0]

    findings = found(calf_load(Side.LEFT, TWENTY), signs)

    assert statuses(findings) == [FindingStatus.CLEAR, FindingStatus.ACTIVE, FindingStatus.CLEAR]


def test_nobody_knows_that_a_runner_rested_while_the_pod_was_lost() -> None:
    signs: list[InputEvent] = [s for s in a_long_run() if s.ic_s < 1000.0]
    signs += [
        GaitChange(Side.LEFT, 1001.0, Gait.STAND),
        Notice(NoticeKind.LOST, 1005.0, "left pod", "left pod: link lost", Side.LEFT),
    ]
    signs += [later(s, 1300.0) for s in a_long_run() if s.ic_s < 300.0]

    findings = found(calf_load(Side.LEFT, TWENTY), signs)

    assert findings[-1].status is FindingStatus.ACTIVE
