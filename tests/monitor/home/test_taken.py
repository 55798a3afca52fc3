"""What comes of a lacing test that was taken in a run: beside it, in its report, on the page."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from benchmarks.report.laces import RUN_S, STOP_S, scenario
from firmware_sim.record import packets
from monitor.cli import live_session
from monitor.cli.desk import Desk
from monitor.config import Config
from monitor.home.folder import Home
from monitor.home.lacing import TAG
from monitor.home.notes import LacingTest, Note, TakenTests, read_note
from monitor.pipeline import Pipeline
from monitor.report.compare import Verdict
from monitor.report.lacing_guide import Span, Step
from monitor.report.lacing_test import Felt
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.web.afterwards import Afterwards

ORDER = "AB"


@pytest.mark.timeout(240)
async def test_a_lacing_test_is_filed_with_its_run_and_told_on_page_and_in_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path))
    home = Home.open()
    path = home.recordings / "run.mcap"
    made = list(
        packets(scenario(ORDER, 0.1, -4.0, np.random.default_rng(7)), 2 * (STOP_S + RUN_S), 7)
    )
    write_recording(path, RecordingHeader(datetime.now(UTC), source="live"), made)
    desk = Desk(home, None, Note())
    pipeline = Pipeline(Config())
    await _hear(desk, [*pipeline.push(made), *pipeline.finish()])
    spans = tuple(
        Span(trial=n, lacing=lacing, step=Step.RUN, from_s=until_s - RUN_S, until_s=until_s)
        for n, lacing in enumerate(ORDER)
        for until_s in [(n + 1) * (STOP_S + RUN_S)]
    )
    test = LacingTest(a="crossed", b="parallel", spans=spans, felt=Felt.BETTER)

    name = desk.file(path, quiet=True, tests=live_session.Tests(taken=TakenTests(laces=test)))

    note = read_note(path)
    shown = Afterwards(home).state()["laces"]
    report = home.report_of(name).read_text()
    assert note.tags == (TAG,)
    assert note.laces is not None
    assert note.laces.result is not None
    assert note.laces.result.verdict is Verdict.LESS
    assert structs.replace(note.laces, result=None) == test
    assert shown["session"] == name
    assert "parallel against crossed in the air: left −" in shown["text"]["en"][0]
    assert "parallel gegen crossed in der Luft: links −" in shown["text"]["de"][0]
    assert "Each lacing was tied once." in shown["text"]["en"][-1]
    assert "Which lacing presses less?" in report
    assert "you felt it better" in report


async def _hear(desk: Desk, events: list[object]) -> None:
    outbox: asyncio.Queue[object] = asyncio.Queue()
    for event in [*events, None]:
        outbox.put_nowait(event)
    await desk.run(outbox)  # type: ignore[arg-type] # of events
