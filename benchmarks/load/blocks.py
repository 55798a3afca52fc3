"""Put a whole recording into one block of a foot."""

from pathlib import Path

import numpy as np

from monitor.types import FloatArray, FootBlock, Side

DATA = Path(__file__).parents[3] / "shared" / "data"


def block(
    t_s: FloatArray,
    rate_hz: float,
    *,
    side: Side = Side.LEFT,
    plantar_kpa: FloatArray | None = None,
    imu: FloatArray | None = None,
    load_n: FloatArray | None = None,
) -> FootBlock:
    """Whole recording of one foot; what is not given the foot does not have."""
    n = len(t_s)
    return FootBlock(
        side=side,
        start=0,
        rate_hz=rate_hz,
        t_s=t_s,
        acc_m_s2=np.empty((n, 0)) if imu is None else imu[:, :3].copy(),
        gyr_rad_s=np.empty((n, 0)) if imu is None else imu[:, 3:].copy(),
        plantar_kpa=np.empty((n, 0)) if plantar_kpa is None else plantar_kpa,
        instep_kpa=np.empty((n, 0)),
        load_n=np.full(n, np.nan) if load_n is None else load_n,
    )
