"""Without cells under the tongue, the minutes until something is felt are compared."""

from pathlib import Path
from random import Random

import pytest
from msgspec import structs

from monitor.home.catalogue import Catalogue
from monitor.home.groups import groups, until
from monitor.home.notes import Note
from monitor.report.compare import Verdict
from monitor.report.compare_words import first_sentence
from monitor.report.first_report import Until, first_report, without_report
from monitor.report.wording import LANGUAGES, Words
from tests.monitor.home.test_catalogue import enter
from tests.monitor.report.stories import numb, on_day


def runs(rng: Random, many: int, mean_min: float) -> list[Until]:
    """Runs of 35 to 70 minutes; the first report comes by chance about so late."""
    told = []
    for _ in range(many):
        first, ends = rng.weibullvariate(1.12 * mean_min, 2.0), rng.uniform(35.0, 70.0)
        told.append(Until(min(first, ends), first < ends))
    return told


def said(a_min: float, b_min: float, seeds: int = 100) -> list[Verdict]:
    rngs = [Random(seed) for seed in range(seeds)]
    return [first_report(runs(r, 15, a_min), runs(r, 15, b_min)).verdict for r in rngs]


def test_later_is_told_and_the_same_seldom_is_called_different() -> None:
    assert said(20.0, 40.0).count(Verdict.MORE) >= 70
    assert said(40.0, 20.0).count(Verdict.LESS) >= 70
    assert said(30.0, 30.0).count(Verdict.NONE) >= 92


def test_a_run_without_a_report_counts_as_longer_than_itself() -> None:
    soon = [Until(20.0, felt=True)] * 2 + [Until(25.0, felt=True)] * 2
    quiet = [Until(50.0, felt=False)] * 4

    found = first_report(soon, quiet)

    assert found.verdict is Verdict.MORE
    assert (found.a_min, found.b_min, found.within_min) == (22.5, 50.0, 50.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_few_runs_or_no_report_is_cannot_tell(language: str) -> None:
    few = first_report([Until(20.0, felt=True)] * 3, [Until(50.0, felt=True)] * 9)
    never = first_report([Until(40.0, felt=False)] * 9, [Until(50.0, felt=False)] * 9)

    assert (few.verdict, never.verdict) == (Verdict.UNKNOWN, Verdict.UNKNOWN)
    for found in (
        few,
        never,
        first_report([Until(20.0, felt=True)] * 5, [Until(50.0, felt=True)] * 5),
    ):
        assert first_sentence(found, "crossed", "parallel", Words(language)).endswith(".")


def test_sessions_are_grouped_by_lacing_then_by_shoe(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path / "c.sqlite") as catalogue:
        for day in range(8):
            story = structs.replace(on_day(day), felt=(numb(600.0),) if day % 2 else ())
            worn = Note(athlete="Ada", shoe="Blue", lacing="parallel" if day % 2 else "crossed")
            enter(catalogue, f"day{day}", story, worn)

        found = groups(catalogue, "Ada", "crossed", "parallel")

        assert found is not None
        assert (found.by, len(found.a), len(found.b), found.by_turns) == ("lacing", 4, 4, True)
        assert [until(row) for row in found.b] == [Until(10.0, felt=True)] * 4
        assert groups(catalogue, "Ada", "crossed", "knotted") is None


def test_the_last_report_counts_in_the_curve() -> None:
    runs_of = [Until(minutes, felt=True) for minutes in (10.2, 20.0, 25.0, 30.04)]

    found = first_report(runs_of, [Until(28.0, felt=True)] * 4)

    assert without_report(runs_of, found.within_min)[-1].share == 0.0
