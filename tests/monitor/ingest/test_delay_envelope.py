from itertools import combinations

import numpy as np
import pytest

from monitor.ingest.delay_envelope import Envelope, Point

BUCKETS = 12


def nearest_slope(points: list[Point]) -> float:
    """Slope of the edge that lies lowest at the mean time: tried edge by edge."""
    mean_s = sum(t_s for t_s, _ in points) / len(points)
    edges = [(a, b) for a, b in combinations(points, 2) if a[0] < mean_s <= b[0]]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in edges]
    at_mean = [a[1] + slope * (mean_s - a[0]) for (a, _), slope in zip(edges, slopes, strict=True)]
    return slopes[int(np.argmin(at_mean))]


@pytest.mark.parametrize("seed", range(8))
def test_the_nearest_line_below_is_that_of_the_latest_buckets_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    envelope = Envelope(BUCKETS)
    least: dict[int, Point] = {}
    bucket = 0
    for _ in range(300):
        bucket += int(rng.choice([0, 1, 1, 1, 4], p=[0.3, 0.3, 0.2, 0.15, 0.05]))
        point = (bucket + rng.uniform(0.0, 1.0), rng.exponential(1.0) + 0.01 * bucket)
        envelope.note(bucket, point)
        if bucket not in least or point[1] < least[bucket][1]:
            least[bucket] = point
        if rng.random() < 0.5:
            continue
        latest = [p for number, p in sorted(least.items()) if number > bucket - BUCKETS]
        if len(latest) > 2:
            assert envelope.slope() == pytest.approx(nearest_slope(latest), rel=1e-9)
            below_s = min(delay_s - 0.1 * (t_s - 50.0) for t_s, delay_s in latest)
            assert envelope.delay_s(50.0, 0.1) == pytest.approx(below_s, rel=1e-9)


def test_a_bucket_that_comes_out_of_order_takes_its_place() -> None:
    late, orderly = Envelope(BUCKETS), Envelope(BUCKETS)
    points = [(float(t), d) for t, d in enumerate([0.5, 0.2, 0.6, 0.3, 0.4])]
    for bucket in (0, 2, 3, 4, 1):
        late.note(bucket, points[bucket])
    for bucket, point in enumerate(points):
        orderly.note(bucket, point)

    assert late.slope() == orderly.slope()
    assert late.delay_s(9.0, 0.0) == orderly.delay_s(9.0, 0.0) == 0.2


def test_a_later_and_lower_delay_of_a_bucket_replaces_it() -> None:
    envelope = Envelope(BUCKETS)
    for bucket, delay_s in enumerate([0.5, 0.2, 0.6]):
        envelope.note(bucket, (float(bucket), delay_s))
    before = envelope.delay_s(5.0, 0.0)
    envelope.note(1, (1.5, 0.1))
    envelope.note(1, (1.7, 0.3))

    assert (before, envelope.delay_s(5.0, 0.0)) == (0.2, 0.1)


def test_few_points_have_no_slope() -> None:
    envelope = Envelope(BUCKETS)
    envelope.note(0, (0.0, 1.0))
    envelope.note(1, (1.0, 2.0))

    assert envelope.slope(least=3) == 0.0
    assert envelope.slope(least=2) == 1.0


def test_a_bucket_older_than_the_latest_ones_is_too_late() -> None:
    envelope = Envelope(BUCKETS)
    for bucket in range(3, 3 + BUCKETS):
        envelope.note(bucket, (float(bucket), 1.0))
    envelope.note(2, (2.0, 0.1))

    assert envelope.delay_s(20.0, 0.0) == 1.0
