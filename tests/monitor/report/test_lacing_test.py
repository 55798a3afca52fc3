"""Which of two lacings presses less: the guide, the judgement, and the one sentence."""

from pathlib import Path

import pytest
from msgspec import structs

from benchmarks.report.laces import judged, verdict
from monitor.report.compare import Verdict
from monitor.report.lace_trial import TONGUE, Heel, Trial, Values, ZonePressure
from monitor.report.lacing_guide import GuideTimes, LacingGuide, Step
from monitor.report.lacing_test import Felt, Slip, judge
from monitor.report.lacing_words import lacing_lines, lacing_sentence
from monitor.report.wording import LANGUAGES, Words
from monitor.types import Gait, Side, Stride

NAMES = {"A": "crossed", "B": "parallel"}


def trial(lacing: str, left: float, right: float, heel: float = 1.0, **zones: float) -> Trial:
    """A trial with these pressures in swing; zones of the left foot by name."""

    def zone(side: Side, name: str, kpa: float) -> ZonePressure:
        values = Values(contact=1.0, mean_kpa=kpa, peak_kpa=2.0 * kpa, spread_kpa=0.4)
        return ZonePressure(side=side, zone=name, strides=80, swing=values, stance=values,
                            variance=0.01)  # fmt: skip

    made = [zone(Side.LEFT, TONGUE, left), zone(Side.RIGHT, TONGUE, right)]
    made += [zone(Side.LEFT, name, kpa) for name, kpa in zones.items()]
    heels = tuple(Heel(side=side, heel_kpa=heel, sole_kpa=1.0) for side in Side)
    return Trial(lacing=lacing, zones=tuple(made), heels=heels)


def test_a_clear_difference_is_told_with_its_band_and_its_place() -> None:
    low = {"instep_middle": 4.0, "instep_ankle": 6.0}
    high = {"instep_middle": 10.0, "instep_ankle": 7.0}
    tied = [trial("A", 9.0, 8.0, **high), trial("B", 5.0, 8.2, **low), trial("A", 9.4, 8.1, **high)]
    result = judge(tied, Felt.BETTER)

    assert result.verdict is Verdict.LESS
    assert [(one.side, one.zone) for one in result.told] == [(Side.LEFT, TONGUE)]
    assert lacing_sentence(result, NAMES, Words("en")) == (
        "parallel against crossed in the air: left −4.2 ± 1.5 kPa (most at the middle of the"
        " tongue); no sign that a heel slips more; you felt it better."
    )


def test_laces_that_scatter_when_tied_again_widen_the_band() -> None:
    calm = judge([trial("A", 9.0, 8.0), trial("B", 6.5, 8.0), trial("A", 9.1, 8.0)])
    wild = judge([trial("A", 6.0, 8.0), trial("B", 6.5, 8.0), trial("A", 12.0, 8.0)])

    assert calm.told
    assert not wild.told
    assert wild.changes[0].band > 2.0 * calm.changes[0].band


def test_pressure_that_only_moves_is_told_where_it_went() -> None:
    before = {"instep_toes": 5.0, "instep_middle": 12.0, "instep_ankle": 5.0}
    after = {"instep_toes": 9.0, "instep_middle": 4.0, "instep_ankle": 9.0}
    tied = [trial("A", 7.3, 8.0, **before), trial("B", 7.3, 8.0, **after),
            trial("A", 7.3, 8.0, **before)]  # fmt: skip

    (told,) = judge(tied).told

    assert (told.zone, told.verdict) == ("instep_middle", Verdict.LESS)


def test_no_difference_and_cannot_tell_are_answers() -> None:
    same = judge([trial("A", 8.0, 8.0), trial("B", 8.3, 8.0), trial("A", 8.1, 8.0)])
    blind = judge([Trial(lacing=lacing, zones=(), heels=()) for lacing in "ABA"])

    assert (same.verdict, blind.verdict) == (Verdict.NONE, Verdict.UNKNOWN)
    for language in LANGUAGES:
        words = Words(language)
        assert "± " in lacing_sentence(same, NAMES, words)
        assert "footloose compare" in lacing_sentence(blind, NAMES, words)


def test_a_heel_that_lifts_is_a_sign_against_the_looser_lacing() -> None:
    tied = [trial("A", 9.0, 9.0), trial("B", 5.0, 5.0, heel=0.2), trial("A", 9.0, 9.0)]
    unknown = [structs.replace(one, heels=()) for one in tied]

    assert set(judge(tied).slips.values()) == {Slip.MORE}
    assert "the heel lifts more" in lacing_sentence(judge(tied), NAMES, Words("en"))
    assert set(judge(unknown).slips.values()) == {Slip.UNKNOWN}
    assert "heel" not in lacing_sentence(judge(unknown), NAMES, Words("en"))


def stride(ic_s: float) -> Stride:
    return Stride(side=Side.LEFT, ic_s=ic_s, tc_s=ic_s + 0.25, next_ic_s=ic_s + 0.7, gait=Gait.RUN)


def test_the_guide_leads_through_every_step_and_keeps_their_times() -> None:
    guide, steps, t_s = LacingGuide("ABA", GuideTimes(run_s=10.0)), [], 0.0
    while guide.step is not Step.VERDICT:
        steps += guide.tick(t_s)
        steps += guide.push(stride(t_s - 0.7))
        if guide.step is Step.RELACE and t_s - guide.spans[-1].until_s > 20.0:
            steps += guide.ready(t_s)
        t_s += 0.7
    guide.feel(Felt.SAME, t_s)

    trial_steps = [Step.STAND, Step.LIFT_LEFT, Step.LIFT_RIGHT, Step.RUN]
    assert steps == [*trial_steps, Step.RELACE] * 2 + [*trial_steps, Step.VERDICT]
    runs = [span for span in guide.spans if span.step is Step.RUN]
    assert [span.lacing for span in runs] == ["A", "B", "A"]
    assert all(10.0 <= span.until_s - span.from_s < 12.0 for span in runs)
    assert (guide.step, guide.felt) == (Step.DONE, Felt.SAME)


def test_the_guide_waits_for_running_and_for_the_runners_word() -> None:
    guide = LacingGuide("AB", GuideTimes(run_s=5.0))
    guide.ready(0.0)
    for t_s in range(60):
        guide.tick(float(t_s))
    assert guide.step is Step.RUN
    assert guide.left_s(60.0) == 5.0

    for n in range(10):
        guide.push(stride(60.0 + 0.7 * n))
    assert guide.spans[-1].step is Step.RUN
    assert guide.tick(1000.0) == []
    assert guide.ready(1000.0) == [Step.STAND]


def test_what_cannot_be_done_is_left_out_and_two_trials_may_be_enough() -> None:
    guide, t_s = LacingGuide("ABA", GuideTimes(run_s=5.0)), 0.0
    too_early = guide.enough(0.0)
    while guide.step is not Step.VERDICT:
        guide.tick(t_s)
        guide.skip(t_s)
        guide.push(stride(t_s - 0.7))
        guide.enough(t_s)
        guide.ready(t_s)
        t_s += 0.7

    assert too_early == []
    assert guide.has_both
    assert guide.skip(t_s) == []
    kept = [span.step for span in guide.spans]
    assert kept == [Step.RUN, Step.RELACE, Step.RUN, Step.RELACE]
    assert (guide.trial, guide.lacing) == (2, "B")


def test_what_is_not_assessed_is_said_beside_the_sentence() -> None:
    one_foot = [
        structs.replace(one, zones=one.zones[:1], heels=one.heels[:1])
        for one in (trial("A", 9.0, 8.0), trial("B", 5.0, 8.0))
    ]
    blind = [Trial(lacing=lacing, zones=(), heels=()) for lacing in "AB"]

    sentence, unseen, slip, once = lacing_lines(judge(one_foot), NAMES, Words("en"))

    assert "left −4.0" in sentence
    assert unseen == "Not assessed: right. Too little was measured under the laces."
    assert slip == "Whether a heel slips is not assessed (right)."
    assert once.startswith("Each lacing was tied once.")
    assert len(lacing_lines(judge(blind), NAMES, Words("en"))) == 1


@pytest.mark.parametrize("order", ["", "A", "BB", "ABC"])
def test_an_order_needs_both(order: str) -> None:
    with pytest.raises(ValueError, match="expected A and B"):
        LacingGuide(order)


def test_three_kpa_on_the_simulator_are_told(tmp_path: Path) -> None:
    """Two tests; ``python -m benchmarks.report.laces`` prints the table."""
    assert verdict(judged(tmp_path, ("ABA", 0.5, 3.0), 1), Side.LEFT) is Verdict.MORE
    assert verdict(judged(tmp_path, ("ABA", 0.0, 0.0), 2), Side.LEFT) is Verdict.NONE
