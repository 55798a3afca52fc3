"""Every sentence is read: short, whole, one action, and no word that a headset could mistake."""

import re

import pytest

from monitor.advice.concerns import Concern, Report
from monitor.advice.ladder import ASKS, LADDERS
from monitor.advice.sentences import MOST_WORDS, SENTENCES, Sentence, render
from monitor.advice.voice import reported
from monitor.types import Feeling, Side, Zone

FORMS = [
    (key, form, template)
    for key, sentence in SENTENCES.items()
    for form, template in (("one", sentence.one), ("both", sentence.both), ("none", sentence.none))
]


def spoken(template: str, side: Side) -> str:
    return template.format(side=side.value, Side=side.value.capitalize())


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(("key", "form", "template"), FORMS)
def test_a_sentence_is_short_begins_with_a_capital_and_ends(
    key: str, form: str, template: str, side: Side
) -> None:
    text = spoken(template, side)

    for sentence in re.split(r"(?<=[.?]) ", text):
        assert len(sentence.split()) <= MOST_WORDS, (key, sentence)
        assert sentence[0].isupper()
        assert sentence[-1] in ".?"
    assert "{" not in text


@pytest.mark.parametrize(("key", "form", "template"), FORMS)
def test_right_is_only_ever_the_side(key: str, form: str, template: str) -> None:
    assert "right" not in template.lower().replace("{side}", "")
    if form != "one":
        assert "{" not in template, "without one foot, none can be named"


def test_every_rung_has_words_and_every_ladder_rungs() -> None:
    for rungs in LADDERS.values():
        assert rungs
        for rung in rungs:
            ask = ASKS[rung]
            for words in (ask.words, ask.resting or (), ask.belt or ()):
                assert set(words) <= set(SENTENCES)


@pytest.mark.parametrize("zone", [*Zone, None])
@pytest.mark.parametrize("feeling", [f for f in Feeling if f not in (Feeling.OK, Feeling.DIZZY)])
def test_every_report_has_its_own_words(feeling: Feeling, zone: Zone | None) -> None:
    concern = Concern(cause=None, side=Side.LEFT, zone=zone, report=Report(feeling=feeling))

    assert reported(concern) in SENTENCES


def test_numb_tingling_and_pain_are_told_apart_and_so_are_feet_and_places() -> None:
    texts = {
        render((f"{feeling}_{zone}",), side, both=both)
        for feeling in ("numb", "tingling", "pain")
        for zone in Zone
        for side, both in ((Side.LEFT, False), (Side.RIGHT, False), (None, True), (None, False))
    }

    assert len(texts) == 3 * len(Zone) * 4


def test_the_model_sentence() -> None:
    text = render(("laces_tight", "loosen_next_stop"), Side.LEFT, both=False)

    assert text == "Left laces are too tight. Loosen them a little at your next stop."
    assert isinstance(SENTENCES["laces_tight"], Sentence)
