"""A session as FIT: read back by two readers that did not write it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import fitdecode
import fitparse
import pytest

from monitor.session.fit_activity import FitActivity
from monitor.session.fit_layouts import DEVELOPER
from monitor.types import (
    Action,
    Advice,
    Event,
    Feeling,
    Gait,
    GaitChange,
    HeartBeat,
    LoadMeasures,
    MotionMeasures,
    Risk,
    Side,
    Stride,
    Symptom,
    Zone,
)

STARTED = datetime(2026, 5, 1, 7, 30, tzinfo=UTC)


def stride(side: Side, ic_s: float, gait: Gait = Gait.RUN) -> Stride:
    return Stride(
        side=side,
        ic_s=ic_s,
        tc_s=ic_s + (0.25 if side is Side.LEFT else 0.26),
        next_ic_s=ic_s + 0.75,
        gait=gait,
        motion=MotionMeasures(length_from_s=ic_s, length_to_s=ic_s + 0.75, stride_length_m=2.25),
        load=LoadMeasures(instep_swing_kpa=7.5) if side is Side.LEFT else None,
    )


def session() -> list[Event]:
    """A minute of running with a pause of ten seconds, a walk, a symptom and an advice."""
    events: list[Event] = [GaitChange(Side.LEFT, 0.0, Gait.RUN)]
    for count in range(120):
        t_s = 0.75 * count
        if 30.0 <= t_s < 40.0:
            continue
        if count == 80:
            events.append(GaitChange(Side.LEFT, t_s, Gait.WALK))
        events += [stride(Side.LEFT, t_s), stride(Side.RIGHT, t_s + 0.375)]
        events.append(HeartBeat(t_s, 150.0))
        if count == 20:
            events.append(Symptom(t_s, Feeling.TINGLING, Side.LEFT, Zone.TOP))
            events.append(Risk(side=Side.LEFT, zone=Zone.TOP, t_s=t_s, level=0.8, coverage=1.0))
            events.append(
                Advice(number=1, t_s=t_s, expires_s=t_s + 60.0, action=Action.LOOSEN_LACES,
                       cause=None, side=Side.LEFT, text="", reason="")
            )  # fmt: skip
    return events


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fit") / "run.fit"
    activity = FitActivity(STARTED)
    activity.push(session())
    path.write_bytes(activity.finish(90.0))
    return path


def by_fitdecode(path: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    with fitdecode.FitReader(str(path), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage):
                values = {f.name: f.value for f in frame.fields}
                found.setdefault(frame.name, []).append(values)
    return found


def by_fitparse(path: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for message in fitparse.FitFile(str(path), check_crc=True).get_messages():
        values = {f.name: f.value for f in message.fields}
        found.setdefault(message.name, []).append(values)
    return found


@pytest.mark.parametrize("read", [by_fitdecode, by_fitparse])
def test_both_readers_see_the_same_values(file: Path, read: Any) -> None:
    found = read(file)
    record = found["record"][5]

    assert record["enhanced_speed"] == pytest.approx(3.0)
    assert record["heart_rate"] == 150
    assert record["cadence"] == 80
    assert record["stance_time"] == pytest.approx(255.0)
    assert record["step_length"] == pytest.approx(1125.0)
    assert record["stance_time_balance"] == pytest.approx(100.0 * 250 / 510, abs=0.01)
    assert record["RS_ContactTime_L"] == pytest.approx(250.0)
    assert record["RS_ContactTime_R"] == pytest.approx(260.0)
    assert record["instep_left"] == pytest.approx(7.5)
    assert record.get("instep_right") is None
    assert record.get("risk_left_top") is None
    (felt,) = [r for r in found["record"] if r.get("symptom") is not None]
    assert (felt["symptom"], felt["advice"]) == (2.0, 1.0)
    assert found["record"][-1]["risk_left_top"] == pytest.approx(0.8)
    assert found["session"][0]["total_distance"] == pytest.approx(3.0 * 79.5, abs=3.0)
    assert found["session"][0]["sport"] == "running"
    assert len(found["activity"]) == 1


def test_records_pause_where_nothing_was_measured_and_laps_end_at_walks(file: Path) -> None:
    found = by_fitdecode(file)
    seconds = [(r["timestamp"] - STARTED).total_seconds() for r in found["record"]]

    assert [s for s in seconds if 34 <= s <= 40] == []
    assert len(set(seconds)) == len(seconds)
    assert [lap["total_elapsed_time"] for lap in found["lap"]] == [60.0, 30.0]
    assert found["session"][0]["num_laps"] == 2
    # no lap is a press of a button: read again, such a lap would be a report
    assert [lap["lap_trigger"] for lap in found["lap"]] == ["fitness_equipment", "session_end"]


def test_every_developer_field_is_described(file: Path) -> None:
    described = [d["field_name"] for d in by_fitdecode(file)["field_description"]]

    assert [name for name, _ in DEVELOPER] == described


@pytest.mark.parametrize("read", [by_fitdecode, by_fitparse])
def test_by_the_rule_of_runalyze_each_foot_has_its_contact_time(file: Path, read: Any) -> None:
    found = read(file)
    of_records = {  # a field whose description does not say that it is one of records is not read
        described["field_name"]
        for described in found["field_description"]
        if described.get("native_mesg_num") in {"record", 20}
    }
    left, right = (f"RS_ContactTime_{foot}" for foot in "LR")
    both = [r for r in found["record"] if r.get(left) is not None and r.get(right) is not None]

    assert {left, right} <= of_records
    assert len(both) > 60
    for record in both:
        share = 100.0 * record[left] / (record[left] + record[right])
        assert record["stance_time_balance"] == pytest.approx(share, abs=0.01)
        assert record["stance_time"] == pytest.approx((record[left] + record[right]) / 2, abs=0.1)


def test_the_document_says_of_every_field_what_sites_read(file: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
    rules = page.partition("### What sites read")[2].partition("\n## ")[0]
    fields = {name for record in by_fitdecode(file)["record"] for name in record}

    assert [name for name in sorted(fields) if f"`{_family(name)}`" not in rules] == []


def _family(field: str) -> str:
    """Fields of one kind stand in one row of the document."""
    if field.startswith("risk_"):
        return "risk_SIDE_ZONE"
    return "instep_SIDE" if field.startswith("instep_") else field


@pytest.mark.parametrize("feeling", Feeling)
def test_every_report_is_a_number_that_the_document_names(tmp_path: Path, feeling: Feeling) -> None:
    path = tmp_path / "run.fit"
    activity = FitActivity(STARTED)
    activity.push([stride(Side.LEFT, 0.0), Symptom(1.2, feeling), stride(Side.LEFT, 1.5)])
    path.write_bytes(activity.finish(3.0))

    numbers = [record.get("symptom") for record in by_fitdecode(path)["record"]]

    (number,) = [one for one in numbers if one is not None]
    page = (Path(__file__).parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
    assert f"{number:.0f} {feeling}" in page


def test_a_session_without_a_stride_is_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "empty.fit"
    path.write_bytes(FitActivity(STARTED).finish(10.0))

    assert by_fitdecode(path)["session"][0]["total_elapsed_time"] == 10.0


@pytest.mark.parametrize("lost", Side)
def test_the_way_goes_on_when_a_pod_is_lost(tmp_path: Path, lost: Side) -> None:
    activity = FitActivity(STARTED)
    for count in range(120):
        t_s = 0.75 * count
        feet = [foot for foot in Side if foot is not lost or t_s < 30.0]
        activity.push(stride(foot, t_s + (0.375 if foot is Side.RIGHT else 0.0)) for foot in feet)
    path = tmp_path / "lost.fit"
    path.write_bytes(activity.finish(91.0))

    (whole,) = by_fitdecode(path)["session"]

    assert whole["total_distance"] == pytest.approx(3.0 * 90.0, abs=3.0)


def test_two_sentences_of_a_second_are_both_kept(tmp_path: Path) -> None:
    activity = FitActivity(STARTED)
    (advice,) = [event for event in session() if isinstance(event, Advice)]
    activity.hear([replace(advice, number=number, t_s=50.2 + 0.1 * number) for number in (1, 2)])
    activity.push(session())
    path = tmp_path / "two.fit"
    path.write_bytes(activity.finish(90.0))

    said = [r["advice"] for r in by_fitdecode(path)["record"] if r.get("advice") is not None]

    assert said == [1.0, 2.0]


def test_no_record_lies_after_the_end_of_the_session(tmp_path: Path) -> None:
    activity = FitActivity(STARTED)
    (advice,) = [event for event in session() if isinstance(event, Advice)]
    activity.hear([replace(advice, number=number, t_s=89.2 + 0.1 * number) for number in (1, 2, 3)])
    activity.push(session())
    path = tmp_path / "end.fit"
    path.write_bytes(activity.finish(90.0))

    told = by_fitdecode(path)

    last = told["record"][-1]["timestamp"]
    assert last == STARTED + timedelta(seconds=92)
    assert [part[-1]["timestamp"] for part in (told["lap"], told["session"])] == [last, last]
    assert told["session"][0]["total_elapsed_time"] == 92.0


def test_what_was_really_said_outranks_what_a_replay_says(tmp_path: Path) -> None:
    activity = FitActivity(STARTED)
    advice = [event for event in session() if isinstance(event, Advice)]
    activity.hear([replace(advice[0], number=7, t_s=50.2)])
    activity.push(session())
    path = tmp_path / "said.fit"
    path.write_bytes(activity.finish(90.0))

    said = [r for r in by_fitdecode(path)["record"] if r.get("advice") is not None]

    assert [(r["advice"], (r["timestamp"] - STARTED).total_seconds()) for r in said] == [
        (7.0, 51.0)
    ]


def told(path: Path) -> list[tuple[float, float | None, float | None]]:
    return [
        ((r["timestamp"] - STARTED).total_seconds(), r.get("symptom"), r.get("advice"))
        for r in by_fitdecode(path)["record"]
        if r.get("symptom") is not None or r.get("advice") is not None
    ]


@pytest.mark.parametrize("is_heard", [True, False])
def test_what_is_felt_and_said_in_a_pause_or_after_the_last_step_is_in_the_file(
    tmp_path: Path, *, is_heard: bool
) -> None:
    taps = [
        Symptom(t_s, feeling, Side.LEFT, Zone.TOP)
        for t_s, feeling in (
            (35.2, Feeling.NUMB),
            (37.5, Feeling.TINGLING),
            (37.7, Feeling.PAIN),
            (100.0, Feeling.SWOLLEN),
            (180.3, Feeling.DIZZY),
        )
    ]
    stop = Advice(number=9, t_s=101.0, expires_s=160.0, action=Action.STOP, cause=None,
                  side=Side.LEFT, text="", reason="", red_flag=True)  # fmt: skip
    again = replace(stop, number=10)
    activity = FitActivity(STARTED)
    if is_heard:
        activity.hear([stop, again])

    activity.push([*taps, *([] if is_heard else [stop, again]), *session()])
    path = tmp_path / "run.fit"
    path.write_bytes(activity.finish(180.4))

    said = [(s, felt, advice) for s, felt, advice in told(path) if s > 30.0]
    assert said == [
        (36.0, 1.0, None), (38.0, 2.0, None), (39.0, 3.0, None), (100.0, 5.0, None),
        (101.0, None, 9.0), (102.0, None, 10.0), (181.0, 6.0, None),
    ]  # fmt: skip
