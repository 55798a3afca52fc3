from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from monitor.gait.limits_reference import ReferenceLimits
from monitor.gait.load.limits import OverstrideLimits
from monitor.gait.reference_speed import ReferenceScale
from monitor.types import Gait, ReferenceSpeed, Side, Stride, StrideFlag, stride_of

STRIDE_S = 0.72
TRUE_M_S = 3.0


def stride(start_s: float, scale: float, speed_m_s: float = TRUE_M_S) -> Stride:
    """A stride whose length is measured wrong by a scale."""
    return stride_of(
        side=Side.LEFT,
        ic_s=start_s,
        tc_s=start_s + 0.25,
        next_ic_s=start_s + STRIDE_S,
        length_from_s=start_s + 0.1,
        length_to_s=start_s + 0.1 + STRIDE_S,
        stride_length_m=scale * speed_m_s * STRIDE_S,
        foot_strike_angle_rad=0.3,
        heel_to_pelvis_m=0.2,
        heel_to_pelvis_band_m=0.045,
    )


def run(seconds: float, scale: float, start_s: float = 0.0) -> list[Stride]:
    return [stride(start_s + k * STRIDE_S, scale) for k in range(int(seconds / STRIDE_S))]


def every_second(seconds: float, speed_m_s: float = TRUE_M_S) -> list[ReferenceSpeed]:
    return [ReferenceSpeed(t + 0.01, speed_m_s) for t in range(int(seconds))]


def corrected(signs: Iterable[Stride | ReferenceSpeed]) -> Iterator[Stride]:
    learner = ReferenceScale(ReferenceLimits(), OverstrideLimits())
    for sign in sorted(signs, key=lambda s: s.next_ic_s if isinstance(s, Stride) else s.t_s):
        if isinstance(sign, Stride):
            yield learner.push(sign)
        else:
            learner.note(sign)


@pytest.mark.parametrize("scale", [0.95, 0.98, 1.03, 1.06])
def test_seven_eighths_of_what_is_always_wrong_are_gone_after_some_minutes(scale: float) -> None:
    said = list(corrected([*run(240.0, scale), *every_second(240.0)]))

    assert said[-1].speed_m_s == pytest.approx(TRUE_M_S, rel=abs(scale - 1.0) / 8.0)
    assert said[0].speed_m_s == pytest.approx(scale * TRUE_M_S)


def test_without_a_reference_every_stride_passes_as_it_is() -> None:
    strides = run(240.0, 1.04)

    assert [id(s) for s in corrected(strides)] == [id(s) for s in strides]


def test_a_minute_of_steady_pace_comes_before_any_correction() -> None:
    strides = run(240.0, 1.04)

    said = list(corrected([*strides, *every_second(240.0)]))

    first = next(s.ic_s for s, t in zip(said, strides, strict=True) if s is not t)
    assert 60.0 <= first <= 64.0


def test_overstride_distance_follows_the_speed() -> None:
    last = list(corrected([*run(240.0, 1.06), *every_second(240.0)]))[-1]

    limits = OverstrideLimits()
    slower_m_s = last.speed_m_s - limits.middle_m_s
    turned_deg = 0.3 * 57.29578 - limits.middle_deg
    expected_m = limits.middle_m + limits.per_m_s * slower_m_s
    spread, error = limits.angle_spread_deg**2, limits.angle_error_deg**2
    expected_m += limits.per_deg * spread / (spread + error) * turned_deg
    assert last.heel_to_pelvis_m == pytest.approx(expected_m, abs=1e-6)


@pytest.mark.parametrize(
    ("speed_m_s", "what"), [(0.0, "cadence only"), (0.3, "standing"), (4.0, "another runner")]
)
def test_a_reference_that_cannot_be_meant_teaches_nothing(speed_m_s: float, what: str) -> None:
    strides = run(240.0, 1.04)

    said = list(corrected([*strides, *every_second(240.0, speed_m_s)]))

    assert said == strides, what


def test_a_tunnel_of_twenty_seconds_moves_nothing_by_half_a_percent() -> None:
    clean = every_second(400.0)
    glitch = [replace(r, speed_m_s=2.65) if 200.0 < r.t_s < 225.0 else r for r in clean]

    before, after = (list(corrected([*run(400.0, 1.03), *refs])) for refs in (clean, glitch))

    for one, two in zip(before, after, strict=True):
        assert two.motion.stride_length_m == pytest.approx(one.motion.stride_length_m, rel=0.005)


def test_intervals_teach_nothing_because_the_reference_lags() -> None:
    def speed_m_s(t_s: float) -> float:
        return 2.5 if int(t_s / 10.0) % 2 else 4.0

    strides = [stride(k * STRIDE_S, 1.04, speed_m_s(k * STRIDE_S)) for k in range(330)]
    values = [ReferenceSpeed(float(t), speed_m_s(t - 3.0)) for t in range(240)]

    assert list(corrected([*strides, *values])) == strides


def test_walking_and_running_are_learned_apart() -> None:
    walk = [replace(s, gait=Gait.WALK) for s in run(200.0, 1.05)]
    jog = run(60.0, 0.98, start_s=walk[-1].next_ic_s)

    said = list(corrected([*walk, *jog, *every_second(260.0)]))

    assert said[len(walk) - 1].speed_m_s == pytest.approx(TRUE_M_S, rel=0.01)
    assert said[len(walk) :] == jog


def test_strides_that_are_not_sure_do_not_teach_but_are_corrected() -> None:
    sure = run(200.0, 1.05)
    bent = replace(sure[-1], flags=StrideFlag.LENGTH_DOUBTED)
    unsure = [replace(s, flags=StrideFlag.LENGTH_DOUBTED) for s in sure]

    assert list(corrected([*unsure, *every_second(200.0)])) == unsure
    last = list(corrected([*sure[:-1], bent, *every_second(200.0)]))[-1]
    assert last.speed_m_s == pytest.approx(TRUE_M_S, rel=0.01)


def test_the_scale_is_bounded() -> None:
    learner = ReferenceScale(ReferenceLimits(), OverstrideLimits())
    references = every_second(600.0, 0.86 * TRUE_M_S)
    for one in run(600.0, 1.0):
        while references and references[0].t_s <= one.next_ic_s:
            learner.note(references.pop(0))
        learner.push(one)

    assert learner.scale(Side.LEFT, Gait.RUN) == 0.9
    assert learner.scale(Side.RIGHT, Gait.RUN) == 1.0
