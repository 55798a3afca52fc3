"""A foot in the sagittal plane whose contacts, path and pitch are known exactly.

Only for tests of the gait core: the sensor rides on a rigid foot that lands, rolls about the
lever's foot point while it stands, and swings. No noise, no clipping, no shoe.
"""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage
from scipy.interpolate import PchipInterpolator

from monitor.types import FloatArray, FootBlock, Side

FINE = 10
"""Poses per sample, before differentiation."""
SMOOTHING_S = 0.006
GIVE_S = 0.05
"""Time in which a shoe stops a foot that lands moving."""

PITCH_DEG = (
    # share of stance (0…1), then of swing (1…2): pitch
    (0.00, 14.0),
    (0.20, 0.5),
    (0.45, -2.0),
    (0.60, -6.0),
    (0.90, -30.0),
    (1.00, -50.0),
    (1.20, -72.0),
    (1.80, 18.0),
    (2.00, 14.0),
)


@dataclass(frozen=True)
class Foot:
    """How the foot moves: a run of equal strides after standing."""

    stride_s: float = 0.72
    duty: float = 0.35
    length_m: float = 2.2
    strides: int = 30
    stand_s: float = 2.0
    rate_hz: float = 200.0
    onward_m_s: float = 0.0
    down_m_s: float = 0.0
    """How fast the foot still moves when it touches the ground."""
    sensor_m: tuple[float, float] = (-0.08, 0.11)
    """Forward and up of the point about which the resting foot rolls."""

    @property
    def ic_s(self) -> FloatArray:
        """Initial contacts; the first begins the standing."""
        return self.stand_s + self.stride_s * np.arange(self.strides, dtype=np.float64)

    @property
    def tc_s(self) -> FloatArray:
        """Terminal contacts."""
        return self.ic_s + self.duty * self.stride_s

    def block(self, turn: FloatArray | None = None) -> FootBlock:
        """Samples; ``turn`` is a rotation matrix from the foot's frame into the sensor's."""
        acc, gyr = self._signals()
        if turn is not None:
            acc, gyr = acc @ turn.T, gyr @ turn.T
        n = len(acc)
        return FootBlock(
            side=Side.RIGHT,
            start=0,
            rate_hz=self.rate_hz,
            t_s=np.arange(n) / self.rate_hz,
            acc_m_s2=acc,
            gyr_rad_s=gyr,
            plantar_kpa=np.empty((n, 0)),
            instep_kpa=np.empty((n, 0)),
            load_n=np.full(n, np.nan),
        )

    def _signals(self) -> tuple[FloatArray, FloatArray]:
        dt_s = 1.0 / (FINE * self.rate_hz)
        t_s = np.arange(0.0, self.stand_s + self.strides * self.stride_s, dt_s)
        pitch, x_m, y_m = self.pose(t_s)
        sigma = SMOOTHING_S / dt_s
        pitch, x_m, y_m = (ndimage.gaussian_filter1d(v, sigma) for v in (pitch, x_m, y_m))
        rate = np.gradient(pitch, dt_s)
        force_x = np.gradient(np.gradient(x_m, dt_s), dt_s)
        force_y = np.gradient(np.gradient(y_m, dt_s), dt_s) + 9.80665
        acc = np.zeros((len(t_s), 3))
        acc[:, 0] = np.cos(pitch) * force_x + np.sin(pitch) * force_y
        acc[:, 1] = -np.sin(pitch) * force_x + np.cos(pitch) * force_y
        gyr = np.zeros((len(t_s), 3))
        gyr[:, 2] = rate
        return acc[::FINE].copy(), gyr[::FINE].copy()

    def pose(self, t_s: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Pitch and the sensor's place: rolling while it stands, a smooth arc in the swing."""
        phase = np.maximum(t_s - self.stand_s, 0.0) / self.stride_s
        number = np.floor(phase)
        share = phase - number
        part = np.where(
            share < self.duty, share / self.duty, 1.0 + (share - self.duty) / (1.0 - self.duty)
        )
        part = np.where(t_s < self.stand_s, 0.45, part)
        part = np.where((number == 0) & (part < 0.45), 0.45, part)
        shares, degrees = zip(*PITCH_DEG, strict=True)
        pitch = np.deg2rad(PchipInterpolator(shares, degrees)(part))
        swing = np.clip(part - 1.0, 0.0, 1.0)
        smooth = swing**3 * (10.0 - 15.0 * swing + 6.0 * swing**2)
        hurry_s = (1.0 - self.duty) * self.stride_s * swing**3 * (1.0 - swing)
        given_s = np.minimum(share * self.stride_s, GIVE_S)
        wave_s = GIVE_S / (2.0 * np.pi) * np.sin(np.pi * given_s / GIVE_S)
        stopping = (number > 0) & (part < 1.0)
        left_s = np.where(stopping, 0.5 * (GIVE_S - given_s) - wave_s, 0.0)
        left_s += np.where(part >= 1.0, 0.5 * GIVE_S * smooth + hurry_s, 0.0)
        lift = 0.25 * np.sin(np.pi * swing) ** 3 + self.down_m_s * left_s
        travel_m = self.length_m * (number + smooth) - self.onward_m_s * left_s
        forward, up = self.sensor_m
        x_m = travel_m + np.cos(pitch) * forward - np.sin(pitch) * up
        y_m = lift + np.sin(pitch) * forward + np.cos(pitch) * up
        return pitch, x_m, y_m


def losing(block: FootBlock, losses: list[tuple[int, int]]) -> FootBlock:
    """The block with some samples lost: (first, how many)."""
    acc, gyr = block.acc_m_s2.copy(), block.gyr_rad_s.copy()
    for start, count in losses:
        acc[start : start + count] = np.nan
        gyr[start : start + count] = np.nan
    return part(block, 0, len(block), acc, gyr)


def part(
    block: FootBlock,
    start: int,
    stop: int,
    acc: FloatArray | None = None,
    gyr: FloatArray | None = None,
) -> FootBlock:
    """Samples [start, stop) of a block."""
    cut = slice(start, stop)
    return FootBlock(
        side=block.side,
        start=block.start + start,
        rate_hz=block.rate_hz,
        t_s=block.t_s[cut],
        acc_m_s2=(block.acc_m_s2 if acc is None else acc)[cut],
        gyr_rad_s=(block.gyr_rad_s if gyr is None else gyr)[cut],
        plantar_kpa=block.plantar_kpa[cut],
        instep_kpa=block.instep_kpa[cut],
        load_n=block.load_n[cut],
    )
