"""The red flags of a run: each keeps its own reason and its own urgency afterwards."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from monitor.report.clinician import flag_text
from monitor.report.follow_up import Card, red_flags
from monitor.report.gather import Facts, Gatherer
from monitor.report.questions import answers_from
from monitor.report.red_flags import flags_of, read_in_run
from monitor.report.story import Cut, Said
from monitor.report.wording import Words
from monitor.types import Advice, Feeling, Gait, Side, Symptom, Zone
from tests.monitor.advice.scene import moves, rests, running, wait
from tests.monitor.report.reports import reported
from tests.monitor.report.stories import DROP, STORY


def flags(*events: Advice) -> list[tuple[str, Card]]:
    gathered = Gatherer()
    gathered.push(events)
    story = gathered.finish(Facts(started="2026-05-01", duration_s=600.0))
    return [(flag_text(flag, Words("en")), flag.card) for flag in flags_of(story, None)]


def advice(out: Sequence[object]) -> list[Advice]:
    return [said for said in out if isinstance(said, Advice)]


def test_a_swollen_calf_and_dizziness_in_the_run_are_the_card_now_and_say_so() -> None:
    adviser = running()
    symptoms = (
        Symptom(100.0, Feeling.SWOLLEN, Side.LEFT),
        Symptom(130.0, Feeling.DIZZY),
        Symptom(160.0, Feeling.SWOLLEN, Side.RIGHT),
    )

    told = flags(*(said for s in symptoms for said in advice([*adviser.push(s)])))

    assert told == [
        ("you reported a swollen calf (left)", Card.NOW),
        ("you reported that you were dizzy or confused", Card.NOW),
        ("you reported a swollen calf (right)", Card.NOW),
    ]


def test_who_ran_on_after_an_emergency_has_one_card_of_it_and_of_no_other_side() -> None:
    adviser = running()
    swollen, numb = (
        Symptom(100.0, Feeling.SWOLLEN, Side.LEFT),
        Symptom(800.0, Feeling.NUMB, Side.RIGHT, Zone.SOLE),
    )
    said = advice([*adviser.push(swollen), *wait(adviser, 101, 800), *adviser.push(numb)])

    assert [one.text for one in said if one.red_flag][1] == "Right sole numb. End the run here."
    assert flags(*said) == [("you reported a swollen calf (left)", Card.NOW)]
    assert flags(said[-1]) == [("you reported a swollen calf", Card.NOW)]


@pytest.mark.parametrize(
    ("symptom", "keys"),
    [
        (Symptom(100.0, Feeling.SWOLLEN, Side.LEFT, Zone.CALF), ["run_calf_swollen.left"]),
        (Symptom(100.0, Feeling.SWOLLEN), ["run_calf_swollen"]),
        (Symptom(100.0, Feeling.DIZZY), ["run_dizzy"]),
        (Symptom(100.0, Feeling.SWOLLEN, Side.LEFT, Zone.TOP), []),
    ],
)
def test_an_emergency_that_was_reported_is_a_card_though_nothing_was_said_to_it(
    symptom: Symptom, keys: list[str]
) -> None:
    gathered = Gatherer()
    gathered.push([symptom])
    story = gathered.finish(Facts(started="2026-05-01", duration_s=600.0))

    assert [flag.name for flag in flags_of(story, None)] == keys


def test_a_swollen_calf_is_as_urgent_after_the_run_as_in_it() -> None:
    tapped = flags(*advice([*running().push(Symptom(100.0, Feeling.SWOLLEN, Side.LEFT))]))
    answered = red_flags(answers_from({"calf_tight": "left"}, "now"))

    assert [card for _, card in tapped] == [flag.card for flag in answered] == [Card.NOW]


@pytest.mark.parametrize(
    ("feeling", "again_s", "rest_s", "why"),
    [
        (Feeling.PAIN, 1000.0, 0.0, "pain that came back while you ran on (left)"),
        (Feeling.NUMB, 2000.0, 0.0, "a foot stayed numb for long while you ran on (left)"),
        (Feeling.NUMB, 240.0, 60.0, "what you reported came back after a walking break (left)"),
    ],
)
def test_who_never_rested_is_not_told_that_rest_did_not_help(
    feeling: Feeling, again_s: float, rest_s: float, why: str
) -> None:
    adviser = running()
    out: list[object] = [*adviser.push(Symptom(100.0, feeling, Side.LEFT, Zone.SOLE))]
    if rest_s:
        rests(adviser, 120.0, 120.0 + rest_s, Gait.WALK)
    out += wait(adviser, 121.0 + rest_s, again_s - 1.0)
    out += adviser.push(Symptom(again_s, feeling, Side.LEFT, Zone.SOLE))

    assert flags(*advice(out)) == [(why, Card.SOON)]


def test_half_an_hour_after_running_and_pain_at_rest_keep_their_reasons() -> None:
    adviser = running()
    out: list[object] = [*adviser.push(Symptom(100.0, Feeling.PAIN, Side.LEFT, Zone.SOLE))]
    moves(adviser, 120.0, Gait.STAND)
    out += adviser.push(Symptom(260.0, Feeling.PAIN, Side.LEFT, Zone.SOLE))
    late = running()
    out += late.push(Symptom(100.0, Feeling.NUMB, Side.RIGHT, Zone.SOLE))
    moves(late, 120.0, Gait.STAND)
    told = flags(*advice(out))

    assert told == [("pain in the run that rest did not ease (left)", Card.SOON)]
    assert flags(*advice(wait(late, 121, 2000))) == [
        ("still not well half an hour after you stopped running (right)", Card.SOON)
    ]


def test_the_clinician_reads_that_the_end_of_a_flagged_run_is_missing() -> None:
    flagged = structs.replace(STORY, said=(DROP,), damage=("2 chunks are damaged",))
    cut = Cut(ended_s=2999.0, missing_s={"pod-left": 30.0})

    pages = [reported(flagged, cut=cut, language=one) for one in ("en", "de")]
    measured = [
        " ".join(section.text)
        for page in pages
        for section in page.clinician
        if section.key == "measured"
    ]

    assert all(page.cards and not page.sections for page in pages)
    assert "The recording was cut off at 49:59. Before that: pod-left: 30 s" in measured[0]
    assert all("2 chunks are damaged" in text for text in measured)
    assert "pod-left: es fehlen 30 s" in measured[1]


FELT = structs.replace(DROP, cause=None, side=None, felt=True)
DIZZY = structs.replace(FELT, number=3, text="dizzy", words=("dizzy", "stop_and_cool"))
URGED = structs.replace(FELT, number=6, text="numb", words=("numb", "stop_and_cool"))
ANEW = structs.replace(DROP, number=5, t_s=1200.0)
RIGHT = structs.replace(ANEW, side=Side.RIGHT, text="right foot is not lifting")


@pytest.mark.parametrize(
    ("said", "read", "flags_read"),
    [
        ((DROP,), {}, {}),
        ((DROP,), {2: 950.0}, {"foot_drop.left": 950.0}),
        ((DROP, ANEW), {2: 950.0}, {}),
        ((DROP, ANEW), {5: 1250.0}, {"foot_drop.left": 1250.0}),
        ((DROP, RIGHT), {2: 950.0}, {"foot_drop.left": 950.0}),
        ((DIZZY, URGED), {3: 950.0}, {}),
        ((DIZZY, URGED), {3: 950.0, 6: 1300.0}, {"run_dizzy": 1300.0}),
    ],
)
def test_a_card_counts_as_read_in_the_run_if_none_of_its_flag_is_left(
    said: tuple[Said, ...], read: dict[int, float], flags_read: dict[str, float]
) -> None:
    assert read_in_run(structs.replace(STORY, said=said), read) == flags_read
