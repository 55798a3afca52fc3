import pytest

from monitor.errors import WireError
from monitor.types import Cell, CellLayout
from monitor.wire import layout

HEEL = Cell(0.02, -0.015, 0.0003)
LARGEST = CellLayout("x" * 32, (HEEL,) * 32, (HEEL,) * 8)


def test_the_largest_layout_fits_an_attribute() -> None:
    payload = layout.encode(LARGEST)

    assert len(payload) == 276  # an attribute holds 512
    assert layout.decode(payload) == LARGEST


@pytest.mark.parametrize(
    "cell",
    [Cell(0.6, 0.0, 0.0003), Cell(0.1, -0.2, 0.0003), Cell(0.1, 0.0, 0.0), Cell(0.1, 0.0, 0.02)],
)
def test_a_cell_that_is_not_on_a_foot_is_neither_written_nor_read(cell: Cell) -> None:
    good = CellLayout("small", (HEEL,) * 8)
    counts = (cell.forward_m * 1e3, cell.lateral_m * 1e3, cell.area_m2 * 1e6)
    bad = b"".join(round(c).to_bytes(2, "little", signed=c < 0) for c in counts)

    with pytest.raises(ValueError, match="not on a foot"):
        layout.encode(CellLayout("small", (HEEL,) * 7 + (cell,)))
    with pytest.raises(WireError, match="cell 7 at"):
        layout.decode(layout.encode(good)[:-6] + bad)


@pytest.mark.parametrize("wrong", [CellLayout("", (HEEL,) * 8), CellLayout("few", (HEEL,) * 7)])
def test_a_layout_without_a_name_or_with_too_few_cells_is_not_written(wrong: CellLayout) -> None:
    with pytest.raises(ValueError, match="cells"):
        layout.encode(wrong)


def test_another_version_is_refused() -> None:
    with pytest.raises(WireError, match="layout of protocol version 2"):
        layout.decode(b"\x02" + layout.encode(LARGEST)[1:])
