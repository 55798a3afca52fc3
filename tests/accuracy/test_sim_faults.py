"""What the pipeline makes of recordings in which something goes wrong."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from firmware_sim import scenario_file
from firmware_sim.record import record
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.session.recording import read_packets
from monitor.types import Event, Notice, NoticeKind, Side, Stride, StrideFlag

SECONDS = 100.0


def events_of(name: str, folder: Path, *, healthy: bool = False) -> list[Event]:
    scenario = scenario_file.load(name)
    if healthy:
        scenario = replace(scenario, fault=())
    record(scenario, folder / "session.mcap", duration_s=SECONDS)
    pipeline = Pipeline(Config())
    return pipeline.push(list(read_packets(folder / "session.mcap"))) + pipeline.finish()


def strides_of(events: list[Event]) -> list[Stride]:
    return [event for event in events if isinstance(event, Stride)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fault_disconnect", {NoticeKind.LOST, NoticeKind.RETURNED}),
        ("fault_stall", {NoticeKind.STALLED, NoticeKind.RETURNED}),
        ("fault_reboot", {NoticeKind.LOST, NoticeKind.REBOOTED, NoticeKind.RETURNED}),
        ("fault_low_battery", {NoticeKind.LOW_BATTERY}),
        ("fault_wrong_version", {NoticeKind.BAD_PACKETS}),
    ],
)
def test_the_runner_is_told_what_happened_and_the_other_foot_goes_on(
    name: str, expected: set[NoticeKind], tmp_path: Path
) -> None:
    events = events_of(name, tmp_path)

    said = {event.kind for event in events if isinstance(event, Notice)}
    best = max(sum(s.side is side for s in strides_of(events)) for side in Side)
    assert expected <= said
    assert best > 120


@pytest.mark.parametrize("name", ["fault_reorder", "fault_duplicate"])
def test_overtaking_and_doubled_packets_change_no_stride(name: str, tmp_path: Path) -> None:
    (tmp_path / "healthy").mkdir()

    wrong = strides_of(events_of(name, tmp_path))

    assert wrong == strides_of(events_of(name, tmp_path / "healthy", healthy=True))


def test_strides_that_lack_samples_are_flagged(tmp_path: Path) -> None:
    strides = strides_of(events_of("fault_overflow", tmp_path))

    flagged = [s for s in strides if StrideFlag.GAP in s.flags]

    assert {s.side for s in flagged} == {Side.LEFT}
    assert all(s.next_ic_s > 59.0 for s in flagged)
    assert len(flagged) > 10
