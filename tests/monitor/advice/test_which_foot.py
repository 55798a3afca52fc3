"""A report without a foot is answered at once; then it is asked which foot, and silence is a no."""

from monitor.advice.adviser import Adviser
from monitor.advice.limits import AdviceLimits
from monitor.types import Action, Advice, Feeling, Side, Symptom, Tick


def said(*events: Symptom | Tick) -> list[Advice]:
    adviser = Adviser(AdviceLimits())
    ordered = sorted(events, key=lambda event: event.t_s)
    return [x for event in ordered for x in adviser.push(event) if isinstance(x, Advice)]


def clock(until_s: int) -> list[Tick]:
    return [Tick(float(t)) for t in range(until_s)]


def test_silence_leaves_the_foot_unsaid() -> None:
    heard = said(Symptom(100.0, Feeling.NUMB), *clock(180))

    questions = [a.text for a in heard if a.action is Action.ASK and a.t_s < 160.0]
    assert questions == ["Left foot?", "Right foot?", "Both feet?"]
    assert heard[0].t_s == 100.0
    assert {a.side for a in heard if a.action is not Action.ASK} == {None}


def test_the_same_button_again_says_yes() -> None:
    heard = said(Symptom(100.0, Feeling.NUMB), Symptom(117.0, Feeling.NUMB), *clock(130))

    assert [a.text for a in heard if a.action is Action.ASK] == ["Left foot?", "Right foot?"]
    assert heard[-1].side is Side.RIGHT
    assert "Right foot numb." in heard[-1].text


def test_a_report_that_names_its_foot_ends_the_questions() -> None:
    named = Symptom(103.0, Feeling.NUMB, Side.LEFT)

    heard = said(Symptom(100.0, Feeling.NUMB), named, *clock(150))

    assert not [a for a in heard if a.action is Action.ASK]


def test_nothing_is_asked_about_a_foot_that_was_named_or_of_dizziness() -> None:
    for symptom in (
        Symptom(100.0, Feeling.NUMB, Side.LEFT),
        Symptom(100.0, Feeling.DIZZY),
        Symptom(100.0, Feeling.OK),
    ):
        heard = said(symptom, *clock(150))

        assert not [a for a in heard if a.text.endswith(("foot?", "feet?"))]
