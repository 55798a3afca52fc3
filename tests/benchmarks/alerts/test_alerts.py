"""The benchmark of the alerts, on a few runs, and that it can fail."""

from dataclasses import replace

import pytest
from msgspec import structs

from benchmarks.alerts.case import CONDITIONS, HILLS, LOSS, MISSING, PACE
from benchmarks.alerts.cases import FAMILIES, draw
from benchmarks.alerts.judge import ROWS, assessed_h, delay_s, false_findings, is_blind
from benchmarks.alerts.line import Line, only_sure, rate_line, share_line
from benchmarks.alerts.matrix import matrix
from benchmarks.alerts.physics import play_physics, sensed
from benchmarks.alerts.play import Played, play
from benchmarks.alerts.real import DATA, real_lines
from benchmarks.alerts.run import PARTS, Asked, brief, main, strides
from benchmarks.alerts.speech import speech_lines, spoken
from benchmarks.alerts.stats import auroc, rate, share
from benchmarks.alerts.table import target_lines
from monitor.types import Action, Advice, Finding, FindingKind, FindingStatus, Side
from tests.beside import needs

LACES = "tight laces"


@pytest.fixture(scope="module")
def tight() -> Played:
    return play(brief(draw("tight laces", 10, unseen=False)))


def found(kind: FindingKind, side: Side | None, t_s: float, status: FindingStatus) -> Finding:
    return Finding(kind=kind, side=side, t_s=t_s, status=status)


def quiet(hours: float, *findings: Finding) -> Played:
    return Played(draw("fresh", 0, unseen=False), hours, findings=list(findings))


def missed(lines: list[Line]) -> set[str]:
    return {line.what for line in lines if line.met is False}


def test_the_quick_benchmark_misses_nothing_on_known_seeds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    families = [word for name in (PACE, LACES) for word in ("--family", name)]

    code = main(["--quick", "--half", "known", "--jobs", "1", "--only", "strides", *families])

    said = capsys.readouterr().out
    assert "Missed: none" in said
    assert code == 0
    assert "overstriding under pace ±10 %" in said
    assert f"{LACES}: found" in said


def test_the_quick_benchmark_plays_every_family_that_it_names_soon_over() -> None:
    asked = Asked(PARTS, tuple(FAMILIES), None, quick=True, unseen=False)

    work = strides(asked)

    for row in ROWS:
        count = FAMILIES[row.families[0]].quick
        assert sum(one.family == row.families[0] for one in work) == count
    assert all(one.quick for one in work)


def test_full_physics_is_played_from_raw_packets() -> None:
    case = draw("narrow shoe", 0, unseen=False)
    scenario = structs.replace(case.scenario, duration_s=40.0)

    run = play_physics(replace(case, scenario=scenario))

    assert run.at_s == case.at_s
    assert {f.kind for f in run.findings} >= {FindingKind.FATIGUE, FindingKind.OVERSTRIDING}
    assert {f.status for f in run.findings} == {FindingStatus.NOT_ASSESSED}


def test_detectors_that_find_nothing_are_missed_even_in_the_quick_table(tight: Played) -> None:
    deaf = replace(tight, findings=[])

    lines = [only_sure(line) for line in target_lines([deaf, deaf])]

    assert missed(lines) == {"tight laces: found in 60 s"}


def test_detectors_that_cry_wolf_are_missed_even_in_the_quick_table() -> None:
    cries = [
        found(kind, side, 60.0 * minute, status)
        for kind, side in ((FindingKind.FOOT_DROP, Side.LEFT), (FindingKind.FATIGUE, None))
        for minute in range(1, 50)
        for status in (FindingStatus.ACTIVE, FindingStatus.CLEAR)
    ]

    lines = [only_sure(line) for line in target_lines([quiet(1.0, *cries)])]

    assert missed(lines) == {"foot drop: false", "fatigue: false"}


def test_few_runs_without_a_miss_are_not_called_met(tight: Played) -> None:
    (line,) = (x for x in target_lines([tight]) if x.what == "tight laces: found in 60 s")

    assert (line.verdict, only_sure(line).verdict) == ("met, within chance", "too few to say")


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (share_line("", 100, 100, 0.9), "met"),
        (share_line("", 20, 20, 0.9), "met, within chance"),
        (share_line("", 17, 20, 0.9), "MISSED, within chance"),
        (share_line("", 5, 20, 0.9), "MISSED"),
        (share_line("", 0, 0, 0.9), "MISSED, within chance"),
        (rate_line("", 0, 100.0, 0.05), "met"),
        (rate_line("", 0, 50.0, 0.05, 60.0), "MISSED, within chance"),
        (rate_line("", 1, 50.0, 0.05), "met, within chance"),
        (rate_line("", 9, 50.0, 0.05), "MISSED"),
    ],
)
def test_a_verdict_says_whether_chance_could_have_made_it(line: Line, verdict: str) -> None:
    assert line.verdict == verdict


def test_a_voice_that_repeats_itself_at_once_misses_its_target(tight: Played) -> None:
    said = tight.advice
    assert FindingKind.LACING in {advice.cause for advice in said}
    hasty = [*said, replace(said[0], t_s=said[-1].t_s + 5.0)]

    lines = speech_lines([replace(tight, advice=hasty)])

    assert missed(lines) == {"least gap of two sentences, red flags and answers apart"}


def cue(t_s: float) -> Advice:
    return Advice(
        number=1, t_s=t_s, expires_s=t_s, action=Action.DRINK, cause=FindingKind.CARDIAC_DRIFT,
        side=None, text="", reason="",
    )  # fmt: skip


def test_a_voice_with_seven_cues_in_any_hour_misses_its_target() -> None:
    talkative = replace(quiet(2.0), advice=[cue(1800.0 + 590.0 * i) for i in range(7)])

    assert missed(speech_lines([talkative])) == {"form cues, most in any hour"}
    assert spoken([talkative])[5].split()[:2] == ["drink", "3.50"]


def test_a_red_flag_that_is_not_spoken_misses_its_target() -> None:
    mute = quiet(1.0, found(FindingKind.FOOT_DROP, Side.LEFT, 600.0, FindingStatus.ACTIVE))

    assert missed(speech_lines([mute])) == {"red flag after its finding"}


def test_hours_in_which_a_detector_was_blind_are_not_counted() -> None:
    kind = FindingKind.FOOT_DROP
    run = quiet(
        1.0,
        found(kind, Side.LEFT, 600.0, FindingStatus.CLEAR),
        found(kind, Side.LEFT, 1200.0, FindingStatus.NOT_ASSESSED),
        found(kind, Side.LEFT, 1800.0, FindingStatus.CLEAR),
        found(kind, Side.RIGHT, 3000.0, FindingStatus.ACTIVE),
    )

    assert assessed_h(run, kind) == pytest.approx((600.0 + 1800.0 + 600.0) / 2.0 / 3600.0)
    assert assessed_h(run, FindingKind.LACING) == 0.0


def test_a_finding_is_false_on_the_other_foot_of_another_kind_and_before_its_cause(
    tight: Played,
) -> None:
    side, start_s = tight.case.side, tight.case.from_s
    assert side is not None
    kind, on = FindingKind.LACING, FindingStatus.ACTIVE
    right = found(kind, side, start_s + 20.0, on)
    early = found(kind, side, start_s - 20.0, on)
    other = found(kind, side.other, start_s + 20.0, on)
    drop = found(FindingKind.FOOT_DROP, side, start_s + 20.0, on)

    run = replace(tight, findings=[early, right, other, drop])

    assert false_findings(run, kind) == [early, other]
    assert false_findings(run, FindingKind.FOOT_DROP) == [drop]
    assert false_findings(replace(run, findings=[right]), kind) == []


def test_an_asymmetry_is_found_whichever_foot_it_comes_from() -> None:
    case = draw("asymmetry", 0, unseen=False)
    assert case.side is not None
    assert case.at_s is not None
    finding = found(FindingKind.ASYMMETRY, None, case.at_s + 40.0, FindingStatus.ACTIVE)

    assert delay_s(Played(case, 0.5, case.at_s, [finding])) == pytest.approx(40.0)


def test_a_detector_that_says_it_is_blind_is_not_counted_as_deaf(tight: Played) -> None:
    side = tight.case.side
    blind = [found(FindingKind.LACING, side, 100.0, FindingStatus.NOT_ASSESSED)]

    gone = replace(tight, findings=blind)

    assert (is_blind(tight), is_blind(gone), delay_s(gone)) == (False, True, None)
    (line,) = (x for x in matrix([tight, gone]) if x.startswith("  fresh"))
    assert "1/1 = 100.0 %" in line
    assert "1 blind" in line


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_changes_the_run_and_leaves_its_cause(condition: str) -> None:
    plain, other = (
        draw("foot drop", 3, unseen=False, condition=name) for name in (CONDITIONS[0], condition)
    )

    assert other.causes == plain.causes
    assert other.condition == condition
    assert (other.scenario.phase != plain.scenario.phase) == (condition in (PACE, HILLS))
    assert (other.sensing.loss > 0.0) == (condition == LOSS)
    less = other.missing is not None or not (other.sensing.imu and other.sensing.insole)
    assert less == (condition == MISSING)


def test_unseen_seeds_draw_other_runs() -> None:
    for family in FAMILIES:
        known, unseen = (draw(family, 0, unseen=half) for half in (False, True))
        assert known.scenario != unseen.scenario


def test_full_physics_has_the_sensors_and_the_losses_of_its_case() -> None:
    scenarios = [sensed(draw(MISSING, number, unseen=False)) for number in range(3)]
    lossy = sensed(draw(LOSS, 0, unseen=False))

    feet = [[pod for pod in s.pod if pod.kind == "foot"] for s in scenarios]

    assert [pod.imu for pod in feet[0]] == [None, None]
    assert [pod.insole for pod in feet[1]] == [None, None]
    assert len(feet[2]) == 1
    assert [fault.kind for fault in lossy.fault] == ["overflow", "disconnect", "disconnect"]
    assert 0.0 < lossy.fault[0].rate < 0.06


@needs(DATA)
def test_every_real_run_is_listed_with_what_was_found() -> None:
    lines = real_lines()

    assert any(line.startswith("activity-small-fenix2-run.fit: 47.2 min") for line in lines)
    # its heart rises by 13 bpm in 47 min, which many do: looked at, and not told
    assert any("cardiac_drift 31 min" in line for line in lines)
    assert not any("heart rate" in line for line in lines)
    assert lines[-1].startswith("together: 14 recordings")


@pytest.mark.parametrize(
    ("hits", "of", "text"),
    [
        (0, 0, "none"),
        (0, 10, "0/10 = 0.0 % (0–31)"),
        (10, 10, "10/10 = 100.0 % (69–100)"),
        (8, 10, "8/10 = 80.0 % (44–97)"),
    ],
)
def test_a_share_stands_with_the_interval_of_clopper_and_pearson(
    hits: int, of: int, text: str
) -> None:
    assert share(hits, of) == text


@pytest.mark.parametrize(
    ("times", "hours", "text"),
    [
        (0, 0.0, "none"),
        (0, 60.0, "0 in 60 h = 0.00 /h (0.00–0.06)"),
        (10, 10.0, "10 in 10 h = 1.00 /h (0.48–1.84)"),
    ],
)
def test_a_rate_stands_with_the_interval_of_garwood(times: int, hours: float, text: str) -> None:
    assert rate(times, hours) == text


def test_auroc_counts_pairs_in_order_and_ties_half() -> None:
    assert auroc([1.0, 2.0, 3.0, 4.0], [False, False, True, True]) == 1.0
    assert auroc([1.0, 1.0, 1.0, 2.0], [False, True, False, True]) == pytest.approx(0.75)
