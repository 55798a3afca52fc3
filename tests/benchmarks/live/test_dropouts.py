"""The benchmark of drop-outs times what it says."""

import pytest

from benchmarks.live.dropouts import measure


@pytest.mark.timeout(120)
async def test_a_pod_that_was_away_is_heard_and_timed() -> None:
    (took_s,) = await measure(1)

    assert 0.0 < took_s < 20.0
