"""What is measured with programs beside this one: a real broker, a run with and without ears."""

import asyncio
import contextlib
import getpass
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiomqtt
import msgspec

from monitor.settings.mqtt import MqttSettings
from monitor.settings.voice import VoiceSettings
from monitor.sinks import Outbox
from monitor.sinks.mqtt import MqttSink
from monitor.sinks.voice import PLAYERS, VoiceSink
from monitor.types import Action, Advice, FindingKind
from monitor.voice.speech import Speech

_TICK_HZ = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = 4096
_MIB = 1 << 20
_SETTLE_S = 12.0
"""From the start of a run until it is only running, s."""


def advice(number: int) -> Advice:
    """Give a sentence that is worth hearing for a minute."""
    now_s = time.monotonic()
    return Advice(
        number=number,
        t_s=now_s,
        expires_s=now_s + 60.0,
        action=Action.LOOSEN_LACES,
        cause=FindingKind.LACING,
        side=None,
        text="left laces tight, loosen a little over the midfoot at your next stop",
        reason="",
    )


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def broker(folder: Path) -> AsyncIterator[int]:
    """Run mosquitto, and give its port."""
    port = free_port()
    program = shutil.which("mosquitto", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if program is None:
        raise SystemExit("scripts/system-packages installs mosquitto")
    config = folder / "mosquitto.conf"
    config.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\nuser {getpass.getuser()}\n"
    )
    process = await asyncio.create_subprocess_exec(
        program, "-c", str(config), stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await _until_open(port)
        yield port
    finally:
        process.terminate()
        await process.wait()


@contextlib.asynccontextmanager
async def dead_broker() -> AsyncIterator[Outbox]:
    """Give the outbox of a sink whose broker lets it in and never answers."""

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    outbox: Outbox = asyncio.Queue()
    port = free_port()
    async with await asyncio.start_server(say_nothing, "127.0.0.1", port):
        sink = MqttSink(MqttSettings(host="127.0.0.1", port=port))
        waiting = asyncio.create_task(sink.run(outbox), name="dead-broker")
        yield outbox
        waiting.cancel()
        await asyncio.wait([waiting])


async def to_a_subscriber(folder: Path, count: int) -> list[float]:
    """Give how late a subscriber hears sentences, s, beside a loudspeaker that hangs."""
    player = folder / "hangs"
    player.write_text("#!/bin/sh\nsleep 600\n")
    player.chmod(0o755)
    settings = VoiceSettings(player=str(player))
    mqtt: Outbox = asyncio.Queue()
    voice: Outbox = asyncio.Queue()
    late_s: list[float] = []
    async with broker(folder) as port, asyncio.TaskGroup() as tasks:
        sink = MqttSink(MqttSettings(host="127.0.0.1", port=port))
        dead = VoiceSink(settings, Speech(settings, folder), time.monotonic)
        hung = tasks.create_task(dead.run(voice))
        tasks.create_task(sink.run(mqtt))
        async with aiomqtt.Client("127.0.0.1", port) as home:
            await home.subscribe("footloose/#", qos=1)
            heard = home.messages
            while str((await anext(heard)).topic) != "footloose/status":
                continue
            for number in range(count):
                said_s = time.monotonic()
                for outbox in (voice, mqtt):
                    outbox.put_nowait(advice(number))
                message = await anext(heard)
                late_s.append(time.monotonic() - said_s)
                assert isinstance(message.payload, bytes)
                assert msgspec.json.decode(message.payload)["number"] == number
                await asyncio.sleep(0.05)
        mqtt.put_nowait(None)
        hung.cancel()
    return late_s


async def _until_open(port: int) -> None:
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.1)


class Cost:
    """What a run costs: share of a core, and memory, MiB."""

    def __init__(self, core: float, mib: float) -> None:
        self.core, self.mib = core, mib


class MutePlayer:
    """A player that takes as long as what it plays, is not heard, and counts.

    Parameters
    ----------
    folder : Path
        Where it stands, by the name of the player that a run asks first.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self._played = folder / "players", folder / "played"
        self.folder.mkdir()
        player = self.folder / PLAYERS[0]
        # bytes 28 to 31 of a WAV file say how many bytes are a second
        player.write_text(
            f'#!/bin/sh\necho >> "{self._played}"\n'
            'exec sleep $(($(wc -c < "$1") / $(od -An -tu4 -j28 -N4 "$1") + 1))\n'
        )
        player.chmod(0o755)

    @property
    def count(self) -> int:
        """How many sounds it played."""
        return len(self._played.read_text().splitlines()) if self._played.exists() else 0


async def run_with(
    *options: str, seconds: float, watch: bool, player: MutePlayer | None = None
) -> Cost:
    """Let a demo run, watched by a page and a radio or not, and say what it costs by itself."""
    path = os.environ["PATH"] if player is None else f"{player.folder}:{os.environ['PATH']}"
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "monitor.cli", "demo", "--seconds", str(_SETTLE_S + seconds + 5.0)),
        *(*options, "--page-port", str(port)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PATH": path, "PYTHONUNBUFFERED": "1"},
    )
    try:
        watching = await _watch(process, port) if watch else None
        await asyncio.sleep(_SETTLE_S)
        before_s, begun_s = _used_s(process.pid), time.monotonic()
        await asyncio.sleep(seconds)
        core = (_used_s(process.pid) - before_s) / (time.monotonic() - begun_s)
        cost = Cost(core, _resident_mib(process.pid))
        if watching is not None:
            os.killpg(watching.pid, signal.SIGTERM)
            await watching.wait()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    return cost


async def _watch(process: asyncio.subprocess.Process, port: int) -> asyncio.subprocess.Process:
    """Open a page without a screen, and a radio, on the demo's page."""
    assert process.stdout is not None
    while not (line := (await process.stdout.readline()).decode()).startswith("page: "):
        if not line:
            raise SystemExit("the demo has no page")
    token = line.rpartition("#")[2].strip()
    radio = f"http://127.0.0.1:{port}/radio.mp3"
    script = (
        f"curl -sN -H 'Authorization: Bearer {token}' {radio} >/dev/null &"
        f" exec {sys.executable} -m benchmarks.delivery.clients {port} {token} 1 600 >/dev/null"
    )
    return await asyncio.create_subprocess_exec("/bin/sh", "-c", script, process_group=0)


def _used_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK_HZ


def _resident_mib(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_BYTES / _MIB
