"""Errors of real sensors: mounting, bias, drift, bandwidth, noise, range."""

import math

import numpy as np
from scipy.spatial.transform import Rotation

from firmware_sim.recursive import butterworth, one_pole, settled, two_poles
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
        self._section = butterworth(corner, spec.rate_hz)
        self._state: FloatArray | None = None

    def measure(
        self, force_m_s2: FloatArray, turn_rad_s: FloatArray, t_s: FloatArray
    ) -> FloatArray:
        """Acceleration and angular rate in the sensor's axes, shape (n, 6)."""
        ideal = np.hstack([_apply(self._turn, force_m_s2), _apply(self._turn, turn_rad_s)])
        if self._state is None:
            self._state = settled(self._section, ideal[0])
        seen, self._state = two_poles(ideal, self._section, self._state)
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
        d = self._decay
        y, state = one_pole(x, 1.0 - d, d, self._last * d)
        self._last = state / d
        return y


def _rotation(turn_deg: tuple[float, float, float]) -> FloatArray:
    """Matrix from the foot's axes to those of a sensor turned about x, then y, then z."""
    turn: FloatArray = Rotation.from_euler("xyz", turn_deg, degrees=True).as_matrix().T
    return turn


def _apply(matrix: FloatArray, vectors: FloatArray) -> FloatArray:
    """Rows times a 3×3 matrix, written out so that the result does not depend on the count."""
    x, y, z = vectors.T
    return np.column_stack([m[0] * x + m[1] * y + m[2] * z for m in matrix])
