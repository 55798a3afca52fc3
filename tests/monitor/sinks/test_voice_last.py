"""The end of a session on the hub's own sound."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from monitor.texts import texts
from monitor.types import FindingKind, ReferenceSpeed
from tests.monitor.sinks.test_voice import LOOSEN, SHORTER, Stage, advice
from tests.monitor.web.serving import running

ENDED = texts("en").voice["ended"]
FORM = advice(2, SHORTER, FindingKind.OVERSTRIDING, None)


async def test_of_the_last_advice_of_a_run_only_a_red_flag_interrupts_its_end(
    tmp_path: Path,
) -> None:
    """The voice gets the last sentences after the page, which has said the end by then."""
    stage = Stage(tmp_path, waits=True)
    flag = replace(advice(3, LOOSEN, FindingKind.FOOT_DROP, None), red_flag=True)

    async with running(tmp_path) as run, asyncio.TaskGroup() as tasks:
        run.hub.aloud.also(stage.sink)
        tasks.create_task(stage.sink.run(stage.outbox))
        run.outbox.put_nowait(None)
        await stage.plays(1)
        for last in (FORM, flag, None):
            stage.outbox.put_nowait(last)
        for played in (2, 3):
            await stage.plays(played)
            await asyncio.to_thread(stage.go.write_text, "\n")

    assert [words for words, _ in stage.heard()] == [ENDED, LOOSEN, ENDED]


async def test_the_end_of_a_run_takes_the_place_of_what_the_voice_was_saying(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path, waits=True)

    async with running(tmp_path) as run, asyncio.TaskGroup() as tasks:
        run.hub.aloud.also(stage.sink)
        tasks.create_task(stage.sink.run(stage.outbox))
        stage.outbox.put_nowait(FORM)
        await stage.plays(1)
        run.outbox.put_nowait(None)
        await stage.plays(2)
        await asyncio.to_thread(stage.go.write_text, "\n")
        stage.outbox.put_nowait(None)

    assert [words for words, _ in stage.heard()] == [SHORTER, ENDED]


async def test_a_slip_in_the_page_does_not_end_what_the_voice_says(tmp_path: Path) -> None:
    stage = Stage(tmp_path, waits=True)
    slip = ReferenceSpeed(60.0, cast("float", "fast"))

    async def session() -> None:
        async with running(tmp_path) as run, asyncio.TaskGroup() as tasks:
            run.hub.aloud.also(stage.sink)
            tasks.create_task(stage.sink.run(stage.outbox))
            run.say(slip)
            async with asyncio.timeout(20):
                while not run.outbox.empty():  # noqa: ASYNC110 - nothing tells
                    await asyncio.sleep(0.02)
            stage.outbox.put_nowait(FORM)
            await stage.plays(1)
            await asyncio.to_thread(stage.go.write_text, "\n")
            stage.outbox.put_nowait(None)

    with pytest.raises(ExceptionGroup, match="TaskGroup"):
        await session()

    assert [words for words, _ in stage.heard()] == [SHORTER]
