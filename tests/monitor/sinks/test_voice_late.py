"""What the hub's own sound could not say in time is not said."""

import asyncio
from pathlib import Path

from monitor.types import FindingKind
from monitor.voice.utterances import taken
from tests.monitor.sinks.test_voice import LOOSEN, Stage, advice


async def test_a_sound_that_waited_until_the_voice_was_ready_is_not_played(tmp_path: Path) -> None:
    """A tone for a tap of long ago only confuses; what is still true is said."""
    stage = Stage(tmp_path)

    stage.sink.say(taken("1", 61.0))
    stage.now_s = 70.0
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.sink.run(stage.outbox))
        stage.outbox.put_nowait(advice(1, LOOSEN, FindingKind.LACING, None))
        stage.outbox.put_nowait(None)

    assert stage.told == ["advice 1"]
