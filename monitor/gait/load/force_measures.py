"""Measures of a force and its place, for each stride.

Every function takes one row of samples and the strides in it, and gives columns of shape
(strides,), NaN where samples were lost. The sole's reading in the unloaded part of swing (offset,
and the shoe that clamps the foot) is no force on the ground and is taken off.
"""

import numpy as np

from monitor.gait import segments
from monitor.gait.load.limits import PressureLimits
from monitor.gait.load.stance_phases import StancePhases
from monitor.gait.segments import IndexArray
from monitor.types import FloatArray

Columns = dict[str, FloatArray]
"""One array of shape (strides,) for each field of ``LoadMeasures`` that is known."""


def force_columns(
    force_n: FloatArray, cut: StancePhases, rate_hz: float, limits: PressureLimits
) -> Columns:
    """Peak, impulse and loading rate of stance.

    The loading rate is the mean slope between two shares of the way to the impact peak, which is
    taken at 13 % of stance.
    """
    rest_n = _rest(force_n, cut)
    stance_s = (cut.tc - cut.ic) / rate_hz
    rise = limits.loading_share * (cut.tc - cut.ic)
    low_n = cut.at(force_n, cut.ic + limits.loading_from * rise)
    high_n = cut.at(force_n, cut.ic + limits.loading_to * rise)
    share = limits.loading_share * (limits.loading_to - limits.loading_from)
    return {
        "peak_force_n": segments.peaks(force_n[np.newaxis], cut.on, cut.off)[0] - rest_n,
        "impulse_n_s": _stance(force_n, rest_n, cut) / rate_hz,
        "loading_rate_n_s": (high_n - low_n) / (share * stance_s),
    }


def place_columns(
    force_n: FloatArray, moment_n_m: FloatArray, cut: StancePhases, rate_hz: float, end_share: float
) -> Columns:
    """Centre of pressure over the ends of stance and at half of it, from the heel, and its speed.

    ``moment_n_m`` is that of the force about the back of the heel; ``end_share`` that of the ends.
    """
    rest_n, rest_n_m = _rest(force_n, cut), _rest(moment_n_m, cut)
    columns: Columns = {}
    for name, start, stop in (("cop_start_m", cut.on, cut.head), ("cop_end_m", cut.tail, cut.off)):
        samples = stop - start
        total_n = segments.sums(force_n[np.newaxis], start, stop)[0] - samples * rest_n
        total_n_m = segments.sums(moment_n_m[np.newaxis], start, stop)[0] - samples * rest_n_m
        loaded = total_n > 0.0
        columns[name] = np.where(loaded, total_n_m / np.where(loaded, total_n, 1.0), np.nan)
    half = 0.5 * (cut.ic + cut.tc)
    half_n, half_n_m = cut.at(force_n, half) - rest_n, cut.at(moment_n_m, half) - rest_n_m
    loaded = half_n > 0.0
    columns["cop_middle_m"] = np.where(loaded, half_n_m / np.where(loaded, half_n, 1.0), np.nan)
    between_s = (1.0 - end_share) * (cut.tc - cut.ic) / rate_hz
    columns["cop_velocity_m_s"] = (columns["cop_end_m"] - columns["cop_start_m"]) / between_s
    return columns


def width_columns(force_n: FloatArray, moment_n_m: FloatArray, cut: StancePhases) -> Columns:
    """Range of the centre of pressure across the foot, without the ends of stance, m.

    ``moment_n_m`` is that of the force about the foot's long axis. NaN where a sample of the
    stretch has no force above rest.
    """
    lengths = np.maximum(cut.tail - cut.head, 1)
    places, start, stop = _places(cut.head, lengths)
    above_n = force_n[places] - np.repeat(_rest(force_n, cut), lengths)
    about_n_m = moment_n_m[places] - np.repeat(_rest(moment_n_m, cut), lengths)
    loaded = above_n > 0.0
    across_m = np.where(loaded, about_n_m / np.where(loaded, above_n, 1.0), np.nan)[np.newaxis]
    widest_m = segments.peaks(across_m, start, stop) - segments.lows(across_m, start, stop)
    return {"cop_width_m": widest_m[0]}


def ankle_columns(
    moment_n_m: FloatArray, cut: StancePhases, rate_hz: float, tendon_arm_m: float
) -> Columns:
    """Peak moment of the plantarflexors; peak and impulse of the Achilles tendon. Both only pull.

    ``moment_n_m`` is that of the force about the ankle.
    """
    lengths = cut.off - cut.on
    places, start, stop = _places(cut.on, lengths)
    rest_n_m = np.repeat(_rest(moment_n_m, cut), lengths)
    held_n_m = np.maximum(moment_n_m[places] - rest_n_m, 0.0)[np.newaxis]
    peak_n_m = segments.peaks(held_n_m, start, stop)[0]
    return {
        "plantarflexor_moment_peak_n_m": peak_n_m,
        "achilles_peak_n": peak_n_m / tendon_arm_m,
        "achilles_impulse_n_s": segments.sums(held_n_m, start, stop)[0] / (rate_hz * tendon_arm_m),
    }


def _places(first: IndexArray, lengths: IndexArray) -> tuple[IndexArray, IndexArray, IndexArray]:
    """Places of the samples of stance_phases, and where each begins and ends among them."""
    stop = np.cumsum(lengths)
    start = stop - lengths
    return np.arange(int(stop[-1])) + np.repeat(first - start, lengths), start, stop


def _rest(row: FloatArray, cut: StancePhases) -> FloatArray:
    """Mean over the unloaded part of swing."""
    rest: FloatArray = segments.means(row[np.newaxis], cut.rest_from, cut.rest_to)[0]
    return rest


def _stance(row: FloatArray, rest: FloatArray, cut: StancePhases) -> FloatArray:
    """Sum over stance, above rest."""
    total: FloatArray = segments.sums(row[np.newaxis], cut.on, cut.off)[0]
    return total - (cut.off - cut.on) * rest
