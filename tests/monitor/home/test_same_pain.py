"""Pain in the same place in several runs: the article's severe local pain, seen across runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.trends import trend_of
from monitor.report.story import Story
from monitor.report.trends import SamePain, trend_sentences
from monitor.report.wording import LANGUAGES, Words
from monitor.types import Feeling, Side, Zone
from tests.monitor.home.homes import filed
from tests.monitor.report.stories import STORY, numb, on_day


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(Home.open(tmp_path).catalogue) as opened:
        yield opened


def hurts(day: int, zone: Zone = Zone.HEEL, side: Side = Side.LEFT) -> Story:
    pain = structs.replace(numb(600.0), feeling=Feeling.PAIN, side=side, zone=zone)
    return on_day(day, structs.replace(STORY, felt=(pain, pain)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pain_in_the_same_place_in_two_runs_is_told_also_where_there_is_no_trend_yet(
    catalogue: Catalogue, language: str
) -> None:
    filed(catalogue, "one", hurts(1))
    filed(catalogue, "two", hurts(3))

    told = trend_of(catalogue, "Ada")

    assert told.pains == (SamePain(side=Side.LEFT, zone=Zone.HEEL, runs=2, of=2),)
    words = Words(language)
    sentences = trend_sentences(told, words)
    assert words.place(Side.LEFT, Zone.HEEL) in sentences[0]
    assert words["trend.none"] in sentences


@pytest.mark.parametrize(
    "stories",
    [
        [hurts(1)],
        [hurts(1), hurts(2, Zone.SOLE)],
        [hurts(1), hurts(2, side=Side.RIGHT)],
        [hurts(1, Zone.FOOT), hurts(2, Zone.FOOT)],
        [hurts(1), *(on_day(day) for day in range(2, 6)), hurts(6)],
        [structs.replace(STORY, felt=(numb(60.0),)), on_day(2, structs.replace(STORY))],
    ],
)
def test_other_places_or_long_ago_is_no_pain_in_the_same_place(
    catalogue: Catalogue, stories: list[Story]
) -> None:
    for number, story in enumerate(stories):
        filed(catalogue, f"r{number}", story)

    assert trend_of(catalogue, "Ada").pains == ()


def test_another_runners_pain_is_not_mixed_in(catalogue: Catalogue) -> None:
    filed(catalogue, "one", hurts(1))
    filed(catalogue, "two", hurts(3), "Bo")

    assert trend_of(catalogue, "Ada").pains == ()


def test_pain_in_both_feet_is_pain_in_each(catalogue: Catalogue) -> None:
    both = structs.replace(numb(600.0), feeling=Feeling.PAIN, side=None, both=True, zone=Zone.HEEL)
    filed(catalogue, "one", hurts(1))
    for day in (2, 3):
        filed(catalogue, f"both{day}", on_day(day, structs.replace(STORY, felt=(both,))))

    assert trend_of(catalogue, "Ada").pains == (
        SamePain(side=Side.LEFT, zone=Zone.HEEL, runs=3, of=3),
        SamePain(side=Side.RIGHT, zone=Zone.HEEL, runs=2, of=3),
    )
