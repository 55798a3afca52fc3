"""Runners who are known from earlier runs, and what is foretold to them."""

from dataclasses import replace

from benchmarks.coach.listener import listened
from benchmarks.coach.listening import Pair, Warned, pair
from benchmarks.coach.models import MODELS
from benchmarks.coach.reliability import forecast_line, forecasts_by_profile
from benchmarks.coach.symptoms import CREEP, known, run_of
from monitor.types import Zone

MODEL = next(iter(MODELS))
FELT_TWICE = 113
"""A runner who feels the top of a foot in both earlier runs."""


def test_only_who_is_known_from_earlier_runs_is_warned_before_it_tingles() -> None:
    run = run_of(CREEP, MODEL, "never", FELT_TWICE)

    first = listened(run)
    again = pair(CREEP, MODEL, "never", FELT_TWICE, sensors=True)

    assert not any(a.zone is Zone.TOP and not a.felt for a in first.said)
    assert again.known
    assert [w.felt_after_s for w in again.warned] == [280.0]


def test_earlier_runs_teach_a_threshold() -> None:
    run = run_of(CREEP, MODEL, "never", 1)

    taught = known(run)

    assert run.profile is None
    assert taught.scenario == run.scenario
    assert taught.profile is not None
    assert taught.profile.runs == 2
    assert any(t.zone is Zone.TOP and t.threshold < 1.0 for t in taught.profile.thresholds)


def test_every_other_runner_who_never_listens_is_known() -> None:
    assert not pair("comfortable", MODEL, "never", 2, sensors=True).known


def test_forecasts_of_known_runners_are_told_apart() -> None:
    pairs = [_pair(known=False, felt_after_s=None), _pair(known=True, felt_after_s=100.0)]

    lines = forecast_line(pairs)
    text = "\n".join(forecasts_by_profile(pairs))

    assert "1/2" in lines[0].value
    silent = replace(pairs[0], warned=[])
    assert forecast_line([silent])[0].met is None
    assert "first run       0/1" in text
    assert "with a profile  1/1" in text


def _pair(*, known: bool, felt_after_s: float | None) -> Pair:
    return Pair(
        cause=CREEP,
        model=MODEL,
        ear="never",
        sensors=True,
        hours=0.5,
        without_min=0.0,
        with_min=0.0,
        said=[],
        outcomes=[],
        taps=0,
        late=0,
        numb_min=0.0,
        warned=[Warned(120.0, felt_after_s)],
        known=known,
    )
