"""No language lacks a text, and none leaves the coach's English standing."""

import re
from itertools import product

import pytest

from monitor.advice.concerns import CUE, Concern, RedFlag, State
from monitor.advice.sentences import sentence
from monitor.risk.causes import Cause
from monitor.texts import LANGUAGES, SOURCE, texts, translate
from monitor.types import Contribution, FindingKind, Risk, Side, Zone

OTHERS = [language for language in LANGUAGES if language != SOURCE]
HOLE = re.compile(r"\{\w+\}")
SIDES = [None, *Side]


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
    concerns = [
        Concern(cause=cause, side=side, zone=zone, state=state)
        for cause, side, zone, state in product([None, *FindingKind], SIDES, [None, *Zone], State)
        if state is not State.QUIET and (state is not State.CUED or cause in CUE)
    ]
    for side, zone, cause in product(Side, Zone, [None, *Cause]):
        parts = (Contribution(str(cause), 1.0),) if cause else ()
        for forecast_s in (None, 250.0):
            risk = Risk(
                side=side,
                zone=zone,
                t_s=0.0,
                level=1.0,
                coverage=1.0,
                contributions=parts,
                forecast_s=forecast_s,
            )
            concern = Concern(cause=None, side=side, zone=zone, state=State.LOOSEN)
            concern.risk = risk
            concerns.append(concern)
    for side, zone, flag in product(SIDES, [None, *Zone], RedFlag):
        concern = Concern(cause=None, side=side, zone=zone, state=State.STOP)
        concern.red_flag = flag
        concerns.append(concern)
    for side, zone in product(SIDES, [None, *Zone]):
        concern = Concern(cause=None, side=side, zone=zone, state=State.WALK)
        concern.felt = True
        concerns.append(concern)
    return {
        sentence(concern, concern.side, standing=standing, treadmill=treadmill)
        for concern in concerns
        for standing, treadmill in product((False, True), repeat=2)
    }


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_coach_is_translated(language: str) -> None:
    said = spoken()

    untranslated = sorted(each for each in said if translate(each, language) == each)

    assert len(said) > 200
    assert untranslated == []


def test_numbers_keep_their_place() -> None:
    assert translate("left foot may go numb in about 12 min, ease off a little", "de") == (
        "linker Fuß kann taub werden in etwa 12 min, lass ein wenig nach"
    )


def test_what_is_not_known_stays_english_rather_than_unsaid() -> None:
    assert translate("Mind the gap.", "de") == "Mind the gap."
