"""What the page draws of one session: the report's own numbers and words, and never too much."""

import msgspec
from msgspec import structs

from monitor.report.claims_log import RiskLog
from monitor.report.follow_up import Answers
from monitor.report.on_axis import Step, on_axis
from monitor.report.story import RiskPoint, RiskTrack, Story
from monitor.report.wording import Words
from monitor.types import Contribution, Risk, Side, Zone
from tests.monitor.report.full_story import FULL
from tests.monitor.report.reports import reported
from tests.monitor.report.stories import STORY, numb, with_strides

MOST_BYTES = 100_000


def a_risk(t_s: float, level: float | None, coverage: float, cause: str = "laces") -> Risk:
    parts = (Contribution(cause, level),) if level else ()
    return Risk(
        side=Side.LEFT, zone=Zone.TOP, t_s=t_s, level=level, coverage=coverage, contributions=parts
    )


def told_of(*risks: Risk) -> Story:
    log = RiskLog()
    for risk in risks:
        log.push(risk)
    return structs.replace(STORY, risks=log.tracks(STORY.duration_s))


def top_left(story: Story) -> tuple[Step, ...]:
    lanes = on_axis(story, None, Words("en"), flagged=False).lanes
    return next(lane.steps for lane in lanes if (lane.side, lane.zone) == (Side.LEFT, Zone.TOP))


def test_a_level_is_told_in_words_with_its_gaps_and_what_it_rests_on() -> None:
    story = told_of(
        a_risk(60.0, 0.1, 0.3),
        a_risk(120.0, 0.2, 0.3),
        a_risk(180.0, 0.9, 1.0),
        a_risk(240.0, None, 0.0),
        a_risk(300.0, 1.2, 0.1, cause="reported"),
    )

    assert top_left(story) == (
        Step(0.0, "not_assessed", weak=False),
        Step(60.0, "low", weak=True),
        Step(180.0, "high", weak=False),
        Step(240.0, "not_assessed", weak=False),
        Step(300.0, "now", weak=False),
    )
    assert on_axis(story, None, Words("en"), flagged=False).evidence


def test_a_place_that_was_never_judged_is_not_assessed_from_the_start() -> None:
    assert top_left(told_of()) == (Step(0.0, "not_assessed", weak=False),)


def test_a_story_that_did_not_keep_the_evidence_does_not_call_it_good() -> None:
    (old,) = with_strides().risks
    kept = structs.replace(old, points=tuple(structs.replace(p, weak=False) for p in old.points))

    told = [
        on_axis(structs.replace(STORY, risks=(track,)), None, Words("en"), flagged=False).evidence
        for track in (old, kept)
    ]

    assert msgspec.json.decode(b"[60.0,0.1]", type=RiskPoint) == old.points[0]
    assert told == [False, True]


def test_a_risk_that_flickers_keeps_its_peaks_and_its_gaps_and_stays_small() -> None:
    """Every tenth of a second another level; one peak and one gap hide among them."""
    points = [RiskPoint(0.1 * k, 0.1 + 0.5 * (k % 2), weak=False) for k in range(30_000)]
    points[12_345] = RiskPoint(1234.5, 1.1, weak=False)
    points[23_456] = RiskPoint(2345.6, None, weak=False)
    track = RiskTrack(
        side=Side.LEFT, zone=Zone.TOP, points=tuple(points), highest=1.1, highest_s=1234.5,
        causes={}, assessed_s=2999.9,
    )  # fmt: skip

    steps = top_left(structs.replace(STORY, risks=(track,)))

    assert len(steps) <= 4 * STORY.duration_s / STORY.piece_s
    assert [step.t_s for step in steps if step.how == "now"] == [1234.5]
    assert [step.t_s for step in steps if step.how == "not_assessed"] == [0.0, 2345.6]
    assert [step.t_s for step in steps] == sorted(step.t_s for step in steps)


def test_the_fullest_session_is_small() -> None:
    axis = on_axis(FULL, None, Words("de"), flagged=False)

    assert len(msgspec.json.encode(axis)) < MOST_BYTES


def test_its_tables_say_what_the_report_says() -> None:
    story = structs.replace(with_strides(), felt=(numb(500.0, 630.0),))
    report = reported(story, language="de")
    rows = [
        row
        for section in (*report.sections, *report.clinician)
        for table in section.tables
        if section.key in {"advice", "symptoms"}
        for row in table.rows
    ]

    axis = on_axis(story, None, Words("de"), flagged=False)

    assert axis.advice is not None
    assert [mark.row for mark in (*axis.advice.marks, *axis.felt.marks)] == rows
    assert [(mark.t_s, mark.until_s, mark.helped) for mark in axis.advice.marks] == [
        (600.0, 720.0, True)
    ]
    assert [(mark.t_s, mark.until_s) for mark in axis.felt.marks] == [(500.0, 630.0)]


def test_while_a_red_flag_is_open_nothing_is_told_of_what_helped() -> None:
    axis = on_axis(with_strides(), Answers(at="2026-05-01"), Words("en"), flagged=True)

    assert axis.advice is None
    assert [line.measure for line in axis.lines] == ["instep", "cadence", "contact"]


def test_a_quantity_that_was_not_measured_has_no_feet() -> None:
    axis = on_axis(STORY, None, Words("en"), flagged=False)

    assert [line.feet for line in axis.lines] == [{}, {}, {}]
