"""What the delivery benchmark counts."""

import pytest

from benchmarks.delivery.rows import percentile
from benchmarks.delivery.screens import late_s


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1.0), (0.5, 3.0), (1.0, 5.0)])
def test_a_percentile_is_one_of_the_values(share: float, expected: float) -> None:
    assert percentile([5.0, 1.0, 4.0, 2.0, 3.0], share) == expected


def test_an_update_that_a_page_left_out_counts_until_the_next_one_is_shown() -> None:
    fed = [10.0 * number for number in range(300)]
    shown = [("62", 21.0), ("63", 34.0), ("65", 52.0)]
    second_round = [(text, t_s + 1400.0) for text, t_s in shown]

    assert late_s(fed, shown) == [4.0, 12.0, 2.0]
    assert late_s(fed, second_round) == [4.0, 12.0, 2.0]
