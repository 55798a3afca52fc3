"""The demo in a real terminal: keys, Ctrl-C, signals, and a reader that leaves."""

import asyncio
import json
import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import aiomqtt
import pytest

from monitor.session.recording import Recording
from monitor.types import Feeling, Side
from monitor.wire import symptom, uuids
from tests.system.programs import COMMAND, children, wait_for_end, wait_until
from tests.system.test_mqtt import broker, free_port

ENOUGH_BYTES = 20_000
"""Of a recording: pods that stream."""

pytestmark = pytest.mark.timeout(600)


class Terminal:
    """A program in a terminal of its own, of which it is the foreground."""

    def __init__(self, *arguments: str | Path) -> None:
        self.pid, self._side = pty.fork()
        if self.pid == 0:
            os.environ["COLUMNS"] = "200"
            os.execv(sys.executable, [*COMMAND, *map(str, arguments)])
        self.shown = ""

    def read_until(self, text: str) -> None:
        while text not in self.shown:
            assert self.read(), f"ended without {text!r}: {self.shown}"

    def read(self) -> bool:
        """Read what comes next; False when the program has ended."""
        try:
            self.shown += os.read(self._side, 4096).decode(errors="replace")
        except OSError:
            return False
        return True

    def press(self, keys: str) -> None:
        os.write(self._side, keys.encode())

    def settings(self) -> int:
        """Local flags of the terminal: echo, lines."""
        flags = termios.tcgetattr(self._side)[3]
        assert isinstance(flags, int)
        return flags

    def wait(self) -> int:
        """Exit code."""
        while self.read():
            pass
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self._side)


@contextmanager
def terminal(*arguments: str | Path) -> Iterator[Terminal]:
    opened = Terminal(*arguments)
    try:
        yield opened
    finally:
        opened.close()


def test_a_tap_that_waits_for_its_place_is_kept_when_a_signal_ends_the_session(
    tmp_path: Path,
) -> None:
    path = tmp_path / "run.mcap"
    with terminal("demo", "-o", path) as screen:
        screen.read_until("strides L")
        screen.press("\x1b[D\x1bOQ")  # an arrow and a function key, whose letters are no keys
        screen.press("nl")
        screen.read_until("numb, left foot: t top")
        os.kill(screen.pid, signal.SIGTERM)
        code = screen.wait()

    taps = [
        symptom.decode(packet.payload)
        for packet in Recording(path).packets()
        if packet.characteristic == uuids.SYMPTOM
    ]
    assert code == 0
    assert taps == [symptom.Tap(Feeling.NUMB, Side.LEFT)]


async def test_three_quick_keys_are_recorded_shown_published_and_replayed(tmp_path: Path) -> None:
    port, path = free_port(), tmp_path / "run.mcap"
    with broker(port, tmp_path):
        async with aiomqtt.Client("127.0.0.1", port) as listener:
            await listener.subscribe("footloose/symptom", qos=1)
            with terminal("demo", "-o", path, "--mqtt", f"127.0.0.1:{port}") as screen:
                before = screen.settings()
                screen.read_until("strides L")
                screen.press("n")
                screen.read_until("numb: l left, r right, b both feet?")
                screen.press("\b")  # nobody knows how long a busy machine let the prompt wait
                screen.press("nlt")
                screen.read_until("you: numb left foot, top")
                screen.press("q")
                code = screen.wait()
                after = screen.settings()
            async for message in listener.messages:
                if b"top" in bytes(message.payload):
                    break
    replayed = await asyncio.create_subprocess_exec(
        *COMMAND, "replay", path, stdout=asyncio.subprocess.PIPE
    )
    shown_again, _ = await replayed.communicate()

    assert code == 0
    assert before == after, "the terminal echoes again"
    assert f"footloose replay {path}" in screen.shown
    assert isinstance(message.payload, bytes)
    symptom = json.loads(message.payload)
    assert (symptom["feeling"], symptom["side"], symptom["zone"]) == ("numb", "left", "top")
    assert b"you: numb left foot" in shown_again


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), pytest.param(signal.SIGTERM, 0, marks=pytest.mark.soak)],
)
def test_a_signal_closes_the_recording_and_ends_the_pods(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    path = tmp_path / "run.mcap"
    # whoever runs the tests in the background had SIGINT ignored, and that is inherited
    with subprocess.Popen(
        ["env", "--default-signal=INT", *COMMAND, "demo", "--quiet", "-o", path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as run:
        assert run.stdout
        assert run.stderr
        first = run.stdout.readline().decode()
        pods = children(run.pid)
        wait_until(lambda: path.stat().st_size > ENOUGH_BYTES)
        os.killpg(run.pid, number)  # as a terminal does it: to all that it sees
        rest, errors = run.stdout.read(), run.stderr.read()
    recording = Recording(path)
    packets = list(recording.packets())

    assert first == f"recording: {path}\n"
    assert (rest, errors, run.returncode) == (b"", b"", code)
    assert packets
    assert (recording.recovery.finished, recording.recovery.whole) == (True, True)
    assert pods, "the pods run in a process of their own"
    wait_for_end(pods)


def test_a_run_without_hangup_outlives_its_terminal(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    with subprocess.Popen(
        ["nohup", *COMMAND, "demo", "--quiet", "--seconds", "5", "-o", path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as run:
        assert run.stdout
        run.stdout.readline()
        run.send_signal(signal.SIGHUP)
    recording = Recording(path)
    newest_s = max(packet.t_rx_s for packet in recording.packets())

    assert run.returncode == 0
    assert newest_s > 4.0


def test_a_reader_that_leaves_ends_the_run_quietly(tmp_path: Path) -> None:
    path = tmp_path / "run.mcap"
    with subprocess.Popen(
        [*COMMAND, "demo", "-o", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout
        assert run.stderr
        while not run.stdout.readline().startswith(b"recording: "):
            pass
        run.stdout.close()
        errors = run.stderr.read()
    recording = Recording(path)
    packets = list(recording.packets())

    assert errors == b""
    assert run.returncode == 1
    assert packets
    assert recording.recovery.finished
