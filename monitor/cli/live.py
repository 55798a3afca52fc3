"""Which commands listen to sensors?"""

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from monitor.cli.broker import with_broker
from monitor.cli.common import (
    DIM,
    ConfigFile,
    EventsFile,
    Settings,
    console,
    header,
    new_path,
    read_profile,
    settings,
    write_profile,
)
from monitor.cli.page import Entrance, Lan, WithPage, entrance, with_ears
from monitor.cli.voice import Voice
from monitor.config import SHIPPED, Config
from monitor.errors import SourceError

if TYPE_CHECKING:
    from monitor.profile import AthleteProfile
    from monitor.sinks import Sink

logger = logging.getLogger(__name__)

BackendName = Annotated[
    str | None,
    typer.Option(
        metavar="MODULE:OBJECT",
        help="Another radio than the computer's, as bleak takes it, e.g. "
        "firmware_sim.air.backend:BACKEND@ADDRESS.",
    ),
]
Broker = Annotated[
    str | None,
    typer.Option("--mqtt", metavar="HOST[:PORT]", help="Publish what is said to this MQTT broker."),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Where the recording goes."),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Say only where the recording is.")]

_DEMO_S = 95.0
_SCAN_S = 2.0
_DEMO_SETTINGS = SHIPPED / "demo.toml"
_CHILD = (sys.executable, "-m", "firmware_sim", "serve", "demo")


def scan(
    backend: BackendName = None,
    seconds: Annotated[float, typer.Option(min=1.0, max=300.0, help="How long to listen.")] = 5.0,
    config_file: ConfigFile = None,
) -> None:
    """List the sensors that can be heard now."""
    from monitor.sources.ble import scan as scan_sensors

    config = settings(config_file, None)
    found = asyncio.run(scan_sensors(config.radio, backend, duration_s=seconds))
    if not found:
        console.print("no sensors heard: are the pods awake (move them) and near?")
    for sensor in found:
        heard = f"{sensor.rssi_dbm:4} dBm  {sensor.address}"
        console.print(f"{sensor.name:24} {sensor.kind:18} {heard}")


def run(
    sensor: Annotated[
        list[str] | None,
        typer.Option(help="Use only these sensors (name or address); else all that are heard."),
    ] = None,
    output: Output = None,
    mqtt: Broker = None,
    seconds: Annotated[float | None, typer.Option(min=1.0, help="End after this long.")] = None,
    backend: BackendName = None,
    config_file: ConfigFile = None,
    change: Settings = None,
    athlete: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.json",
            help="What is remembered of you from run to run; made if it is not there.",
        ),
    ] = None,
    events: EventsFile = None,
    page: WithPage = None,
    lan: Lan = False,
    voice: Voice = None,
    quiet: Quiet = False,
) -> None:
    """Go for a run: connect the sensors, record, and speak up in time. End it with q or Ctrl-C."""
    config = with_broker(settings(config_file, change), mqtt)
    config = with_ears(config, page=page, lan=lan, voice=voice)
    known = read_profile(athlete, new=True) if athlete else None
    path = output or new_path("run")
    session = _Session(config, path, backend, _sinks(config, events, quiet=quiet), known)
    with entrance(config, _say_nothing if quiet else console.print) as way_in:
        ended_by = asyncio.run(session.run(tuple(sensor or ()), seconds, way_in))
    if athlete is not None:
        write_profile(athlete, session.learned)
    _farewell(path, ended_by, quiet=quiet)


def demo(
    output: Output = None,
    mqtt: Broker = None,
    seconds: Annotated[float, typer.Option(min=5.0, help="How long it lasts.")] = _DEMO_S,
    events: EventsFile = None,
    page: WithPage = None,
    lan: Lan = False,
    voice: Voice = None,
    quiet: Quiet = False,
) -> None:
    """See a run without any hardware: two simulated pods, laces that tighten, and what is said."""
    from monitor.sources.ble import scan as scan_sensors

    config = with_broker(settings(_DEMO_SETTINGS, None), mqtt)
    config = with_ears(config, page=page, lan=lan, voice=voice)
    path = output or new_path("demo")
    sinks = _sinks(config, events, quiet=quiet)
    tell = _say_nothing if quiet else console.print
    with entrance(config, tell, throw_away=True) as way_in, _simulated_pods() as backend:
        tell(
            "Two simulated pods on a virtual radio, read as real ones would be. The left laces\n"
            "tighten after 20 seconds; the runner stops to loosen them after a minute."
        )
        found = asyncio.run(scan_sensors(config.radio, backend, duration_s=_SCAN_S))
        for sensor in found:
            tell(f"found {sensor.name} ({sensor.kind}, {sensor.rssi_dbm} dBm)")
        session = _Session(config, path, backend, sinks, source="demo")
        ended_by = asyncio.run(session.run((), seconds, way_in))
    _farewell(path, ended_by, quiet=quiet)


def _sinks(config: Config, events: Path | None, *, quiet: bool) -> "dict[str, Sink]":
    from monitor.sinks.console import ConsoleSink
    from monitor.sinks.event_file import EventFile
    from monitor.sinks.mqtt import MqttSink

    sinks: dict[str, Sink] = {} if quiet else {"console": ConsoleSink(console)}
    if config.mqtt.host:
        sinks["mqtt"] = MqttSink(config.mqtt)
    if events is not None:
        sinks["events"] = EventFile(events)
    return sinks


class _Session:
    """One live session, from the first packet to what was learned."""

    def __init__(
        self,
        config: Config,
        path: Path,
        backend: str | None,
        sinks: "dict[str, Sink]",
        known: "AthleteProfile | None" = None,
        *,
        source: str = "live",
    ) -> None:
        from monitor import profile
        from monitor.pipeline import Pipeline

        self._config = config
        self._path = path
        self._backend = backend
        self._sinks = sinks
        text = profile.dump(known).decode() if known else ""
        self._header = header(source, config, profile=text)
        self._pipeline = Pipeline(config, known)
        self._prompts: set[asyncio.Future[None]] = set()

    @property
    def learned(self) -> "AthleteProfile":
        """What to remember of the runner."""
        return self._pipeline.profile

    async def run(
        self, only: tuple[str, ...], seconds: float | None, way_in: Entrance
    ) -> int | None:
        """Run to the end; return the signal that ended it, if one did."""
        from monitor.app import open_live
        from monitor.app import run as run_session
        from monitor.session.journal import Journal
        from monitor.sources.taps import HELP, can_listen

        config, path = self._config, self._path
        async with open_live(config, self._backend, only, seconds, self._prompt) as live:
            with (
                _ended_by_signals(live.end) as caught,
                Journal.open(path, self._header, config.session) as journal,
            ):
                # a line by itself, at once: whoever started us wants to find the file
                print(f"recording: {path}", flush=True)
                if can_listen() and "console" in self._sinks:
                    console.print(HELP, style=DIM)
                async with way_in.open(live, journal) as hub:
                    sinks = {**self._sinks, **way_in.sinks(hub, live)}
                    await run_session(live.packets, self._pipeline, hub.write, sinks)
        return caught[0] if caught else None

    def _prompt(self, text: str) -> None:
        """Show what the next key is to say; in a thread, as a paused terminal blocks its writer."""
        if "console" in self._sinks:
            loop = asyncio.get_running_loop()
            shown = loop.run_in_executor(None, lambda: console.print(text, style=DIM))
            self._prompts.add(shown)
            shown.add_done_callback(self._prompts.discard)


@contextlib.contextmanager
def _ended_by_signals(end: Callable[[], None]) -> Iterator[list[int]]:
    """Let signals end a session as ``q`` does: nothing is cut off. A second Ctrl-C does not wait.

    Gives the list that the signals go to.
    """
    loop = asyncio.get_running_loop()
    caught: list[int] = []

    def take(number: int) -> None:
        caught.append(number)
        loop.remove_signal_handler(number)
        end()

    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    # nohup, and a shell that starts us in the background, ignore some on purpose
    signals = [number for number in wanted if signal.getsignal(number) != signal.SIG_IGN]
    for number in signals:
        loop.add_signal_handler(number, take, number)
    try:
        yield caught
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


@contextlib.contextmanager
def _simulated_pods() -> Iterator[str]:
    """Start the pods in a process of their own, which ends with this one, however this ends."""
    with tempfile.TemporaryFile() as complaints:
        try:
            child = subprocess.Popen(
                _CHILD,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None if logger.isEnabledFor(logging.DEBUG) else complaints,
                text=True,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                process_group=0,  # Ctrl-C is for us; we end the pods when the session is closed
            )
        except OSError as error:
            raise SourceError(f"the simulator does not start: {error}") from error
        with child:
            try:
                ready = child.stdout.readline() if child.stdout else ""
                _, found, address = ready.strip().rpartition(" ")
                if not found:
                    raise SourceError(_why_not(child, complaints))
                yield f"firmware_sim.air.backend:BACKEND@{address}"
            finally:
                child.terminate()


def _why_not(child: "subprocess.Popen[str]", complaints: IO[bytes]) -> str:
    """Say in one line why the simulator did not start."""
    child.wait()
    complaints.seek(0)
    lines = complaints.read().decode(errors="replace").splitlines() or ["it says nothing"]
    hint = " (pip install 'footloose[sim]')" if "ModuleNotFoundError" in lines[-1] else ""
    return f"the simulator does not start: {lines[-1]}{hint}"


def _farewell(path: Path, ended_by: int | None, *, quiet: bool) -> None:
    """Say where the recording is and what can be done with it; tell a Ctrl-C from other ends."""
    if not quiet:
        console.print(f"recorded: {path}")
        console.print(f"see it again:   footloose replay {path}")
        console.print(f"all strides:    footloose analyse {path} -o out")
    if ended_by == signal.SIGINT:
        raise KeyboardInterrupt


def _say_nothing(_: str) -> None:
    """Stand in for printing."""
