"""What is well again after the laces were seen to is let alone, until it is pressed again."""

import pytest

from monitor.advice.adviser import Adviser
from monitor.advice.runner import ANYBODY
from monitor.types import Feeling, FindingStatus, Gait, Side, Symptom, Zone
from tests.monitor.advice.scene import (
    Out,
    find,
    moves,
    numb,
    rests,
    risk,
    running,
    stride,
    texts,
    wait,
)

LACES_AGAIN = "Left laces are too tight. Loosen them a little at your next stop."


def strides(adviser: Adviser, from_s: float, to_s: float, kpa: float) -> Out:
    seconds = range(int(from_s), int(to_s))
    return [x for t in seconds for x in adviser.push(stride(float(t), kpa))]


def helped(reduced_feeling: bool = False) -> Adviser:
    """Tight laces are found and felt, loosened at a stop, and said to be fine."""
    adviser = running(runner=ANYBODY._replace(reduced_feeling=reduced_feeling))
    adviser.push(risk(50.0, LACES=0.2))
    adviser.push(find(100.0))
    wait(adviser, 101, 120)
    adviser.push(Symptom(120.0, Feeling.TINGLING, Side.LEFT, Zone.TOP))
    wait(adviser, 121, 140)
    rests(adviser, 140.0, 175.0)
    wait(adviser, 176, 205)
    adviser.push(Symptom(205.0, Feeling.OK, Side.LEFT, Zone.TOP))
    return adviser


def test_laces_that_were_said_to_be_fine_are_not_spoken_of_at_the_next_stops() -> None:
    adviser = helped()

    out = strides(adviser, 206, 400, 7.0) + rests(adviser, 400.0, 435.0)
    out += strides(adviser, 436, 900, 7.5) + rests(adviser, 900.0, 935.0)

    assert texts(out) == []


def test_laces_that_tighten_again_are_spoken_of_again() -> None:
    adviser = helped()
    strides(adviser, 206, 800, 7.0)

    out = strides(adviser, 800, 1200, 12.0)

    assert texts(out)[0].startswith("Left laces are")


def test_laces_found_anew_are_spoken_of() -> None:
    adviser = helped()
    adviser.push(find(220.0, status=FindingStatus.CLEAR))
    wait(adviser, 221, 900)

    out = adviser.push(find(900.0)) + wait(adviser, 901, 950)

    assert texts(out) == [LACES_AGAIN]


def test_a_top_that_was_said_to_be_fine_is_not_warned_of_before_it_is_pressed() -> None:
    adviser = helped()
    adviser.push(find(220.0, status=FindingStatus.CLEAR))
    strides(adviser, 221, 900, 7.0)
    adviser.push(risk(900.0, LACES=1.2))

    silent = strides(adviser, 901, 960, 7.0)
    spoken = strides(adviser, 960, 1000, 11.0)

    assert texts(silent) == []
    assert texts(spoken) == [
        "Top of the left foot may go numb. Loosen the laces at your next stop."
    ]


def test_who_feels_little_does_not_silence_the_sensor_by_an_ok() -> None:
    adviser = helped(reduced_feeling=True)

    out = strides(adviser, 206, 900, 7.0)

    assert texts(out)[0].startswith("Left laces are")


def test_what_is_felt_again_lets_the_sensor_speak() -> None:
    adviser = helped()
    wait(adviser, 206, 500)
    adviser.push(numb(500.0, Zone.TOP))

    out = wait(adviser, 501, 1200)

    assert any(text.startswith("Left laces are") for text in texts(out))


def test_what_the_runner_said_a_moment_ago_is_no_warning() -> None:
    adviser = running()
    adviser.push(Symptom(100.0, Feeling.TINGLING, Side.LEFT, Zone.TOP))
    adviser.push(risk(110.0, LACES=1.2))

    soon, late = wait(adviser, 111, 395), wait(adviser, 395, 700)

    assert not [text for text in texts(soon) if "may go numb" in text]
    assert [text for text in texts(late) if "may go numb" in text]


def test_a_tingling_that_a_walk_eased_later_does_not_end_what_loosening_made_quiet() -> None:
    adviser = helped()
    adviser.push(find(220.0, status=FindingStatus.CLEAR))
    strides(adviser, 221, 411, 7.0)
    adviser.push(Symptom(411.0, Feeling.TINGLING, Side.LEFT, Zone.TOP))
    rests(adviser, 420.0, 460.0, Gait.WALK)
    adviser.push(Symptom(465.0, Feeling.OK, Side.LEFT, Zone.TOP))
    strides(adviser, 466, 800, 7.0)

    out = adviser.push(risk(800.0, LACES=1.2)) + strides(adviser, 801, 900, 7.0)

    assert texts(out) == []


@pytest.mark.parametrize(
    ("after_kpa", "thanks"), [(19.0, "Good to hear."), (8.0, "Loosening helped.")]
)
def test_an_ok_does_not_silence_laces_that_press_as_hard_as_before(
    after_kpa: float, thanks: str
) -> None:
    adviser = running()
    strides(adviser, 250, 300, 19.0)
    adviser.push(find(300.0))
    strides(adviser, 301, 320, 19.0)
    adviser.push(Symptom(320.0, Feeling.TINGLING, Side.LEFT, Zone.TOP))
    strides(adviser, 321, 340, 19.0)
    rests(adviser, 340.0, 355.0)
    strides(adviser, 356, 360, after_kpa)

    answer = adviser.push(Symptom(360.0, Feeling.OK, Side.LEFT, Zone.TOP))
    later = strides(adviser, 361, 1000, after_kpa)

    assert texts(answer) == [thanks]
    assert bool(texts(later)) is (after_kpa == 19.0)


def test_an_ok_at_the_stop_silences_laces_until_strides_show_that_they_press_on() -> None:
    adviser = running()
    strides(adviser, 250, 300, 19.0)
    adviser.push(find(300.0))
    strides(adviser, 301, 320, 19.0)
    adviser.push(Symptom(320.0, Feeling.TINGLING, Side.LEFT, Zone.TOP))
    strides(adviser, 321, 340, 19.0)
    moves(adviser, 340.0, Gait.STAND)
    wait(adviser, 341, 355)
    adviser.push(Symptom(355.0, Feeling.OK, Side.LEFT, Zone.TOP))
    moves(adviser, 358.0, Gait.RUN)

    out = strides(adviser, 359, 1000, 19.0)

    assert any(text.startswith("Left laces are still") for text in texts(out))


@pytest.mark.parametrize("feeling", [Feeling.TIGHT, Feeling.SWOLLEN])
def test_a_calf_that_is_well_again_says_nothing_of_the_laces(feeling: Feeling) -> None:
    adviser = running()
    adviser.push(find(300.0))
    wait(adviser, 301, 330)
    rests(adviser, 330.0, 345.0)
    adviser.push(Symptom(400.0, feeling, Side.LEFT))
    adviser.push(Symptom(430.0, Feeling.OK, Side.LEFT))

    out = wait(adviser, 431, 900)

    assert any(text.startswith("Left laces are still") for text in texts(out))


def test_a_tight_calf_does_not_delay_the_warning_for_the_top_of_the_foot() -> None:
    adviser = running()
    adviser.push(Symptom(100.0, Feeling.TIGHT, Side.LEFT))
    adviser.push(risk(110.0, LACES=1.2))

    out = wait(adviser, 111, 160)

    assert [text for text in texts(out) if "may go numb" in text]


def test_what_loosening_helped_is_loosened_a_little_more_when_it_is_felt_again_not_for_ever() -> (
    None
):
    adviser, asked = helped(), []
    adviser.push(find(220.0, status=FindingStatus.CLEAR))
    for t_s in (600.0, 1200.0, 1800.0):
        strides(adviser, t_s - 300.0, t_s, 9.0)
        asked += texts(adviser.push(Symptom(t_s, Feeling.TINGLING, Side.LEFT, Zone.TOP)))
        wait(adviser, t_s + 1, t_s + 20)
        rests(adviser, t_s + 20, t_s + 55)
        wait(adviser, t_s + 56, t_s + 70)
        adviser.push(Symptom(t_s + 70, Feeling.OK, Side.LEFT, Zone.TOP))

    assert ["oosen" in text for text in asked] == [True, True, False]
