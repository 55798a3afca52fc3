"""A hub without a radio says so in its log, once, and ends when it is told to."""

from pathlib import Path

from tests.system.test_hub import hub
from tests.system.test_pair import footloose

NO_RADIO = "firmware_sim.air.backend:BACKEND@tcp:127.0.0.1:1"  # nobody listens there


async def test_a_hub_logs_that_there_is_no_radio_and_ends_in_a_run_that_heard_nobody(
    tmp_path: Path,
) -> None:
    async with hub(tmp_path, NO_RADIO) as waiting:
        await waiting.press("start", "go")
        line = b" "
        while line and not line.startswith(b"radio: Bluetooth"):
            line = await waiting.process.stdout.readline()
        said = await waiting.leaves()

    assert line, "the hub ended"
    assert "radio: Bluetooth" not in said
    assert "no sensor was heard" in said
    assert waiting.process.returncode == 0


async def test_a_quiet_run_says_that_there_is_no_radio(tmp_path: Path) -> None:
    asked = ("--quiet", "--seconds", "5", "--no-page", "--no-follow-up", "--backend", NO_RADIO)

    code, said = await footloose(tmp_path, "run", *asked)

    assert code != 0
    assert said.count("radio: Bluetooth") == 1
