"""Initial and terminal contact of each swing, from the turn of the foot.

Each window runs from one mid-stance to the next, so that it holds one terminal contact, one swing
and one initial contact. Columns are fractional: contacts lie between samples.
"""

import math
from dataclasses import replace

import numpy as np

from monitor.gait.imu import contacts_running
from monitor.gait.imu.contacts_running import Contacts
from monitor.gait.imu.limits_contacts import ContactLimits
from monitor.gait.imu.quaternions import BoolArray, IntArray
from monitor.gait.imu.strapdown import Paths, Windows, trapezoid
from monitor.ingest.interpolate import crossing_column
from monitor.types import FloatArray


def find_contacts(
    windows: Windows, paths: Paths, limits: ContactLimits, rested_samples: IntArray | None = None
) -> Contacts:
    """Locate both contacts of every window.

    By the foot's turn. Terminal contact: it has turned by a certain angle since mid-stance, the
    further the faster, because the leg trails further behind. Initial contact: pitch rate falls
    through half of its landing minimum; a step response crosses its half at the step's own time
    whatever the bandwidth. A forefoot lands otherwise, its heel sinking later; then the shock,
    where the sensor is quick enough to see one, says when at the latest.

    A foot that is in the air for more than half of the stride runs: then by its sole's motion.
    ``rested_samples``, one a window: how long the foot rested before it, as part of the stride.
    """
    rate = windows.gyr.z
    inside = windows.inside
    angle = trapezoid(rate, windows.dt_s)
    column = np.arange(rate.shape[1])[np.newaxis, :]
    lowest = np.argmin(np.where(inside, angle, np.inf), axis=1)
    swing = inside & (column >= lowest[:, np.newaxis])
    highest = np.argmax(np.where(swing, angle, -np.inf), axis=1)
    landing = swing & (column >= highest[:, np.newaxis])
    landing &= column <= (highest + round(limits.slap_search_s / windows.dt_s))[:, np.newaxis]
    slap = np.argmin(np.where(landing, rate, np.inf), axis=1)
    leaving = inside & (column <= lowest[:, np.newaxis])
    tc = _first_below(angle, _left_rad(windows, paths, angle, lowest, limits), leaving)
    half = limits.slap_fraction * rate[windows.rows, slap]
    descent = landing & (column <= slap[:, np.newaxis])
    ic = _last_from_above(rate, half, descent, highest)
    ic = np.minimum(ic, _shock(windows, lowest, highest, slap, limits))
    # the turn of the foot tells running from walking, and where to look for the sole's own motion
    stride = windows.last if rested_samples is None else windows.last + rested_samples
    runs = ic - tc > limits.swing_share * stride
    turned = Contacts(tc, ic, lowest, highest, angle, np.asarray(runs))
    return replace(
        turned,
        tc=np.where(runs, contacts_running.leaving(windows, paths, lowest, limits.run), tc),
        ic=np.where(runs, contacts_running.landing(windows, paths, turned, limits.run), ic),
    )


def _left_rad(
    windows: Windows, paths: Paths, angle: FloatArray, lowest: IntArray, limits: ContactLimits
) -> FloatArray:
    """Turn since mid-stance at which the foot leaves the ground, rad; one a window.

    Never further than a share of the whole way to the ``lowest`` column.
    """
    speed_m_s = paths.length_m / (windows.last * windows.dt_s)
    toe_off_deg = limits.toe_off_deg + limits.toe_off_deg_s_m * speed_m_s
    depth = angle[windows.rows, lowest]
    return np.maximum(-toe_off_deg * (math.pi / 180.0), limits.toe_off_share * depth)


def _shock(
    windows: Windows, lowest: IntArray, highest: IntArray, slap: IntArray, limits: ContactLimits
) -> FloatArray:
    """Latest column of initial contact that the start of the shock allows; infinite if none."""
    size = windows.acc.norm()
    step = np.zeros_like(size)
    step[:, 1:] = np.abs(size[:, 1:] - size[:, :-1])
    column = np.arange(size.shape[1])[np.newaxis, :]
    early = np.maximum(lowest, highest - round(limits.shock_search_s / windows.dt_s))
    near = (column > early[:, np.newaxis]) & (column <= slap[:, np.newaxis] + 1) & windows.inside
    most = np.max(np.where(near, step, 0.0), axis=1)
    high = np.max(np.where(near, size, 0.0), axis=1)
    swing_size = high - np.min(np.where(near, size, np.inf), axis=1)
    # a longer interval holds a larger part of any rise, of a smooth one too
    share = limits.shock_share * max(1.0, windows.dt_s / limits.shock_share_s)
    sharp = (most > share * swing_size) & (swing_size > limits.shock_m_s2)
    starts = near & (step >= limits.shock_start * most[:, np.newaxis])
    first = np.argmax(starts, axis=1) - 0.5
    return np.where(sharp, first + limits.shock_s / windows.dt_s, np.inf)


def _first_below(values: FloatArray, level: FloatArray, where: BoolArray) -> FloatArray:
    """Fractional column at which a row first falls to its level (0 if at once)."""
    below = where & (values <= level[:, np.newaxis])
    after = np.argmax(below, axis=1)
    return crossing_column(values, level, np.maximum(after - 1, 0), after)


def _last_from_above(
    values: FloatArray, level: FloatArray, where: BoolArray, otherwise: IntArray
) -> FloatArray:
    """Fractional column at which a row last falls through its level."""
    above = where & (values > level[:, np.newaxis])
    width = values.shape[1]
    before = width - 1 - np.argmax(above[:, ::-1], axis=1)
    before = np.where(above.any(axis=1), before, otherwise)
    return crossing_column(values, level, before, np.minimum(before + 1, width - 1))
