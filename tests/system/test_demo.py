"""The demo as a person starts it: sensors, strides, a recording, and the same events again."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def footloose(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "monitor.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Recording, events as they happened, and what the screen said."""
    folder = tmp_path_factory.mktemp("demo")
    recording, events = folder / "demo.mcap", folder / "live.jsonl"
    shown = footloose("demo", "-o", recording, "--events", events, "--seconds", "12")
    return recording, events, shown


def test_the_demo_finds_both_pods_and_shows_strides(demo: tuple[Path, Path, str]) -> None:
    recording, _, shown = demo

    assert "found pod-left" in shown
    assert "found pod-right" in shown
    assert f"\nrecording: {recording}\n" in shown
    assert "strides L " in shown
    assert f"footloose replay {recording}" in shown


@pytest.mark.parametrize("how", [[], ["--push", "1"], ["--push", "1000"], ["--speed", "4"]])
def test_a_replay_gives_the_events_of_the_run_byte_for_byte(
    demo: tuple[Path, Path, str], tmp_path: Path, how: list[str]
) -> None:
    recording, live, _ = demo
    again = tmp_path / "again.jsonl"

    footloose("replay", recording, "--quiet", "--events", again, *how)

    assert live.read_bytes().count(b'"type":"stride"') > 8
    assert again.read_bytes() == live.read_bytes()
