from dataclasses import replace

import pytest

from monitor.session.alert_ledger import AlertLedger
from monitor.session.said import Heard
from monitor.types import Action, Advice, FindingKind, Outcome, OutcomeKind, Side, Zone
from tests.monitor.advice.scene import find, ok, running, wait


def advice(number: int, t_s: float, action: Action = Action.LOOSEN_LACES) -> Advice:
    return Advice(
        number=number,
        t_s=t_s,
        expires_s=t_s + 60.0,
        action=action,
        cause=FindingKind.LACING,
        side=Side.LEFT,
        text="",
        reason="",
    )


def test_advice_is_counted_by_what_became_of_it() -> None:
    ledger = AlertLedger()

    ledger.push([advice(1, 100.0), advice(2, 400.0), advice(3, 700.0), advice(4, 900.0)])
    ledger.push([Outcome(1, 150.0, OutcomeKind.PRESSURE_FELL, "")])
    ledger.push([Outcome(2, 580.0, OutcomeKind.IGNORED, "")])
    ledger.push([Outcome(3, 880.0, OutcomeKind.UNKNOWN, "")])
    ledger.close(1800.0)

    (account,) = ledger.accounts
    assert (account.said, account.helped, account.not_followed, account.unknown) == (4, 1, 1, 2)
    assert account.right_of[0] == account.right_of[1] > 0
    assert account.median_response_s == 50.0
    assert (ledger.nuisance_per_hour, ledger.not_followed_per_hour) == (0.0, 2.0)


def test_sessions_that_number_their_advice_alike_are_told_apart() -> None:
    ledger = AlertLedger()

    for outcome in (OutcomeKind.SYMPTOM_EASED, OutcomeKind.GAIT_RECOVERED):
        ledger.push([advice(1, 10.0), Outcome(1, 40.0, outcome, "")])
        ledger.close(3600.0)

    (account,) = ledger.accounts
    assert (account.said, account.helped) == (2, 2)
    assert ledger.nuisance_per_hour == 0.0


def test_what_nobody_checked_has_no_precision() -> None:
    ledger = AlertLedger()
    ledger.push([advice(1, 10.0), advice(2, 20.0, Action.WALK)])
    ledger.close(60.0)

    assert [account.right_of[1] for account in ledger.accounts] == [0, 0]
    assert [account.unknown for account in ledger.accounts] == [1, 1]


def test_what_passed_by_itself_or_was_dismissed_was_for_nothing() -> None:
    ledger = AlertLedger()
    ledger.push([advice(n, 100.0 * n) for n in (1, 2, 3, 4)])
    ledger.push([Outcome(1, 105.0, OutcomeKind.PASSED, "")])
    ledger.push([Outcome(2, 210.0, OutcomeKind.DISMISSED, "")])
    ledger.push([Outcome(3, 480.0, OutcomeKind.IGNORED, "")])
    ledger.push([Outcome(4, 480.0, OutcomeKind.PRESSURE_FELL, "")])
    ledger.close(3600.0)

    (account,) = ledger.accounts
    assert (account.for_nothing, account.not_followed, account.helped) == (2, 1, 1)
    assert account.right_of == (2, 4)
    assert (ledger.nuisance_per_hour, ledger.not_followed_per_hour) == (2.0, 1.0)


def test_a_zone_at_risk_is_no_symptom() -> None:
    ledger = AlertLedger()
    walk = replace(advice(1, 10.0, Action.WALK), cause=None, zone=Zone.SOLE)
    ledger.push([walk, replace(walk, number=2, felt=True)])
    ledger.close(60.0)

    assert {account.because.words for account in ledger.accounts} == {"a zone at risk", "a symptom"}


def test_what_arrived_one_way_at_least_was_heard_and_each_way_is_counted() -> None:
    ledger = AlertLedger()
    ledger.push([advice(n, 100.0 * n) for n in (1, 2, 3)])
    ledger.hear(
        [
            Heard(1, "radio"),
            Heard(1, "mqtt"),
            Heard(1, "mqtt", confirmed=True),
            Heard(2, "radio"),
            Heard(9, "radio"),  # no advice that is judged
        ]
    )
    ledger.close(3600.0)

    (account,) = ledger.accounts
    assert (account.said, account.heard, account.unheard) == (3, 1, 1)
    assert ledger.ways == {"radio": (3, 0), "mqtt": (1, 1)}


@pytest.mark.parametrize("ok_after_s", [5.0, 60.0])
def test_an_ok_of_a_runner_who_did_nothing_is_never_entered_as_help(ok_after_s: float) -> None:
    adviser, ledger = running(), AlertLedger()

    out = adviser.push(find(100.0)) + wait(adviser, 101, 110)
    out += adviser.push(ok(105.0 + ok_after_s)) + wait(adviser, 106 + ok_after_s, 290)
    ledger.push(out)
    ledger.close(290.0)

    (account,) = (one for one in ledger.accounts if one.because.action is Action.LOOSEN_LACES)
    assert (account.helped, account.right_of) == (0, (0, 1))
    assert (account.said, account.for_nothing) == (1, 1)
