"""The benchmark of the alerts, on a few runs, and that it can fail."""

from dataclasses import replace

import pytest

from benchmarks.alerts import main
from benchmarks.alerts_cases import draw
from benchmarks.alerts_play import Played, play
from benchmarks.alerts_stats import auroc, rate, share
from benchmarks.alerts_table import table
from monitor.types import FindingKind

FAMILIES = (
    "tight laces",
    "tight laces, indirect",
    "overstriding",
    "fatigue",
    "swelling",
    "foot drop",
    "narrow shoe",
)


def test_a_few_known_runs_meet_every_target(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = [word for family in ("fresh", *FAMILIES) for word in ("--family", family)]

    code = main(["--only", "strides", "--half", "known", "--runs", "1", "--jobs", "1", *chosen])

    lines = capsys.readouterr().out.splitlines()
    for family in FAMILIES:
        (line,) = (line for line in lines if line.startswith(f"{family}: found"))
        assert line.endswith("met")
    assert not [line for line in lines if "MISSED" in line]
    assert code == 0


@pytest.fixture(scope="module")
def run_with_tight_laces() -> Played:
    return play(draw("tight laces", 0, unseen=False))


def test_a_detector_that_finds_nothing_misses_its_target(run_with_tight_laces: Played) -> None:
    deaf = replace(run_with_tight_laces, findings=[])

    missed = {line.what for line in table([deaf]) if line.met is False}

    assert missed == {"tight laces: found in 60 s"}


def test_a_voice_that_repeats_itself_at_once_misses_its_target(
    run_with_tight_laces: Played,
) -> None:
    said = run_with_tight_laces.advice
    assert FindingKind.LACING in {advice.cause for advice in said}
    hasty = [*said, replace(said[0], t_s=said[-1].t_s + 5.0)]

    lines = table([replace(run_with_tight_laces, advice=hasty)])

    assert [line.met for line in lines if line.what == "least gap of two sentences"] == [False]


@pytest.mark.parametrize(
    ("hits", "of", "text"),
    [
        (0, 0, "none"),
        (0, 10, "0/10 = 0.0 % (0–31)"),
        (10, 10, "10/10 = 100.0 % (69–100)"),
        (8, 10, "8/10 = 80.0 % (44–97)"),
    ],
)
def test_a_share_stands_with_the_interval_of_clopper_and_pearson(
    hits: int, of: int, text: str
) -> None:
    assert share(hits, of) == text


@pytest.mark.parametrize(
    ("times", "hours", "text"),
    [
        (0, 0.0, "none"),
        (0, 60.0, "0 in 60 h = 0.00 /h (0.00–0.06)"),
        (10, 10.0, "10 in 10 h = 1.00 /h (0.48–1.84)"),
    ],
)
def test_a_rate_stands_with_the_interval_of_garwood(times: int, hours: float, text: str) -> None:
    assert rate(times, hours) == text


def test_auroc_counts_pairs_in_order_and_ties_half() -> None:
    assert auroc([1.0, 2.0, 3.0, 4.0], [False, False, True, True]) == 1.0
    assert auroc([1.0, 1.0, 1.0, 2.0], [False, True, False, True]) == pytest.approx(0.75)
