"""What do a force and its place say of each stride?

Every function takes one row of samples and the strides in it, and gives columns of shape
(strides,), NaN where samples were lost. The sole's reading in the unloaded part of swing (offset,
and the shoe that clamps the foot) is no force on the ground and is taken off.
"""

import numpy as np

from monitor.gait import segments
from monitor.gait.load_features import Stretches
from monitor.limits.gait_load import PressureLimits
from monitor.types import FloatArray

Columns = dict[str, FloatArray]
"""One array of shape (strides,) for each field of ``LoadFeatures`` that is known."""


def force_columns(
    force_n: FloatArray, cut: Stretches, rate_hz: float, limits: PressureLimits
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


def place_columns(force_n: FloatArray, moment_n_m: FloatArray, cut: Stretches) -> Columns:
    """Centre of pressure over the first and the last part of stance, from the heel, m.

    ``moment_n_m`` is that of the force about the back of the heel.
    """
    rest_n, rest_n_m = _rest(force_n, cut), _rest(moment_n_m, cut)
    columns: Columns = {}
    for name, start, stop in (("cop_start_m", cut.on, cut.head), ("cop_end_m", cut.tail, cut.off)):
        samples = stop - start
        total_n = segments.sums(force_n[np.newaxis], start, stop)[0] - samples * rest_n
        total_n_m = segments.sums(moment_n_m[np.newaxis], start, stop)[0] - samples * rest_n_m
        loaded = total_n > 0.0
        columns[name] = np.where(loaded, total_n_m / np.where(loaded, total_n, 1.0), np.nan)
    return columns


def tendon_columns(tendon_n: FloatArray, cut: Stretches, rate_hz: float) -> Columns:
    """Peak and impulse of the Achilles tendon's load; it cannot push."""
    rest_n = _rest(tendon_n, cut)
    lengths = cut.off - cut.on
    stop = np.cumsum(lengths)
    start = stop - lengths
    places = np.arange(int(stop[-1])) + np.repeat(cut.on - start, lengths)
    pull_n = np.maximum(tendon_n[places] - np.repeat(rest_n, lengths), 0.0)[np.newaxis]
    return {
        "achilles_peak_n": segments.peaks(pull_n, start, stop)[0],
        "achilles_impulse_n_s": segments.sums(pull_n, start, stop)[0] / rate_hz,
    }


def _rest(row: FloatArray, cut: Stretches) -> FloatArray:
    """Mean over the unloaded part of swing."""
    rest: FloatArray = segments.means(row[np.newaxis], cut.rest_from, cut.rest_to)[0]
    return rest


def _stance(row: FloatArray, rest: FloatArray, cut: Stretches) -> FloatArray:
    """Sum over stance, above rest."""
    total: FloatArray = segments.sums(row[np.newaxis], cut.on, cut.off)[0]
    return total - (cut.off - cut.on) * rest
