"""No language lacks a text, and none leaves the coach's English standing."""

import re

import pytest

from monitor.advice.sentences import SENTENCES, render
from monitor.texts import LANGUAGES, SOURCE, texts, translate
from monitor.types import Side

OTHERS = [language for language in LANGUAGES if language != SOURCE]
HOLE = re.compile(r"\{\w+\}")


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


def test_what_is_not_known_stays_english_rather_than_unsaid() -> None:
    assert translate("Mind the gap.", "de") == "Mind the gap."
