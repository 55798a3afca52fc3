"""Which commands listen to sensors?"""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from monitor.cli.common import (
    DIM,
    ConfigFile,
    EventsFile,
    Settings,
    console,
    header,
    new_path,
    read_profile,
    say_nothing,
    settings,
    write_profile,
)
from monitor.cli.desk import (
    AthleteName,
    GuestDesk,
    Insole,
    Lacing,
    Shoe,
    Temperature,
    Worn,
    open_desk,
)
from monitor.cli.simulated_pods import simulated_pods
from monitor.config import SHIPPED, Config
from monitor.errors import ConfigError
from monitor.settings.mqtt import MqttSettings

if TYPE_CHECKING:
    from monitor.profile import AthleteProfile
    from monitor.sinks import Sink

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
    athlete: AthleteName = None,
    shoe: Shoe = None,
    insole: Insole = None,
    lacing: Lacing = None,
    temperature: Temperature = None,
    events: EventsFile = None,
    quiet: Quiet = False,
) -> None:
    """Go for a run: connect the sensors, record, and speak up in time. End it with q or Ctrl-C."""
    config = _with_broker(settings(config_file, change), mqtt)
    desk = open_desk(athlete, Worn(shoe, insole, lacing, temperature), ask=not quiet)
    known = read_profile(desk.profile, new=True) if desk.profile else None
    path = output or new_path("run", desk.home.recordings)
    sinks = {**_sinks(config, events, quiet=quiet), "desk": desk}
    session = _Session(config, path, backend, sinks, known)
    ended_by = asyncio.run(session.run(tuple(sensor or ()), seconds))
    if desk.profile is not None:
        write_profile(desk.profile, session.learned)
    desk.file(path, quiet=quiet)
    _farewell(path, ended_by, quiet=quiet)


def demo(
    output: Output = None,
    mqtt: Broker = None,
    seconds: Annotated[float, typer.Option(min=5.0, help="How long it lasts.")] = _DEMO_S,
    events: EventsFile = None,
    quiet: Quiet = False,
) -> None:
    """See a run without any hardware: two simulated pods, laces that tighten, and what is said."""
    from monitor.sources.ble import scan as scan_sensors

    config = _with_broker(settings(_DEMO_SETTINGS, None), mqtt)
    path = output or new_path("demo", Path("recordings"))
    desk = GuestDesk()
    sinks = {**_sinks(config, events, quiet=quiet), "desk": desk}
    tell = say_nothing if quiet else console.print
    tell(
        "Two simulated pods on a virtual radio, read as real ones would be. The left laces\n"
        "tighten after 20 seconds; the runner stops to loosen them after a minute."
    )
    with simulated_pods() as backend:
        found = asyncio.run(scan_sensors(config.radio, backend, duration_s=_SCAN_S))
        for sensor in found:
            tell(f"found {sensor.name} ({sensor.kind}, {sensor.rssi_dbm} dBm)")
        session = _Session(config, path, backend, sinks, source="demo")
        ended_by = asyncio.run(session.run((), seconds))
    desk.file(path, quiet=quiet)
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

    async def run(self, only: tuple[str, ...], seconds: float | None) -> int | None:
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
                await run_session(live.packets, self._pipeline, journal.write, self._sinks)
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


def _with_broker(config: Config, mqtt: str | None) -> Config:
    """Let the option name the broker."""
    if mqtt is None:
        return config
    host, colon, port = mqtt.partition(":")
    named = {"host": host, "port": int(port) if port.isdecimal() else config.mqtt.port}
    try:
        broker = msgspec.convert(msgspec.to_builtins(config.mqtt) | named, MqttSettings)
    except msgspec.ValidationError:
        broker = None
    if broker is None or not host or (colon and not port.isdecimal()):
        raise ConfigError("--mqtt", mqtt, "expected HOST or HOST:PORT, PORT from 1 to 65535")
    return msgspec.structs.replace(config, mqtt=broker)


def _farewell(path: Path, ended_by: int | None, *, quiet: bool) -> None:
    """Say where the recording is and what can be done with it; tell a Ctrl-C from other ends."""
    if not quiet:
        console.print(f"recorded: {path}")
        console.print(f"see it again:   footloose replay {path}")
        console.print(f"all strides:    footloose analyse {path} -o out")
    if ended_by == signal.SIGINT:
        raise KeyboardInterrupt
