"""The score of numbness risk: the way from the naive rule to the oracle, and warnings in time."""

import pytest

from benchmarks.alerts.cases import draw
from benchmarks.alerts.numb import numb_lines
from benchmarks.alerts.play import Place, Played
from monitor.types import Side, Zone

CASE = draw("numbness", 0, unseen=False)


def played(ours: float, naive: float, oracle: float, tapped_s: float | None) -> Played:
    warned_s = 100.0 if ours > 1.0 else None
    place = Place(tapped_s, warned_s, ours, naive, oracle)
    return Played(CASE, 0.7, places={(side, zone): place for side in Side for zone in Zone})


def verdicts(*runs: Played) -> dict[str, tuple[str, bool | None]]:
    return {line.what: (line.value, line.met) for line in numb_lines(runs) if "top" in line.what}


@pytest.mark.parametrize(
    ("levels", "text", "met"),
    [((2.0, 0.4, 0.3), "100 %", True), ((0.5, 0.6, 0.3), "0 % (", False)],
)
def test_the_way_is_closed_by_a_score_that_ranks_like_the_oracle(
    levels: tuple[float, float, float], text: str, met: bool
) -> None:
    felt, less, least = levels
    runs = [
        played(felt, 8.0, 0.9, 600.0),
        played(less, 9.0, 0.2, None),
        played(least, 7.0, 0.1, None),
    ]

    value, decided = verdicts(*runs)["numbness, top: way closed"]

    assert value.startswith(text)
    assert decided is met


def test_a_warning_counts_three_minutes_before_the_tap_and_never_without_one() -> None:
    runs = [
        played(2.0, 9.0, 0.9, 600.0),
        played(2.0, 9.0, 0.9, 200.0),
        played(2.0, 9.0, 0.1, None),
        played(0.5, 5.0, 0.1, None),
    ]

    found = verdicts(*runs)

    assert found["numbness, top: warned 3 min before"] == ("2/4 = 50.0 % (7–93)", False)
    assert found["numbness, top: warned, not felt"] == ("2/4 = 50.0 % (7–93)", None)
