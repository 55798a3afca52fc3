"""Lift tests of recordings: the steps, the samples of their minute, and earlier tests."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import structs

from monitor.home.catalogue import Catalogue
from monitor.home.changes import keep_note
from monitor.home.filing import recording_of
from monitor.home.history import lifts
from monitor.home.notes import LiftTest, Note
from monitor.home.rows import SessionRow
from monitor.ingest.sensor_directory import DESCRIBING
from monitor.report.lift_guide import LiftSpan
from monitor.report.lift_measure import FootLift, FootMotion, foot_lift
from monitor.report.lift_test import LiftResult, Lifts, judge_lift
from monitor.report.story import Story
from monitor.session.recording import Recording
from monitor.types import FootBlock, Packet, Side

_AROUND_S: Final = 3.0
"""Read so long before and after the steps: clocks and streams settle. Rule of thumb."""


def measured(path: Path, spans: Sequence[LiftSpan]) -> tuple[FootLift, ...]:
    """Give the lift of both feet from the steps of a recording; only their packets are decoded.

    Raises
    ------
    RecordingError
        If the file cannot be opened or is no recording of ours.
    """
    motions = motions_of(_within(Recording(path).batches(), spans)) if spans else {}
    return tuple(foot_lift(side, motions.get(side), spans) for side in Side)


def motions_of(batches: Iterable[Sequence[Packet]]) -> dict[Side, FootMotion]:
    """Give the samples of each foot's pod."""
    # a list of sessions need not wait for the signal processing
    from monitor.config import Config
    from monitor.pipeline import Pipeline

    blocks: dict[Side, list[FootBlock]] = {side: [] for side in Side}
    pipeline = Pipeline(Config(), None, lambda block: blocks[block.side].append(block))
    for batch in batches:
        pipeline.push(batch)
    pipeline.finish()
    return {side: _joined(found) for side, found in blocks.items() if _moves(found)}


def judged(catalogue: Catalogue, row: SessionRow, feet: Sequence[FootLift]) -> LiftResult:
    """Hold what a session's test measured against the athlete's earlier ones.

    Tests that found something are not what is usual.
    """
    earlier = [] if row.athlete is None else lifts(catalogue, row.athlete, row.started)
    return judge_lift(feet, [Lifts(left, right) for left, right in earlier])


def take_test(
    catalogue: Catalogue, row: SessionRow, story: Story, spans: Sequence[LiftSpan]
) -> Note:
    """Measure a test, judge it, and keep both beside the recording, in catalogue and report.

    Gives the note as it stands then.

    Raises
    ------
    MonitorError
        If the recording cannot be read, or something cannot be written.
    """
    result = judged(catalogue, row, measured(recording_of(row), spans))
    test = LiftTest(spans=tuple(spans), result=result)
    return keep_note(catalogue, row, story, lambda note: structs.replace(note, lift=test))


def _within(
    batches: Iterable[Sequence[Packet]], spans: Sequence[LiftSpan]
) -> Iterator[list[Packet]]:
    """Give the packets around the steps, and what sensors said of themselves before."""
    from_s = min(span.from_s for span in spans) - _AROUND_S
    until_s = max(span.until_s for span in spans) + _AROUND_S
    for batch in batches:
        kept = [
            packet
            for packet in batch
            if from_s <= packet.t_rx_s <= until_s
            or (packet.t_rx_s < from_s and packet.characteristic in DESCRIBING)
        ]
        if kept:
            yield kept


def _moves(blocks: Sequence[FootBlock]) -> bool:
    return any(block.gyr_rad_s.shape[1] for block in blocks)


def _joined(blocks: Sequence[FootBlock]) -> FootMotion:
    """Put blocks one after the other; what is lost between two becomes a gap."""
    known = [block for block in blocks if block.gyr_rad_s.shape[1]]
    rate_hz = known[0].rate_hz
    parts = [(known[0].t_s, known[0].acc_m_s2, known[0].gyr_rad_s)]
    for before, block in pairwise(known):
        lost = block.start - before.stop
        if lost > 0:
            t_s = np.linspace(before.t_s[-1], block.t_s[0], lost + 2)[1:-1]
            parts.append((t_s, np.full((lost, 3), np.nan), np.full((lost, 3), np.nan)))
        parts.append((block.t_s, block.acc_m_s2, block.gyr_rad_s))
    t_s, acc, gyr = (np.concatenate(column) for column in zip(*parts, strict=True))
    return FootMotion(t_s, acc, gyr, rate_hz)
