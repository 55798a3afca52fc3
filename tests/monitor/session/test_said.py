"""What was said is recorded as it was, survives a cut, and is never understood."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.app import run
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.session.finish import repack_recording, write_recording
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.session.recording import Recording
from monitor.session.said import Heard, heard_packet, opening, said_in, to_packets
from monitor.types import Action, Advice, Event, Feeling, Outcome, Packet, Side, Zone
from monitor.wire import clock, symptom, uuids
from monitor.wire.symptom import Tap

HEADER = RecordingHeader(datetime(2025, 5, 1, 7, 30, tzinfo=UTC))


def tick(t_s: int) -> Packet:
    return Packet("host", uuids.CLOCK, float(t_s), clock.encode(clock.HostTick(t_s)))


def tap(t_s: float, feeling: Feeling) -> Packet:
    return Packet("runner", uuids.SYMPTOM, t_s, symptom.encode(Tap(feeling, Side.LEFT, Zone.TOP)))


PACKETS = [
    *(tick(t) for t in range(1, 30)),
    tap(30.5, Feeling.NUMB),
    *(tick(t) for t in range(31, 80)),
    tap(80.5, Feeling.OK),
    *(tick(t) for t in range(81, 120)),
]


def understood(packets: list[Packet], size: int = 1) -> list[Event]:
    pipeline = Pipeline(Config())
    cuts = range(0, len(packets), size)
    return [e for i in cuts for e in pipeline.push(packets[i : i + size])] + pipeline.finish()


def said(events: list[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, Advice | Outcome)]


def live(path: Path) -> None:
    async def source() -> AsyncIterator[list[Packet]]:
        for start in range(0, len(PACKETS), 7):
            yield PACKETS[start : start + 7]

    with Journal.open(path, HEADER) as journal:
        asyncio.run(run(source(), Pipeline(Config()), journal.write, {}))


def test_a_live_session_records_what_it_said_and_replays_as_if_it_had_not(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"

    live(path)

    recorded = said_in(path)
    events = understood(PACKETS)
    assert recorded is not None
    assert [type(event) for event in recorded.events] == [Advice, Outcome, Advice]
    assert recorded.events == said(events)
    assert recorded.duration_s == 119.0
    assert list(Recording(path).packets()) == PACKETS
    assert [p for batch in Recording(path).batches(10) for p in batch] == PACKETS
    assert understood(list(Recording(path).packets()), 50) == events


def test_a_recording_that_was_cut_off_keeps_what_was_said_until_then(tmp_path: Path) -> None:
    path = tmp_path / "cut.mcap"
    events = said(understood(PACKETS))
    journal = Journal.open(path, HEADER)
    for packet in [opening(1.0), *PACKETS[:40], *to_packets(events[:1], 31.0), *PACKETS[40:50]]:
        journal.write(packet)
    cut = tmp_path / "left.mcap"
    cut.write_bytes(path.read_bytes()[:-7])
    journal.close()

    before = said_in(cut)
    repack_recording(cut)
    after = said_in(cut)

    assert before is not None
    assert after is not None
    assert before.events == after.events == events[:1]
    assert list(Recording(cut).packets()) == PACKETS[:49]


@pytest.mark.parametrize("extra", [[], [Packet("host", uuids.SAID, 5.0, b'{"type":"sermon"}')]])
def test_where_nothing_or_nothing_readable_was_recorded_nobody_knows(
    tmp_path: Path, extra: list[Packet]
) -> None:
    path = tmp_path / "old.mcap"
    write_recording(path, HEADER, [*PACKETS, *extra])

    assert said_in(path) is None


def test_a_session_in_which_nothing_was_said_is_told_from_one_that_did_not_record_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "quiet.mcap"
    write_recording(path, HEADER, [opening(1.0), *PACKETS[:5]])

    recorded = said_in(path)

    assert recorded is not None
    assert recorded.events == []


def test_only_what_was_said_is_recorded() -> None:
    events = understood(PACKETS)

    assert len(events) > len(to_packets(events, 1.0)) == 3
    assert [a.action for a in events if isinstance(a, Advice)] == [
        Action.LOOSEN_LACES,
        Action.ACKNOWLEDGE,
    ]


def test_which_way_a_sentence_went_is_read_back_and_not_understood(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    ways = [Heard(1, "radio"), Heard(1, "radio", confirmed=True), Heard(1, "mqtt")]
    with Journal.open(path, HEADER) as journal:
        journal.write(opening(0.0))
        for at, way in enumerate(ways):
            journal.write(heard_packet(way, float(at)))

    said = said_in(path)

    assert said is not None
    assert (said.events, said.heard) == ([], ways)
    assert list(Recording(path).packets()) == []
