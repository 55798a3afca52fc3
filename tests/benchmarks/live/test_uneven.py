"""What is done to recordings before they are judged."""

import numpy as np

from benchmarks.live.uneven import late, lost

TABLE = np.column_stack([np.arange(240) / 200.0, np.arange(240)])


def test_one_stamp_in_sixty_is_late_and_every_row_is_there() -> None:
    changed = late(TABLE)

    assert np.flatnonzero(changed[:, 0] - TABLE[:, 0]).tolist() == [30, 90, 150, 210]
    assert (changed[:, 1] == TABLE[:, 1]).all()


def test_one_sample_in_sixty_is_left_out() -> None:
    assert sorted(set(TABLE[:, 1]) - set(lost(TABLE)[:, 1])) == [30.0, 90.0, 150.0, 210.0]
