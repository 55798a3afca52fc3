"""Errors of real sensors: mounting, bias, drift, bandwidth, noise, range."""

import math

import numpy as np

from firmware_sim.recursive import recursive
from firmware_sim.scenario.model import ImuSpec, InsoleSpec
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2

_WARM_UP_K, _WARM_UP_S = 8.0, 600.0
"""A pod warms up on the foot."""
_HYSTERESIS_S, _CREEP_S = 0.03, 90.0


class ImuSensor:
    """Mounting, scale, bias, drift, bandwidth, noise and clipping of one IMU; keeps its state."""

    def __init__(self, spec: ImuSpec, seed: list[int]) -> None:
        self._spec = spec
        self._rng = np.random.default_rng(seed)
        rng = self._rng
        self._turn = _rotation(spec.turn_deg)
        self._scale = 1.0 + spec.scale_error * rng.uniform(-1.0, 1.0, 6)
        limit = np.array([spec.acc_bias_m_s2] * 3 + [math.radians(spec.gyr_bias_deg_s)] * 3)
        self._bias = limit * rng.uniform(-1.0, 1.0, 6)
        self._drift = spec.drift_per_k * limit * rng.uniform(-1.0, 1.0, 6)
        root = math.sqrt(spec.rate_hz / 2.0)
        self._noise = root * np.array(
            [spec.acc_noise_m_s2_rthz] * 3 + [math.radians(spec.gyr_noise_deg_s_rthz)] * 3
        )
        self._range = np.array(
            [spec.acc_range_g * STANDARD_GRAVITY_M_S2] * 3
            + [math.radians(spec.gyr_range_deg_s)] * 3
        )
        corner = min(spec.bandwidth_hz, 0.45 * spec.rate_hz)
        self._band = _Butterworth(corner, spec.rate_hz)

    def measure(
        self, force_m_s2: FloatArray, turn_rad_s: FloatArray, t_s: FloatArray
    ) -> FloatArray:
        """Acceleration and angular rate in the sensor's axes, shape (n, 6)."""
        ideal = np.hstack([_apply(self._turn, force_m_s2), _apply(self._turn, turn_rad_s)])
        seen = self._band(ideal)
        warm_k = _WARM_UP_K * (1.0 - np.exp(-t_s / _WARM_UP_S))
        seen = seen * self._scale + self._bias + warm_k[:, None] * self._drift
        seen += self._noise * self._rng.standard_normal(seen.shape)
        return np.clip(seen, -self._range, self._range)


class CellSensors:
    """Gain, offset, hysteresis, creep, drift, noise and dead cells; keeps its state."""

    def __init__(self, spec: InsoleSpec, cells: int, seed: list[int]) -> None:
        self._spec = spec
        self._rng = np.random.default_rng(seed)
        self._gain = 1.0 + spec.gain_error * self._rng.uniform(-1.0, 1.0, cells)
        self._offset = spec.offset_kpa * self._rng.uniform(0.0, 1.0, cells)
        self._drift = spec.drift_kpa_k * self._rng.uniform(-1.0, 1.0, cells)
        self._lag = _LowPass(_HYSTERESIS_S, spec.rate_hz)
        self._creep = _LowPass(_CREEP_S, spec.rate_hz)

    def measure(self, true_kpa: FloatArray, t_s: FloatArray) -> FloatArray:
        """Pressure as the insole reports it, shape (n, cells); NaN is never made here."""
        spec = self._spec
        late = self._lag(true_kpa)
        slow = self._creep(true_kpa)
        seen = (1.0 - spec.hysteresis) * true_kpa + spec.hysteresis * late + spec.creep * slow
        warm_k = _WARM_UP_K * (1.0 - np.exp(-t_s / _WARM_UP_S))
        seen = seen * self._gain + self._offset + warm_k[:, None] * self._drift
        seen += spec.noise_kpa * self._rng.standard_normal(seen.shape)
        for cell in spec.dead_cells:
            if cell < seen.shape[1]:
                seen[:, cell] = 0.0
        return np.clip(seen, 0.0, spec.range_kpa)


class _LowPass:
    """First-order low-pass that starts at the first sample."""

    def __init__(self, time_constant_s: float, rate_hz: float) -> None:
        self._decay = math.exp(-1.0 / (time_constant_s * rate_hz))
        self._last: FloatArray | None = None

    def __call__(self, x: FloatArray) -> FloatArray:
        """Filter the next samples."""
        if self._last is None:
            self._last = x[:1] * 1.0
        y = recursive((1.0 - self._decay) * x, [-self._decay], self._last)
        self._last = np.concatenate([self._last, y])[-1:]
        return y


class _Butterworth:
    """Second-order low-pass, flat below its corner; settled on its first sample."""

    def __init__(self, corner_hz: float, rate_hz: float) -> None:
        # bilinear transform, with the corner where it should be after it
        k = math.tan(math.pi * corner_hz / rate_hz)
        whole = 1.0 + math.sqrt(2.0) * k + k * k
        self._gain = k * k / whole
        self._poles = 2.0 * (k * k - 1.0) / whole, (1.0 - math.sqrt(2.0) * k + k * k) / whole
        self._before: tuple[FloatArray, FloatArray] | None = None

    def __call__(self, x: FloatArray) -> FloatArray:
        """Filter the next samples, shape (n, channels)."""
        if self._before is None:
            self._before = x[[0, 0]], x[[0, 0]]
        came = np.concatenate([self._before[0], x])
        drive = self._gain * (came[2:] + 2.0 * came[1:-1] + came[:-2])
        y = recursive(drive, self._poles, self._before[1])
        self._before = came[-2:], np.concatenate([self._before[1], y])[-2:]
        return y


def _rotation(turn_deg: tuple[float, float, float]) -> FloatArray:
    """Matrix from the foot's axes to those of a sensor turned about x, then y, then z."""
    (cx, sx), (cy, sy), (cz, sz) = (
        (math.cos(angle), math.sin(angle)) for angle in map(math.radians, turn_deg)
    )
    about_x = np.array([[1.0, 0.0, 0.0], [0.0, cx, -sx], [0.0, sx, cx]])
    about_y = np.array([[cy, 0.0, sy], [0.0, 1.0, 0.0], [-sy, 0.0, cy]])
    about_z = np.array([[cz, -sz, 0.0], [sz, cz, 0.0], [0.0, 0.0, 1.0]])
    turn: FloatArray = (about_z @ about_y @ about_x).T
    return turn


def _apply(matrix: FloatArray, vectors: FloatArray) -> FloatArray:
    """Rows times a 3×3 matrix, written out so that the result does not depend on the count."""
    x, y, z = vectors.T
    return np.column_stack([m[0] * x + m[1] * y + m[2] * z for m in matrix])
