import numpy as np
import pytest

from monitor.errors import WireError
from monitor.wire import pressure
from monitor.wire.pressure import PressureFrame, max_samples


def frame(kpa: float, n: int = 1, plantar: int = 8, instep: int = 1) -> PressureFrame:
    return PressureFrame(0, 0, np.full((n, plantar), kpa), np.full((n, instep), kpa))


@pytest.mark.parametrize(
    ("sent_kpa", "read_kpa"),
    [
        (0.0, 0.0),
        (0.25, 0.25),
        (600.0, 600.0),
        (-3.0, 0.0),
        (9e9, 1023.96875),
        (np.inf, 1023.96875),
    ],
)
def test_pressure_is_kept_to_a_count_and_saturates(sent_kpa: float, read_kpa: float) -> None:
    read = pressure.decode(pressure.encode(frame(sent_kpa)))

    assert read.plantar_kpa.tolist() == [[read_kpa] * 8]
    assert read.instep_kpa.tolist() == [[read_kpa]]


def test_a_cell_that_is_not_valid_is_nan_and_harms_no_other() -> None:
    kpa = np.full((2, 8), 10.0)
    kpa[1, 3] = np.nan

    read = pressure.decode(pressure.encode(PressureFrame(0, 0, kpa, np.zeros((2, 0)))))

    np.testing.assert_array_equal(read.plantar_kpa, kpa)
    assert read.instep_kpa.shape == (2, 0)


@pytest.mark.parametrize("cells", [(8, 0), (20, 0), (20, 4), (32, 8)])
def test_a_full_notification_fits_a_247_byte_mtu_and_one_sample_more_does_not(
    cells: tuple[int, int],
) -> None:
    n = max_samples(*cells)

    payload = pressure.encode(frame(1.0, n, *cells))

    assert len(payload) <= 244 < len(payload) + 2 * sum(cells)
    with pytest.raises(ValueError, match="fit"):
        pressure.encode(frame(1.0, n + 1, *cells))
    longer = payload[:6] + bytes([n + 1]) + payload[7:] + bytes(2 * sum(cells))
    with pytest.raises(WireError, match=f"{n + 1} samples"):
        pressure.decode(longer)


@pytest.mark.parametrize("cells", [(7, 0), (33, 0), (8, 9)])
def test_cell_counts_that_no_insole_has_are_refused(cells: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="cells"):
        pressure.encode(frame(1.0, 1, *cells))
    with pytest.raises(WireError, match="cells"):
        pressure.decode(bytes([0, 0, 0, 0, 0, 0, 1, *cells]) + bytes(2 * sum(cells)))


def test_another_insoles_packets_are_told_apart_even_at_equal_length() -> None:
    mine, other = pressure.encode(frame(1.0)), pressure.encode(frame(1.0, plantar=9, instep=0))

    batch = pressure.decode_many([other, mine], 8, 1)

    assert batch.packet.tolist() == [1]
    assert [(i, error.reason) for i, error in batch.errors] == [
        (0, "pressure frame of 9 + 0 cells, the insole has 8 + 1")
    ]
