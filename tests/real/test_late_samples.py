"""One sample in sixty late or lost (../shared/cases) does not cost the lengths of all strides."""

from pathlib import Path

import pytest

from monitor import analyse
from monitor.sources.importers.csv_map import map_path
from tests.beside import needs

CASE = Path(__file__).parents[3] / "shared" / "cases" / "csv_one_late_or_lost_sample"

pytestmark = needs(CASE)


def lengths_m(name: str) -> list[float]:
    run = analyse(CASE / f"{name}.csv.gz", import_map=map_path("vicon_foot"))
    motions = [stride.motion for stride in run.strides if stride.motion is not None]
    return [m.stride_length_m for m in motions if m.stride_length_m is not None]


@pytest.mark.parametrize("name", ["jitter", "lost"])
def test_strides_keep_their_lengths(name: str) -> None:
    plain, found = lengths_m("plain"), lengths_m(name)

    assert len(plain) == 15
    assert found == pytest.approx(plain, rel=0.02)
