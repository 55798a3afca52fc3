import numpy as np
import pytest

from monitor.wire.batch import Batch

ONE, NONE = np.ones(1, np.int64), np.zeros(0, np.int64)


@pytest.mark.parametrize(
    ("tick", "rows"),
    [(NONE, 1), (ONE, 2)],
    ids=["a tick is missing", "a sample too many"],
)
def test_columns_that_do_not_match_are_a_bug(tick: np.ndarray, rows: int) -> None:
    with pytest.raises(ValueError, match=r"differ in length|samples counted"):
        Batch(ONE, tick, ONE, ONE, np.zeros((rows, 6)))


def test_a_batch_cannot_be_changed() -> None:
    batch = Batch(ONE.copy(), ONE.copy(), ONE.copy(), ONE.copy(), np.zeros((1, 6)))

    with pytest.raises(ValueError, match="read-only"):
        batch.values[0, 0] = 1.0
