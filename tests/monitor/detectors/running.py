"""A runner for tests of detectors: strides with known quantities, no samples, no physics."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from monitor.types import QUANTITIES, STRIDE_FIELDS, Gait, Side, Step, Stride, stride_of

Shape = Callable[[Stride, float, Random], Stride]
"""Changes an ordinary stride into the stride of the case; given its time and a source of noise."""


def ordinary(
    side: Side, ic_s: float, noise: Random, *, speed_m_s: float = 3.0, wobble: float = 1.0
) -> Stride:
    """One stride of easy running, with noise of usual size times ``wobble``."""

    def about(mean: float, sd: float) -> float:
        return mean + wobble * noise.gauss(0.0, sd)

    stride_time_s = about(0.72 - 0.03 * (speed_m_s - 3.0), 0.008)
    contact_s = about(0.245 - 0.05 * (speed_m_s - 3.0), 0.005)
    pace_m_s = about(speed_m_s, 0.06)
    return stride_of(
        side=side,
        ic_s=ic_s,
        tc_s=ic_s + contact_s,
        next_ic_s=ic_s + stride_time_s,
        length_from_s=ic_s,
        length_to_s=ic_s + stride_time_s,
        stride_length_m=pace_m_s * stride_time_s,
        rise_m=0.0,
        foot_strike_angle_rad=about(0.20, 0.03),
        pitch_mid_swing_rad=about(-0.80, 0.04),
        foot_slap_rad_s=about(6.0, 0.6),
        impact_m_s2=about(90.0, 10.0),
        heel_to_pelvis_m=about(0.137 + 0.057 * (speed_m_s - 3.0), 0.005),
        loading_rate_n_s=about(30e3, 3e3),
        peak_force_n=about(1700.0, 50.0),
        plantar_swing_kpa=about(5.0, 0.3),
        instep_peak_kpa=about(16.0, 1.0),
        instep_swing_kpa=about(8.0, 0.4),
        edge_medial_swing_kpa=about(5.0, 0.4),
        edge_lateral_swing_kpa=about(5.0, 0.4),
        achilles_peak_n=about(3800.0, 150.0),
        achilles_impulse_n_s=about(400.0, 15.0),
    )


def run(
    duration_s: float,
    shape: Shape = lambda stride, _t, _noise: stride,
    *,
    seed: int = 1,
    speed: Callable[[float], float] = lambda _t: 3.0,
    sides: tuple[Side, ...] = tuple(Side),
) -> list[Stride | Step]:
    """Strides and steps of a run, in order of time."""
    out: list[Stride | Step] = []
    for number, side in enumerate(sides):
        noise = Random(f"{seed}{side}")
        t_s = 0.36 * number
        while t_s < duration_s:
            stride = shape(ordinary(side, t_s, noise, speed_m_s=speed(t_s)), t_s, noise)
            out.append(stride)
            out.append(
                Step(
                    side=side,
                    ic_s=stride.ic_s,
                    next_ic_s=stride.ic_s + stride.stride_time_s / 2.0,
                    speed_m_s=stride.speed_m_s,
                    vertical_stiffness_n_m=25e3 + noise.gauss(0.0, 800.0),
                )
            )
            t_s = stride.next_ic_s
    return sorted(out, key=lambda item: item.next_ic_s)


def without(stride: Stride, *names: str) -> Stride:
    """A stride whose named quantities were not measured."""
    return changed(stride, **dict.fromkeys(names))


def changed(stride: Stride, **change: float | None) -> Stride:
    """The same stride, but for the quantities named."""
    return stride_of(**{name: QUANTITIES[name](stride) for name in STRIDE_FIELDS} | change)


def walking(stride: Stride) -> Stride:
    """The same stride, but walked."""
    return replace(stride, gait=Gait.WALK)


def on_left(stride: Stride, t_s: float, from_s: float, **change: float) -> Stride:
    """Add to quantities of left strides from an instant on."""
    if stride.side is Side.RIGHT or t_s < from_s:
        return stride
    return changed(stride, **{name: QUANTITIES[name](stride) + by for name, by in change.items()})
