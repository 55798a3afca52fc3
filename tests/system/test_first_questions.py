"""The questions of a first run: a slip is told and asked again, and nothing of it is kept."""

import json
import os
import signal
from pathlib import Path

import pytest

from tests.system.programs import wait_until
from tests.system.test_terminal import Terminal, terminal

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals"),
]


def read_until(screen: Terminal, text: str, times: int) -> None:
    while screen.shown.count(text) < times:
        assert screen.read(), f"ended without {text!r}: {screen.shown}"


def test_a_slip_at_a_first_question_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTLOOSE_HOME", str(tmp_path))
    with terminal("run") as screen:
        for number, (question, slip, trouble, answer) in enumerate(
            (
                ("Who runs?", "run.mcap", "looks like a file", "Jörg"),
                ("Which shoe?", "x" * 61, "expected up to 60", "Blue 43"),
                ("Which lacing?", "a/b", "expected up to 60", ""),
                ("[y/N]", "perhaps", "invalid input", "y"),
            )
        ):
            read_until(screen, question, 1)
            screen.press(f"{slip}\n")
            read_until(screen, question, 2)
            assert trouble in screen.shown, number
            screen.press(f"{answer}\n")
        wait_until((tmp_path / "remembered.json").exists)
        os.kill(screen.pid, signal.SIGINT)

    assert json.loads((tmp_path / "remembered.json").read_text()) == {
        "athlete": "Jörg", "worn": {"Jörg": {"shoe": "Blue 43", "try_cues": True}},
    }  # fmt: skip
