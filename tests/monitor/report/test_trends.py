"""Worse or more often over time: the fixed rules, the test, and what a trend may not hide."""

import pytest
from msgspec import structs

from benchmarks.report.trends import false_share, found_shares
from monitor.report.clinician import flag_text
from monitor.report.follow_up import Card, RedFlag
from monitor.report.trends import Past, table_remarks, trend, trend_sentences, trend_table
from monitor.report.wording import LANGUAGES, Words
from monitor.report.worsening import Run, Worse, worse

EN = Words("en")
PAST = Past(
    name="run", started="2026-05-01", running_s=3600.0, distance_m=12_000.0, symptoms=2,
    first_s=1500.0, longest_s=300.0, shoe="Blue", lacing="parallel", temperature_c=25.0,
)  # fmt: skip


def past(symptoms: list[int], **more: object) -> list[Past]:
    return [
        structs.replace(PAST, name=f"r{k}", started=f"2026-{1 + k // 28:02}-{1 + k % 28:02}",
                        symptoms=count, **more)
        for k, count in enumerate(symptoms)
    ]  # fmt: skip


def why(runs: list[Run]) -> Worse | None:
    found = worse(runs)
    return found.why if found else None


def test_more_often_over_time_three_runs_in_a_row_far_worse() -> None:
    usual = [Run(1.0, 1)] * 12

    assert why([*usual, Run(1.0, 8), Run(1.0, 7)]) is None
    assert why([*usual, Run(1.0, 8), Run(1.0, 7), Run(1.0, 7)]) is Worse.IN_A_ROW
    assert why([*usual, Run(1.0, 8), Run(1.0, 2), Run(1.0, 8)]) is None


def test_worse_over_time_a_first_symptom_over_thirty_minutes() -> None:
    short = Run(1.0, 1, 600.0)

    assert why([short, Run(1.0, 1, 1801.0)]) is Worse.FIRST_LONG
    assert why([Run(1.0, 1, 1800.0)]) is None
    assert why([Run(1.0, 1, 4000.0), short, Run(1.0, 1, 4000.0)]) is None


def test_a_doubling_of_what_is_often_is_found_and_told_with_its_figures() -> None:
    usual = [Run(1.0, 6 + k % 3) for k in range(20)]
    more = [Run(1.0, 13 + k % 3) for k in range(8)]

    found = worse([*usual, *more])

    assert found is not None
    assert found.why is Worse.MORE_OFTEN
    assert found.before_per_h == pytest.approx(7.0, abs=0.2)
    assert found.now_per_h > 12.0


def test_longer_runs_are_no_worse_runs() -> None:
    assert why([Run(1.0, 3)] * 20 + [Run(2.0, 6)] * 10) is None


def test_three_short_runs_with_one_symptom_each_are_no_trend() -> None:
    usual = [Run(1.0, 0)] * 12

    assert why([*usual, *[Run(0.1, 1)] * 3]) is None
    assert why([*usual, Run(1.0, 8), Run(0.1, 0), Run(1.0, 7), Run(1.0, 7)]) is Worse.IN_A_ROW
    assert why([*usual, *[Run(1.0, 8)] * 3, Run(0.1, 1)]) is None  # told with the run before it
    assert why([*usual, Run(0.1, 1, 1801.0)]) is Worse.FIRST_LONG


def test_one_broken_off_run_hides_no_trend_to_the_worse() -> None:
    quiet = [Run(1.0, k % 3) for k in range(30)]
    more = [Run(1.0, 4) for _ in range(12)]

    for hours in (20.0 / 3600.0, 0.17, 0.25):  # 20 s, and just long enough to count
        assert why([*quiet[:15], Run(hours, 1), *quiet[15:], *more]) is Worse.MORE_OFTEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_trend_leaves_out_is_said(language: str) -> None:
    short = [structs.replace(one, running_s=300.0) for one in past([1] * 4)]

    said = trend_sentences(trend([*short, *past([1] * 12)]), Words(language))

    assert said[-2:] == (
        Words(language).say("trend.too_few", runs="15"),  # not 16: four tell no rate
        Words(language).say("trend.too_short", minutes="10", runs="4"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_run_after_a_trend_to_the_worse_is_no_calm(language: str) -> None:
    words = Words(language)
    runs = past([1] * 15 + [9, 8, 9, 0])
    runs[-1] = structs.replace(runs[-1], running_s=300.0)

    said = trend_sentences(trend(runs), words)

    assert trend(runs[:-1]).found is not None
    assert words["trend.not_tested"] in said
    assert words["trend.no_change"] not in said


def test_few_runs_are_no_trend() -> None:
    assert why([Run(1.0, 9)] * 4) is None
    assert trend_sentences(trend(past([2, 2])), EN) == (
        "There are too few runs of this runner to tell a trend.",
    )


def test_referrals_for_nothing_are_rare_and_a_doubling_is_seen() -> None:
    """A small draw; ``python -m benchmarks.report.trends`` prints the whole table."""
    # targets 0.10, 0.80, 0.80; forty histories scatter by 0.06
    assert false_share(3.0, 0.0, 40, 1) <= 0.15
    assert found_shares(8.0, 0.0, 40, 2)[0] >= 0.75
    assert found_shares(3.0, 0.0, 40, 3)[1] >= 0.68


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trend_has_words(language: str) -> None:
    words = Words(language)
    histories = ([0] * 15, [1] * 12 + [7, 7, 7], [7] * 20 + [14] * 8, [1] * 5)

    for history in histories:
        told = trend(past(history))
        assert all(trend_sentences(told, words))
        assert len(trend_table(told, words).rows) == len(told.groups)
    longer = past([1] * 4, longest_s=100.0) + past([1], longest_s=2000.0)[:1]
    assert all(trend_sentences(trend(longer), words))


def test_groups_tell_shoes_apart() -> None:
    blue = past([4, 4, 4])
    red = [structs.replace(one, shoe="Red", symptoms=0, first_s=None) for one in past([0, 0])]

    groups = {(g.by, g.name): g for g in trend([*blue, *red]).groups}

    assert groups["shoe", "Blue"].per_h == 4.0
    assert groups["shoe", "Red"].per_h == 0.0
    assert groups["shoe", "Red"].first_min is None
    assert groups["all", ""].runs == 5


def test_a_trend_to_the_worse_is_a_red_flag() -> None:
    flag = trend(past([1] * 12 + [8, 8, 8])).flag

    assert flag is not None
    assert flag.name == "worse_in_a_row"


def test_a_long_symptom_on_the_only_run_is_told_as_just_that() -> None:
    (only,) = past([1])

    flag = trend([structs.replace(only, longest_s=2400.0)]).flag

    assert flag is not None
    assert flag_text(flag, Words("en")) == (
        "for the first time that is known, a symptom lasted over 30 minutes"
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_rule_of_the_trend_has_a_reason_of_its_own(language: str) -> None:
    words = Words(language)

    reasons = {flag_text(RedFlag(f"worse_{why}", Card.SOON), words) for why in Worse}

    assert len(reasons) == len(Worse)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_minute_of_running_makes_no_rate(language: str) -> None:
    words = Words(language)
    seconds = trend(past([1, 1, 1], running_s=20.0))
    one, enough = trend(past([1], running_s=599.0)), trend(past([1, 1, 1], running_s=200.0))

    shown, why = trend_table(seconds, words).rows[0], table_remarks(seconds, words)

    assert shown[3] == "–"
    assert "10" in why[-1]
    assert "180" not in " ".join([*trend_sentences(seconds, words), *why, *shown])
    assert table_remarks(one, words) == why
    assert why[-1] not in trend_sentences(seconds, words)  # beside it there may be no table
    assert trend_table(enough, words).rows[0][3] != "–"
    assert table_remarks(enough, words) == ()


@pytest.mark.parametrize(
    ("first_s", "says"),
    [((20.0, 20.0), "in the first minute."), ((60.0, 60.0), "within 1 minute."), ((60.0,), "")],
)
def test_half_of_the_runs_are_several_and_their_minutes_are_whole(
    first_s: tuple[float, ...], says: str
) -> None:
    quiet = [structs.replace(one, first_s=None) for one in past([1] * 3)]
    felt = [structs.replace(past([1])[0], first_s=one) for one in first_s]

    said = [one for one in trend_sentences(trend([*quiet, *felt]), EN) if "In half" in one]

    assert [one.endswith(says) for one in said] == ([True] if says else [])
