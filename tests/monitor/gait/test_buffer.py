"""Samples that are still needed, by number and by time."""

import numpy as np
import pytest

from monitor.gait.buffer import History
from monitor.types import FootBlock, Side


def block(start: int, n: int, t0_s: float = 5.0) -> FootBlock:
    numbers = np.arange(start, start + n, dtype=np.float64)
    return FootBlock(
        side=Side.LEFT,
        start=start,
        rate_hz=100.0,
        t_s=t0_s + numbers / 100.0,
        acc_m_s2=np.zeros((n, 3)),
        gyr_rad_s=np.tile(numbers[:, np.newaxis], 3),
        plantar_kpa=np.column_stack([numbers, 2.0 * numbers]),
        instep_kpa=3.0 * numbers[:, np.newaxis],
        load_n=4.0 * numbers,
    )


def filled(*sizes: int, keep: int | None = None) -> History:
    history, start = History(), 100
    for n in sizes:
        history.append(block(start, n), np.full(n, 7.0))
        start += n
        if keep is not None:
            history.forget_before(start - keep)
    return history


def test_every_channel_is_read_by_sample_number() -> None:
    history = filled(30, 1, 500)

    assert (history.first, history.stop) == (100, 631)
    assert history.plantar_kpa(200, 202).tolist() == [[200.0, 201.0], [400.0, 402.0]]
    assert history.instep_kpa(200, 202).tolist() == [[600.0, 603.0]]
    assert history.load_n(130, 132).tolist() == [520.0, 524.0]
    assert history.signal(130, 132).tolist() == [7.0, 7.0]
    assert history.turning_rad_s(130, 131).tolist() == pytest.approx([130.0 * 3.0**0.5])


def test_instants_lie_between_samples() -> None:
    history = filled(50)

    assert history.time_at(110.25) == pytest.approx(6.1025)
    assert history.time_at(50.0) == 6.0
    assert history.time_at(1e9) == pytest.approx(6.49)
    assert history.number_at(6.1025) == 111


def test_memory_does_not_grow_with_the_session() -> None:
    history = filled(*[100] * 2000, keep=300)

    assert history.stop - history.first == 300
    newest = history.plantar_kpa(history.stop - 1, history.stop)
    assert newest.tolist() == [[200099.0], [400198.0]]
    assert newest.base is not None
    assert newest.base.size < 50_000


def test_a_foot_without_inertial_sensor_is_never_seen_to_turn() -> None:
    history = History()
    bare = block(0, 10)
    none = np.empty((10, 0))
    history.append(
        FootBlock(
            side=bare.side,
            start=0,
            rate_hz=100.0,
            t_s=bare.t_s,
            acc_m_s2=none,
            gyr_rad_s=none.copy(),
            plantar_kpa=bare.plantar_kpa,
            instep_kpa=bare.instep_kpa,
            load_n=bare.load_n,
        ),
        bare.load_n,
    )

    assert np.isnan(history.turning_rad_s(0, 10)).all()
