"""A hub whose power went in a run asks about that run when it starts again."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

from monitor.home.folder import Home
from monitor.home.notes import Note, write_note
from monitor.home.remembered import Remembered, write_remembered
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.types import Packet
from monitor.wire import heart_rate, uuids
from tests.system.live import pods_elsewhere
from tests.system.test_hub import hub, is_in

BEAT = heart_rate.encode(heart_rate.HeartRate(150))


async def test_a_hub_that_lost_its_power_in_a_run_asks_about_it_at_its_next_start(
    tmp_path: Path,
) -> None:
    home = Home.open(tmp_path)
    write_remembered(home, Remembered(athlete="Ada"))
    path = home.recordings / "cut.mcap"
    write_note(path, Note(athlete="Ada"))
    with Journal.open(path, RecordingHeader(datetime.now(UTC), source="live")) as journal:
        for t in range(30):
            journal.write(Packet("strap", uuids.HEART_RATE, float(t), BEAT))
        cut = path.read_bytes()
    path.write_bytes(cut)

    async with pods_elsewhere(left=[]) as radio, hub(tmp_path, radio) as waiting:
        after = await waiting.until(lambda state: state["follow_up"] is not None, "/api/after")

    assert after["follow_up"]["session"] == "cut"


async def test_a_start_listens_at_once_while_an_old_recording_is_being_closed(
    tmp_path: Path,
) -> None:
    old = Home.open(tmp_path).recordings / "cut.mcap"
    os.mkfifo(old)  # whoever reads it waits for as long as we like

    async with pods_elsewhere(left=[]) as radio, hub(tmp_path, radio) as waiting:
        await waiting.press("start", "go")
        heard = await waiting.until(lambda state: state["sensors"])
        await waiting.press("end", "enough")
        over = await waiting.until(is_in("idle"))
        release = await asyncio.to_thread(os.open, old, os.O_RDWR)
        old.unlink()
        said = await waiting.leaves()
        os.close(release)

    assert heard["phase"] == "running"
    assert over["station"]["last"], said


async def test_a_hub_that_is_told_to_end_does_not_wait_for_an_old_recording(
    tmp_path: Path,
) -> None:
    os.mkfifo(Home.open(tmp_path).recordings / "cut.mcap")  # whoever reads it waits for ever

    async with pods_elsewhere(left=[]) as radio, hub(tmp_path, radio) as waiting:
        await waiting.leaves()

    assert waiting.process.returncode == 0
