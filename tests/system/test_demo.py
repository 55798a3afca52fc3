"""The demo as a person starts it: sensors, strides, a recording, and the same events again."""

import os
import socket
from pathlib import Path

import pytest

from monitor.session.recording import Recording
from monitor.wire import uuids
from tests.system.forked import called
from tests.system.programs import ran, started

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Recording, events as they happened, and what the screen said."""
    folder = tmp_path_factory.mktemp("demo")
    recording, events = folder / "demo.mcap", folder / "live.jsonl"
    with started("demo", "-o", recording, "--events", events, "--seconds", "600") as program:
        program.read_until(ran(6))
        assert program.end() == 0
    return recording, events, program.shown


def test_the_demo_finds_both_pods_and_shows_strides(demo: tuple[Path, Path, str]) -> None:
    recording, _, shown = demo

    assert "found pod-left" in shown
    assert "found pod-right" in shown
    assert f"\nrecording: {recording}\n" in shown
    assert "strides L " in shown
    assert f"footloose replay {recording}" in shown


def test_a_demo_and_its_replay_leave_the_home_of_a_runner_alone(tmp_path: Path) -> None:
    home, recording = tmp_path / "home", tmp_path / "demo.mcap"
    environment = {**os.environ, "FOOTLOOSE_HOME": str(home)}

    ran_well = [
        called(*words, cwd=tmp_path, environment=environment).returncode
        for words in (
            ("demo", "--no-page", "--quiet", "--seconds", "6", "-o", recording),
            ("replay", "--quiet", recording),
        )
    ]

    assert ran_well == [0, 0]
    assert not home.exists()


def test_a_taken_port_is_said_in_one_line_and_the_run_goes_on_without_the_page(
    tmp_path: Path,
) -> None:
    file, live, again = (tmp_path / name for name in ("demo.mcap", "live.jsonl", "again.jsonl"))

    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        words = ("--page", "--page-port", str(port), "-o", file, "--events", live)
        with started("demo", *words, "--seconds", "600") as program:
            program.read_until(ran(3))
            code = program.end()
    called("replay", file, "--quiet", "--events", again, cwd=tmp_path)
    recording = Recording(file)
    packets = list(recording.packets())

    assert code == 0, program.shown
    assert [line for line in program.shown.splitlines() if "page" in line] == [
        f"no page: the page's port {port}: Address already in use; the run goes on without it"
    ]
    assert {packet.characteristic for packet in packets} >= {uuids.IMU, uuids.PRESSURE}
    assert (recording.recovery.whole, recording.recovery.finished) == (True, True)
    assert b'"type":"stride"' in live.read_bytes()
    assert again.read_bytes() == live.read_bytes()


@pytest.mark.parametrize(
    "how",
    [
        [],
        ["--push", "1"],
        pytest.param(["--push", "1000"], marks=pytest.mark.soak),
        pytest.param(["--speed", "4"], marks=pytest.mark.soak),
    ],
)
def test_a_replay_gives_the_events_of_the_run_byte_for_byte(
    demo: tuple[Path, Path, str], tmp_path: Path, how: list[str]
) -> None:
    recording, live, _ = demo
    again = tmp_path / "again.jsonl"

    done = called("replay", recording, "--quiet", "--events", again, *how, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert live.read_bytes().count(b'"type":"stride"') > 8
    assert again.read_bytes() == live.read_bytes()
