"""What happened, what helped, what next: what is said, and what is never called quiet or fine."""

import pytest
from msgspec import structs

from monitor.report.follow_up import Answers
from monitor.report.wording import LANGUAGES, Words
from monitor.types import NERVE_ZONES, Feeling, FindingKind, OutcomeKind, Side, Zone
from tests.monitor.report.reports import TIGHT, reported, text_of
from tests.monitor.report.stories import LOOSEN, STORY, judged, numb, with_strides, without

RIGHT_FOOT = tuple((Side.RIGHT, zone) for zone in NERVE_ZONES)
TOPS = tuple((side, Zone.TOP) for side in Side)


def test_three_sentences_say_what_happened_what_helped_and_what_next() -> None:
    story = structs.replace(with_strides(), episodes=(TIGHT,), felt=(numb(700.0, 1000.0),))

    happened, helped, next_time = reported(story).sentences

    assert happened == (
        "You ran for 47 minutes and 8.0 km. The top of the left foot went numb after 12 minutes,"
        " and it was over 5 minutes later. The left laces pressed too hard for 10 minutes,"
        " 7.5 kPa above what is comfortable for you."
    )
    assert helped == "It helped: loosening the left laces; the pressure fell from 15.2 to 7.9 kPa."
    assert next_time == (
        "Before your next run: start with looser laces, because the left laces pressed 7.5 kPa"
        " above what is comfortable for you."
    )


def test_laces_that_pressed_are_told_and_not_the_swelling_that_they_look_like() -> None:
    echo = structs.replace(
        TIGHT, kind=FindingKind.SWELLING, from_s=TIGHT.from_s + 16.0, severity=9.0
    )
    story = structs.replace(with_strides(), episodes=(echo, TIGHT))

    assert "left laces pressed too hard" in reported(story).sentences[0]


def test_the_same_in_german() -> None:
    story = structs.replace(with_strides(), episodes=(TIGHT,), felt=(numb(700.0, 1000.0),))

    happened, helped, next_time = reported(story, language="de").sentences

    assert happened == (
        "Du bist 47 Minuten gelaufen, 8,0 km. Taub nach 12 Minuten: linker Fußrücken;"
        " vorbei 5 Minuten später. Die Schnürung (links) drückte zu stark: 10 Minuten lang, 7,5 kPa"
        " über dem, was für dich bequem ist."
    )
    assert helped == "Es half: Schnürung links lockern; der Druck fiel von 15,2 auf 7,9 kPa."
    assert next_time == (
        "Vor dem nächsten Lauf: mit lockerer Schnürung beginnen, denn: die Schnürung (links)"
        " drückte 7,5 kPa mehr, als für dich bequem ist."
    )


@pytest.mark.parametrize(
    ("language", "one", "some", "row"),
    [
        ("en", "You added this after the run.", "reported 3 times", "numb (added afterwards)"),
        ("de", "Das hast du nach dem Lauf nachgetragen.", "3-mal gemeldet", "taub (nachgetragen)"),
    ],
)
def test_what_was_added_after_the_run_is_never_called_tapped(
    language: str, one: str, some: str, row: str
) -> None:
    added = structs.replace(numb(700.0), added=True)
    alone = structs.replace(judged(STORY), felt=(added,))
    among = structs.replace(judged(STORY), felt=(numb(100.0), numb(300.0, 400.0), added))
    count = {"en": "You added 1 of them after the run.", "de": "1 davon hast du nach dem Lauf"}

    single, several = (reported(story, language=language) for story in (alone, among))

    assert one in single.sentences[0]
    assert row in text_of(single)
    assert some in several.sentences[0]
    assert count[language] in several.sentences[0]
    assert "tapped" not in text_of(single) + text_of(several)
    tapped = structs.replace(judged(STORY), felt=(numb(700.0),))
    assert one not in reported(tapped, language=language).sentences[0]


def test_a_run_that_was_not_judged_is_never_called_quiet() -> None:
    blind = reported(structs.replace(with_strides(), risks=(), said=()))
    watch_alone = reported(STORY)
    seen = reported(judged(STORY))

    assert "Too little was measured" in blind.sentences[0]
    assert blind.sentences[1] == "No advice was given."
    assert "check the sensors" in blind.sentences[2]
    assert "not assessed" in blind.sentences[2]
    assert "No stride of your feet was measured" in watch_alone.sentences[2]
    assert "Nothing stood out" not in text_of(blind)
    assert "Nothing stood out" in seen.sentences[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_foot_that_was_judged_does_not_make_a_quiet_run(language: str) -> None:
    words = Words(language)
    quiet = structs.replace(with_strides(), said=())
    report = reported(without(judged(quiet), *RIGHT_FOOT), language=language)
    text = text_of(report)

    assert words["happened.little"] in report.sentences[0]
    assert report.sentences[2] == words.say("next.measure_more", what=words["place.foot_right"])
    for key in ("happened.nothing", "helped.none_needed", "next.nothing", "text.no_plan"):
        assert words[key] not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_that_were_not_judged_are_named_wherever_nothing_was_found(language: str) -> None:
    words = Words(language)
    story = without(judged(STORY), *TOPS, (Side.LEFT, Zone.SOLE))
    report = reported(story, language=language)
    plan = report.sections[0]
    places = words.each([words["place.top_both"], words["place.sole_left"]])
    part = words.say("text.no_plan_part", what=places)

    assert report.sentences[0].endswith(words.say("happened.unjudged", what=places))
    assert report.sentences[1:] == (words["helped.none_given"], part)
    assert plan.text == (part,)


@pytest.mark.parametrize("zone", [None, Zone.FOOT])
def test_numb_without_a_place_is_answered_and_asks_for_the_place(zone: Zone | None) -> None:
    felt = structs.replace(numb(900.0), zone=zone)

    _, helped, next_time = reported(structs.replace(judged(STORY), felt=(felt,))).sentences

    assert helped == "No advice was given."
    assert next_time.startswith(
        "Before your next run: lace in parallel over the top, "
        "because you felt the left foot (numb)."
    )
    assert ("tap the place" in next_time) == (zone is None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_felt_and_has_no_answer_is_never_called_fine(language: str) -> None:
    words = Words(language)
    felt = structs.replace(numb(900.0), feeling=Feeling.PAIN, zone=Zone.CALF)

    report = reported(structs.replace(judged(STORY), felt=(felt,)), language=language)

    assert report.sentences[2] == words["text.felt_no_plan"]
    for quiet in ("helped.none_needed", "next.nothing", "text.no_plan"):
        assert words[quiet] not in text_of(report)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_told_to_wait_for_what_is_over(language: str) -> None:
    words = Words(language)
    calf = structs.replace(numb(900.0), zone=Zone.CALF)
    hurts = structs.replace(numb(950.0, 1000.0), feeling=Feeling.PAIN, zone=Zone.CALF)
    over, both = (structs.replace(judged(STORY), felt=felt) for felt in ((hurts,), (calf, hurts)))
    well = Answers(numb=())

    for report in (reported(over, language=language), reported(both, well, language)):
        assert report.sentences[2] == words["text.felt_over_no_plan"]
        assert report.sections[0].text == (words["text.felt_over_no_plan"],)
    assert reported(both, language=language).sentences[2] == words["text.felt_no_plan"]


def test_who_named_the_whole_foot_is_not_asked_to_name_a_place() -> None:
    foot = structs.replace(numb(900.0), zone=Zone.FOOT)
    tight = structs.replace(numb(1200.0), feeling=Feeling.TIGHT, zone=None)

    report = reported(structs.replace(judged(STORY), felt=(foot, tight)))

    assert "lace in parallel" in report.sentences[2]
    assert "tap the place" not in report.sentences[2]


@pytest.mark.parametrize(
    ("became", "told"),
    [
        ((OutcomeKind.PASSED,), "helped.passed"),
        ((OutcomeKind.DISMISSED,), "helped.dismissed"),
        ((OutcomeKind.IGNORED, OutcomeKind.UNKNOWN), "helped.not_seen"),
        ((OutcomeKind.PASSED, OutcomeKind.DISMISSED), "helped.unshown"),
        ((OutcomeKind.PASSED, None), "helped.unshown"),
        ((OutcomeKind.PASSED, OutcomeKind.IGNORED), "helped.not_seen"),
        ((OutcomeKind.UNKNOWN, None), "helped.unknown"),
    ],
)
def test_what_is_known_to_have_become_of_advice_is_told(
    became: tuple[OutcomeKind | None, ...], told: str
) -> None:
    said = tuple(structs.replace(LOOSEN, outcome=outcome) for outcome in became)

    assert reported(structs.replace(STORY, said=said)).sentences[1] == Words("en")[told]
