"""The command that shows a run without any hardware."""

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from monitor.cli.attended import TellingTrouble, attended
from monitor.cli.broker import with_broker
from monitor.cli.common import EventsFile, console, new_path, say_nothing, settings
from monitor.cli.desk import GuestDesk
from monitor.cli.live import Broker, ForceEvents, Output, Quiet
from monitor.cli.live_session import LiveSession, check_files, sinks_of, tell_interrupt
from monitor.cli.page import Entrance, Lan, PagePort, WithPage, entrance, with_ears
from monitor.cli.stay import while_watched
from monitor.cli.voice import Voice
from monitor.errors import SourceError
from monitor.shipped import SHIPPED

if TYPE_CHECKING:
    from monitor.sources.ble import FoundSensor

logger = logging.getLogger(__name__)

_DEMO_S = 95.0
_SCAN_S = 2.0
_DEMO_SETTINGS = SHIPPED / "demo.toml"
# -P: a file of the person's folder must not stand in for a module
_CHILD = (sys.executable, "-P", "-m", "firmware_sim", "serve", "demo")
_OWN_GROUP_ON_WINDOWS = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


def demo(
    output: Output = None,
    mqtt: Broker = None,
    seconds: Annotated[float, typer.Option(min=5.0, help="How long it lasts.")] = _DEMO_S,
    events: EventsFile = None,
    page: WithPage = None,
    page_port: PagePort = None,
    lan: Lan = False,
    voice: Voice = None,
    quiet: Quiet = False,
    force: ForceEvents = False,
) -> None:
    """See a run without any hardware: two simulated pods, laces that tighten, and what is said."""
    from monitor.sources.ble import scan

    check_files(output, events, [], force=force)
    config = with_broker(settings(_DEMO_SETTINGS, None), mqtt)
    config = with_ears(config, page=page, port=page_port, lan=lan, voice=voice)
    path = output or new_path("demo", Path("recordings"))
    desk = GuestDesk()
    sinks = {**sinks_of(events, quiet=quiet, force=force), "desk": desk}
    tell = say_nothing if quiet else console.print
    with entrance(config, tell, throw_away=True) as way_in, _simulated_pods() as backend:
        tell(
            "Two simulated pods on a virtual radio, read as real ones would be. The left laces\n"
            "tighten after 20 seconds; the runner stops to loosen them after a minute."
        )
        session = LiveSession(config, path, backend, sinks, source="demo")
        look = partial(scan, config.radio, backend, duration_s=_SCAN_S)
        file = partial(session.file, desk, quiet=quiet)
        ended_by = asyncio.run(_show(session, seconds, way_in, (look, file), tell))
    tell_interrupt(ended_by)


async def _show(
    session: LiveSession,
    seconds: float,
    way_in: Entrance,
    steps: tuple[Callable[[], Awaitable[list["FoundSensor"]]], Callable[[int | None], None]],
    tell: Callable[[str], None],
) -> int | None:
    """Run and file; a page that watches can read the report. Give the signal that ended the run."""
    from monitor.web.archive import archive_of

    look, file = steps
    report = session.path.with_suffix(".html")
    async with attended(way_in, archive_of(report)) as beside:
        station = beside.station
        with TellingTrouble(station):
            for sensor in await look():
                tell(f"found {sensor.name} ({sensor.kind}, {sensor.rssi_dbm} dBm)")
            ended_by = await session.run((), seconds, beside)
            await asyncio.to_thread(file, ended_by)
        station.filed(report.stem, where=str(report))
        if ended_by is None and station.watchers.any:
            tell("The page shows the report. Ctrl-C ends the demo.")
            await while_watched(station.watchers)
    return ended_by


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
                # Ctrl-C is for us; we end the pods when the session is closed
                process_group=0 if os.name == "posix" else None,
                creationflags=_OWN_GROUP_ON_WINDOWS,
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
    missing = "ModuleNotFoundError" in lines[-1]
    hint = "; this installation is not whole, install it again" if missing else ""
    return f"the simulator does not start: {lines[-1]}{hint}"
