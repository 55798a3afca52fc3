"""A coin withholds one cue in five with the runner's consent, and nothing else."""

from monitor.advice.coin import withholds
from monitor.types import Action, Advice, FindingKind, Outcome, Side, Toss, Zone
from tests.monitor.advice.scene import Out, find, limits, numb, risk, running, wait

WITHHOLDS = next(s for s in range(1000) if withholds(s, 1) and not withholds(s, 2))
SAYS = next(s for s in range(1000) if not withholds(s, 1))
ALWAYS = next(s for s in range(100_000) if all(withholds(s, number) for number in range(1, 5)))


def tossed(out: Out) -> list[tuple[int, bool]]:
    return [(x.number, x.said) for x in out if isinstance(x, Toss)]


def heard(out: Out) -> list[tuple[int, Action]]:
    return [(x.number, x.action) for x in out if isinstance(x, Advice)]


def overstriding(seed: int, to_s: int, *, consent: bool = True) -> Out:
    adviser = running(limits(try_cues=consent, try_seed=seed, cue_cooldown_s=100.0))
    cue = find(100.0, FindingKind.OVERSTRIDING, None)
    return adviser.push(cue) + wait(adviser, 101, to_s) + adviser.finish()


def test_a_withheld_cue_is_an_event_of_its_own_and_nothing_is_said_or_judged() -> None:
    out = overstriding(WITHHOLDS, 180)

    assert tossed(out) == [(1, False)]
    assert heard(out) == []
    assert [x for x in out if isinstance(x, Outcome)] == []
    (toss,) = [x for x in out if isinstance(x, Toss)]
    assert toss.text == "You land far ahead of your body. Take shorter, quicker steps."


def test_after_its_pause_the_cue_has_another_coin_and_is_then_said() -> None:
    out = overstriding(WITHHOLDS, 400)

    assert tossed(out)[:2] == [(1, False), (2, True)]
    assert heard(out)[0] == (2, Action.SHORTER_STEPS)


def test_a_cue_that_the_coin_lets_pass_is_said_as_without_consent() -> None:
    plain = overstriding(SAYS, 180, consent=False)
    tried = overstriding(SAYS, 180)

    assert tossed(plain) == []
    assert [x for x in tried if not isinstance(x, Toss)] == plain
    assert tossed(tried) == [(1, True)]


def test_shoe_risk_report_and_red_flag_are_never_withheld() -> None:
    adviser = running(limits(try_cues=True, try_seed=ALWAYS))
    out = adviser.push(find(100.0)) + wait(adviser, 101, 140)
    out += adviser.push(numb(140.0, Zone.SOLE, Side.RIGHT)) + wait(adviser, 141, 180)
    out += adviser.push(risk(180.0, felt_s=100.0, LACES=0.9)) + wait(adviser, 181, 300)
    out += adviser.push(find(300.0, FindingKind.FOOT_DROP, Side.RIGHT)) + wait(adviser, 301, 320)

    assert tossed(out) == []
    said = heard(out)
    assert {Action.LOOSEN_LACES, Action.STOP} <= {action for _, action in said}
