"""Rows of NaN for the samples that a block's start jumps over."""

from collections.abc import Iterator

import numpy as np

from monitor.types import FloatArray, FootBlock

PIECE: int = 4096
"""Longest block made here: a gap of hours costs time, not memory."""


def without_jumps(block: FootBlock, expected: int, t_before_s: float) -> Iterator[FootBlock]:
    """Yield the block, after blocks of lost samples where it starts later than expected.

    Parameters
    ----------
    block : FootBlock
    expected : int
        Number of the sample after the last one seen.
    t_before_s : float
        Session time of the last sample seen; lost samples lie evenly between.
    """
    lost = block.start - expected
    if lost and len(block):
        step_s = (float(block.t_s[0]) - t_before_s) / (lost + 1)
        for start in range(expected, block.start, PIECE):
            numbers = np.arange(start, min(start + PIECE, block.start), dtype=np.float64)
            yield _nothing(block, start, t_before_s + step_s * (numbers - (expected - 1)))
    yield block


def _nothing(like: FootBlock, start: int, t_s: FloatArray) -> FootBlock:
    n = len(t_s)
    return FootBlock(
        side=like.side,
        start=start,
        rate_hz=like.rate_hz,
        t_s=t_s,
        acc_m_s2=np.full((n, like.acc_m_s2.shape[1]), np.nan),
        gyr_rad_s=np.full((n, like.gyr_rad_s.shape[1]), np.nan),
        plantar_kpa=np.full((n, like.plantar_kpa.shape[1]), np.nan),
        instep_kpa=np.full((n, like.instep_kpa.shape[1]), np.nan),
        load_n=np.full(n, np.nan),
    )
