"""No language lacks a text, and none leaves the coach's English standing."""

import re

import pytest

from monitor.advice.sentences import MOST_WORDS, SENTENCES, render
from monitor.texts import LANGUAGES, SOURCE, texts, translate
from monitor.types import Side

OTHERS = [language for language in LANGUAGES if language != SOURCE]
HOLE = re.compile(r"\{\w+\}")
SENTENCE = re.compile(r"[^.?!]+[.?!]")
BARE = re.compile(r"(Linke|Rechte)r? \w+ (kribbelt|schmerzt|ist|hat|meldet|driftet|bewegt)")
"""A German sentence with a verb and no article before the foot."""


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_text_and_fills_in_the_same(language: str) -> None:
    source, other = texts(SOURCE), texts(language)

    for mine, theirs in ((source.page, other.page), (source.voice, other.voice)):
        assert mine.keys() == theirs.keys()
        assert {key: set(HOLE.findall(text)) for key, text in mine.items()} == {
            key: set(HOLE.findall(text)) for key, text in theirs.items()
        }
    assert all(other.page.values())


def spoken() -> set[str]:
    """Everything that the coach can say."""
    feet = [(Side.LEFT, False), (Side.RIGHT, False), (None, True), (None, False)]
    return {render((key,), side, both=both) for key in SENTENCES for side, both in feet}


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_coach_is_translated(language: str) -> None:
    said = spoken()

    untranslated = sorted(each for each in said if translate(each, language) == each)

    assert len(said) > 200
    assert untranslated == []


def test_a_german_sentence_with_a_verb_has_its_article_and_is_as_short_as_the_english_one() -> None:
    said = {translate(each, "de") for each in spoken()}
    bare = [each for each in said if BARE.match(each)]
    long = [s for each in said for s in SENTENCE.findall(each) if len(s.split()) > MOST_WORDS]

    assert bare == []
    assert long == []


def test_of_both_feet_one_speaks_in_the_plural() -> None:
    for keys in (("sensor_constant", "switch_sensor"), ("sensor_turned", "look_at_sensor")):
        english = render(keys, None, both=True)
        assert re.search(r"\b(them|they)\b", english), english
        assert " sie " in translate(english, "de")


def test_what_is_not_known_stays_english_rather_than_unsaid() -> None:
    assert translate("Mind the gap.", "de") == "Mind the gap."
