"""Every text is there, in every language, for everything that can be said."""

import re

import pytest

from monitor.report.clinician import flag_text
from monitor.report.follow_up import QUESTIONS, Card, RedFlag, Sign, State
from monitor.report.gather import TOLD
from monitor.report.lace_spot import SPOTS
from monitor.report.lacing_guide import Step
from monitor.report.lacing_test import Felt, Slip
from monitor.report.measures import MEASURES
from monitor.report.plan import ANSWERS, FELT_ANSWERS, ITEMS
from monitor.report.pressure_maps import PARTS
from monitor.report.why_not import WhyNot
from monitor.report.wording import LANGUAGES, Words
from monitor.risk.causes import REPORTED, Cause
from monitor.types import Action, Feeling, FindingKind, FindingStatus, OutcomeKind, Side, Zone
from monitor.web.fit_check import Fit

SIDES = (*Side, "both")
SAID = (
    *(f"kind.{kind}" for kind in FindingKind),
    *(f"found.{kind}" for kind in FindingKind),
    *(f"why.{kind}" for kind in ANSWERS),
    *(f"why.felt_{zone}" for zone in FELT_ANSWERS),
    *(f"plan.{item}_{part}" for item in ITEMS for part in ("name", "how", "much", "stop")),
    *(f"source.{item}" for item in ITEMS),
    *(f"action.{action}" for action in Action),
    *(f"outcome.{kind}" for kind in OutcomeKind),
    *(f"feeling.{feeling}" for feeling in Feeling if feeling is not Feeling.OK),
    *(f"happened.felt_{feeling}" for feeling in Feeling if feeling is not Feeling.OK),
    *(f"status.{status}" for status in FindingStatus),
    *(f"not.{why}" for why in WhyNot),
    *(f"needs.{kind}" for kind in FindingKind),
    *(f"place.{zone}_{side}" for zone in (*Zone, "foot") for side in SIDES),
    *(f"zone.{zone}" for zone in Zone),
    *(f"cause.{cause}" for cause in (*Cause, REPORTED)),
    *(f"missed.{kind}" for kind in TOLD),
    *(f"measure.{name}" for name in MEASURES if name not in {"ahead_band", "slope"}),
    *(f"part.{part}" for part in PARTS),
    *(f"region.{name}" for name in SPOTS),
    *(f"spot.{name}" for name in SPOTS),
    *(f"follow.{name}" for name in QUESTIONS),
    *(f"follow.state_{state}" for state in State),
    *(f"card.sign_{sign}" for sign in Sign),
    *(f"title.card_{card}" for card in Card),
    "card.lift_lower",
    *(f"fit.{fit}" for fit in Fit),
    *(f"laces.do_{step}" for step in Step),
    *(f"laces.felt_{felt}{end}" for felt in Felt for end in ("", "_choice")),
    *(f"laces.slip_{slip}" for slip in Slip if slip is not Slip.UNKNOWN),
    *(f"column.{side}_{part}" for side in Side for part in PARTS),
)
PLACEHOLDER = re.compile(r"{(\w+)}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_can_be_said_lacks_words(language: str) -> None:
    assert set(SAID) - Words(language).keys == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_blanks(language: str) -> None:
    english, other = Words("en"), Words(language)

    assert other.keys == english.keys
    different = {
        key
        for key in english.keys
        if set(PLACEHOLDER.findall(english[key])) != set(PLACEHOLDER.findall(other[key]))
    }
    assert different == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_claims_a_diagnosis_or_is_empty(language: str) -> None:
    words = Words(language)

    assert [key for key in words.keys if not words[key].strip()] == []
    claims = re.compile(r"compress|Kompression|damage to|Schädigung|you have (a|an) ")
    assert [key for key in words.keys if claims.search(words[key])] == []


def test_english_and_german_are_there() -> None:
    assert {"en", "de"} <= set(LANGUAGES)


def test_a_flag_says_its_side_in_both_languages() -> None:
    flag = RedFlag("hard_to_lift", Card.SOON, Side.LEFT)

    assert flag_text(flag, Words("en")) == "the front of the foot is hard to lift (left)"
    assert flag_text(flag, Words("de")) == "der Vorfuß lässt sich schwer heben (links)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fit_check_that_was_skipped_is_not_called_good(language: str) -> None:
    words = Words(language)

    assert words["fit.good"] in words.fit({Side.LEFT: Fit.GOOD, Side.RIGHT: Fit.NO_INSOLE})
    assert words.fit(None) == words["fit.skipped"]
