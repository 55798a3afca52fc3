"""From events and packets to a story; equal whether heard live or replayed."""

from pathlib import Path

import pytest

from firmware_sim.record import record
from monitor.home import filing
from monitor.report.gather import Facts, Gatherer
from monitor.report.pressure_maps import windows
from monitor.report.red_flags import flags_of
from monitor.types import (
    Action,
    Advice,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    LoadMeasures,
    Outcome,
    OutcomeKind,
    ReferenceSpeed,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
)


def strides(from_s: float, until_s: float, instep_kpa: float) -> list[Stride]:
    count = int((until_s - from_s) / 0.7)
    return [
        Stride(
            side=Side.LEFT,
            ic_s=from_s + 0.7 * k,
            tc_s=from_s + 0.7 * k + 0.26,
            next_ic_s=from_s + 0.7 * (k + 1),
            gait=Gait.RUN,
            load=LoadMeasures(instep_swing_kpa=instep_kpa),
        )
        for k in range(count)
    ]


def test_an_advice_is_told_with_what_was_before_and_a_minute_after_its_outcome() -> None:
    gathered = Gatherer()
    gathered.push(strides(0.0, 300.0, 15.0))
    gathered.push(
        [
            Advice(number=1, t_s=300.0, expires_s=360.0, action=Action.LOOSEN_LACES,
                   cause=FindingKind.LACING, side=Side.LEFT, text="x", reason="y"),
        ]
    )  # fmt: skip
    gathered.push(strides(300.0, 360.0, 15.0))
    gathered.push(strides(380.0, 600.0, 8.0))
    gathered.push([Outcome(1, 420.0, OutcomeKind.PRESSURE_FELL, "")])

    (said,) = gathered.finish(Facts(started="2026-05-01", duration_s=600.0)).said

    assert (said.measure, said.before, said.after) == ("instep", 15.0, 8.0)
    assert (said.outcome, said.outcome_s) == (OutcomeKind.PRESSURE_FELL, 420.0)


def test_pressure_is_told_as_it_was_when_the_advice_was_said() -> None:
    """Laces that tightened in the minute before pressed little at its start."""
    gathered = Gatherer()
    gathered.push([*strides(0.0, 285.0, 7.5), *strides(285.0, 300.0, 16.0)])
    loosen = Advice(number=1, t_s=300.0, expires_s=360.0, action=Action.LOOSEN_LACES,
                    cause=FindingKind.LACING, side=Side.LEFT, text="x", reason="y")  # fmt: skip
    gathered.push([loosen, *strides(300.0, 420.0, 7.6)])
    gathered.push([Outcome(1, 330.0, OutcomeKind.PRESSURE_FELL, "")])

    (said,) = gathered.finish(Facts(started="2026-05-01", duration_s=600.0)).said

    assert (said.measure, said.before, said.after) == ("instep", 16.0, 7.6)


def test_time_without_an_answer_does_not_count_as_assessed() -> None:
    gathered = Gatherer()
    for t_s, status in (
        (60.0, FindingStatus.CLEAR),
        (120.0, FindingStatus.NOT_ASSESSED),
        (500.0, FindingStatus.ACTIVE),
    ):
        gathered.push([Finding(kind=FindingKind.LACING, side=Side.LEFT, t_s=t_s, status=status)])

    story = gathered.finish(Facts(started="2026-05-01", duration_s=600.0))

    judged = {judgement.kind: judgement.assessed_s for judgement in story.judgements}
    assert judged[FindingKind.LACING] == 60.0 + 100.0
    assert set(judged) == set(FindingKind)
    assert judged[FindingKind.FOOT_DROP] == 0.0


def test_a_zone_that_was_never_said_is_there_and_not_assessed() -> None:
    gathered = Gatherer()
    gathered.push([Risk(side=Side.LEFT, zone=Zone.TOP, t_s=10.0, level=0.4, coverage=1.0)])
    gathered.push([Risk(side=Side.LEFT, zone=Zone.TOP, t_s=70.0, level=None, coverage=0.0)])

    story = gathered.finish(Facts(started="2026-05-01", duration_s=100.0))

    told = {(track.side, track.zone): (track.highest, track.assessed_s) for track in story.risks}
    assert len(told) == 6
    assert told[Side.LEFT, Zone.TOP] == (0.4, 60.0)
    assert told[Side.RIGHT, Zone.SOLE] == (None, 0.0)
    assert [track.personal for track in story.risks if track.highest is not None] == [False]


def test_a_symptom_lasts_until_the_ok_that_is_about_it() -> None:
    gathered = Gatherer()
    gathered.push(
        [
            Symptom(100.0, Feeling.NUMB, Side.LEFT, Zone.TOP),
            Symptom(200.0, Feeling.OK, Side.RIGHT),
            Symptom(300.0, Feeling.OK, Side.LEFT, Zone.SOLE),
            Symptom(400.0, Feeling.OK),
            Symptom(500.0, Feeling.TINGLING, Side.RIGHT),
        ]
    )

    felt = gathered.finish(Facts(started="2026-05-01", duration_s=600.0)).felt

    assert [(f.t_s, f.until_s) for f in felt] == [(100.0, 400.0), (500.0, None)]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two minutes of the demo: the left laces tighten after 22 s, loosened after 62 s."""
    path = tmp_path_factory.mktemp("story") / "demo.mcap"
    record("demo", path)
    return path


def test_a_recording_tells_the_same_story_each_time(recording: Path) -> None:
    first, second = filing.story_of(recording), filing.story_of(recording)

    assert first == second
    assert first.distance_m is not None
    assert 250.0 < first.distance_m < 350.0
    assert {series.side for series in first.series} == set(Side)


def test_maps_show_the_laces_in_the_air_where_they_pressed(recording: Path) -> None:
    left, right = filing.story_of(recording).insoles
    start, middle = (
        [sum(v for v in made.instep_swing if v) / 4.0 for made in foot.maps]
        for foot in (left, right)
    )

    assert (left.side, right.side) == (Side.LEFT, Side.RIGHT)
    assert len(left.plantar) == len(left.maps[0].plantar_peak) == 20
    assert max(start) > 1.5 * max(middle)


def test_parts_of_a_short_run_do_not_overlap() -> None:
    first, second, third = windows(10.0, 100.0)

    assert first.until_s <= second.from_s
    assert second.until_s <= third.from_s
    assert third.until_s == 100.0


def test_a_watch_alone_tells_how_long_and_how_far_somebody_ran() -> None:
    gathered = Gatherer()
    gathered.push(ReferenceSpeed(float(t_s), 3.0) for t_s in range(0, 601, 5))
    gathered.push(ReferenceSpeed(float(t_s), 1.0) for t_s in range(605, 701, 5))
    gathered.push([ReferenceSpeed(4000.0, 1.0)])  # it slept

    story = gathered.finish(Facts(started="2026-05-01", duration_s=4000.0))

    assert (story.running_s, story.walking_s, story.last_run_s) == (605.0, 110.0, 605.0)
    assert story.distance_m == pytest.approx(605.0 * 3.0 + 110.0 * 1.0)


def test_foot_pods_tell_before_a_watch_does() -> None:
    gathered = Gatherer()
    gathered.push(strides(0.0, 70.0, 15.0))
    gathered.push(ReferenceSpeed(float(t_s), 3.0) for t_s in range(600))

    assert gathered.finish(Facts(started="2026-05-01", duration_s=600.0)).running_s == 70.0


def test_of_a_recording_without_a_coach_a_red_flag_alone_is_kept() -> None:
    gathered = Gatherer()
    for number, cause, red in ((1, FindingKind.LACING, False), (2, FindingKind.FOOT_DROP, True)):
        advice = Advice(
            number=number, t_s=300.0, expires_s=360.0, action=Action.LOOSEN_LACES, cause=cause,
            side=Side.LEFT, text="x", reason="y", red_flag=red,
        )  # fmt: skip
        gathered.push([advice, Outcome(number, 320.0, OutcomeKind.IGNORED, "")])

    gathered.unheard()

    story = gathered.finish(Facts(started="2026-05-01", duration_s=600.0))
    assert story.said == ()
    assert [(one.cause, one.outcome) for one in story.added] == [(FindingKind.FOOT_DROP, None)]
    assert [flag.name for flag in flags_of(story, None)] == ["foot_drop.left"]
