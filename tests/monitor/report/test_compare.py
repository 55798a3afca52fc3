"""Two sessions side by side: a difference, no difference, or *cannot tell*."""

from random import Random

import pytest
from msgspec import structs

from monitor.report.compare import Difference, Verdict, compare
from monitor.report.compare_words import laces_sentence
from monitor.report.story import Series, Story
from monitor.report.wording import LANGUAGES, Words
from monitor.types import Side
from tests.monitor.report.stories import STORY


def pressed(kpa: float, seed: int, pieces: int = 12, speed: float = 3.0) -> Story:
    """A short run with this pressure under the left laces, and some scatter."""
    rng = Random(seed)
    series = []
    for measure, value, scatter in (("instep", kpa, 0.3), ("speed", speed, 0.01),
                                    ("contact", 260.0, 2.0)):  # fmt: skip
        row = tuple(value + rng.gauss(0.0, scatter) for _ in range(pieces))
        series.append(
            Series(measure=measure, side=Side.LEFT, strides=90, median=value,
                   low=row, middle=row, high=row)
        )  # fmt: skip
    return structs.replace(STORY, series=tuple(series))


def under_laces(a: Story, b: Story) -> Difference:
    (found,) = (one for one in compare(a, b) if one.measure == "instep")
    return found


@pytest.mark.parametrize("seed", range(20))
def test_three_kpa_less_is_told_with_its_band(seed: int) -> None:
    found = under_laces(pressed(10.0, 2 * seed), pressed(7.0, 2 * seed + 1))

    assert found.verdict is Verdict.LESS
    assert found.change is not None
    assert found.band is not None
    assert abs(found.change + 3.0) < max(found.band, 0.5)


@pytest.mark.parametrize("seed", range(20))
def test_the_same_laces_are_no_difference_that_counts(seed: int) -> None:
    found = under_laces(pressed(8.0, 2 * seed), pressed(8.0, 2 * seed + 1))

    assert found.verdict in {Verdict.NONE, Verdict.SMALL}  # one band in twenty leaves out zero


def test_too_short_or_not_measured_is_cannot_tell() -> None:
    short = under_laces(pressed(8.0, 1, pieces=5), pressed(20.0, 2))
    blind = under_laces(pressed(8.0, 1), structs.replace(STORY, series=()))

    assert (short.verdict, blind.verdict) == (Verdict.UNKNOWN, Verdict.UNKNOWN)
    assert (blind.b, blind.change) == (None, None)


def test_what_changes_with_pace_is_told_only_at_the_same_pace() -> None:
    told = {
        speed: {one.measure: one.verdict for one in compare(pressed(8.0, 1), other)}
        for speed in (3.0, 3.3)
        for other in [pressed(8.0, 2, speed=speed)]
    }

    assert told[3.0]["contact"] is not Verdict.UNKNOWN
    assert told[3.3]["contact"] is Verdict.UNKNOWN
    assert told[3.3]["instep"] is Verdict.NONE


def test_a_sure_difference_that_is_too_small_is_not_called_none() -> None:
    found = under_laces(pressed(8.0, 1, pieces=200), pressed(8.6, 2, pieces=200))

    assert found.verdict is Verdict.SMALL
    assert found.change is not None
    assert found.band is not None
    assert found.least == 1.0
    assert found.band < found.change < found.least
    sentence = laces_sentence(found, Words("en"))
    assert "smaller than the 1 kPa that count (B − A: +0.6 ± " in sentence


def test_no_difference_keeps_its_sign() -> None:
    found = structs.replace(
        under_laces(pressed(8.0, 1), pressed(8.0, 2)), change=-4.0, band=5.0, verdict=Verdict.NONE
    )

    assert "(B − A: −4.0 ± 5.0 kPa)" in laces_sentence(found, Words("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_is_one_sentence(language: str) -> None:
    words = Words(language)

    for b in (
        pressed(8.0, 2),
        pressed(5.0, 2),
        pressed(8.6, 2, pieces=200),
        pressed(12.0, 2),
        STORY,
    ):
        sentence = laces_sentence(under_laces(pressed(8.0, 1), b), words)
        assert sentence.endswith((".", ")."))
        assert words.side(Side.LEFT) in sentence
