"""A run in the terminal does not wait for what a crash cut off before it."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.types import Packet
from monitor.wire import heart_rate, uuids
from tests.system.live import pods
from tests.system.test_pair import footloose

BEAT = heart_rate.encode(heart_rate.HeartRate(150))
RUN = ("run", "--seconds", "8", "--no-page", "--no-follow-up", "--backend")


async def test_sensors_are_listened_to_at_once_and_the_end_does_not_wait_either(
    tmp_path: Path,
) -> None:
    home = Home.open(tmp_path)
    os.mkfifo(home.recordings / "cut.mcap")  # whoever reads it waits for ever

    async with pods(left=[]) as radio:
        run = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "monitor.cli", *RUN, radio),
            env={**os.environ, "FOOTLOOSE_HOME": str(tmp_path)},
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            said, _ = await run.communicate()
        finally:  # one that waits for ever is not left behind
            if run.returncode is None:
                run.kill()

    assert run.returncode == 0, said
    assert b"filed as:" in said


async def test_what_was_cut_off_is_closed_and_filed_beside_the_run(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    path = home.recordings / "cut.mcap"
    with Journal.open(path, RecordingHeader(datetime.now(UTC), source="live")) as journal:
        for t in range(30):
            journal.write(Packet("strap", uuids.HEART_RATE, float(t), BEAT))
        cut = path.read_bytes()
    path.write_bytes(cut)

    async with pods(left=[]) as radio:
        code, said = await footloose(tmp_path, *RUN, radio)

    assert code == 0, said
    assert "cut.mcap: was cut off at 0:29" in said
    with Catalogue.open(home.catalogue) as catalogue:
        filed = {row.id for row in catalogue.sessions()}
    assert "cut" in filed
    assert len(filed) == 2
