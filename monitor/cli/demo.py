"""The command that shows a run without any hardware."""

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from monitor.cli.attended import Beside, TellingTrouble, attended
from monitor.cli.broker import with_broker
from monitor.cli.common import EventsFile, console, new_path, say_nothing, settings
from monitor.cli.desk import GuestDesk
from monitor.cli.ending import tell_interrupt
from monitor.cli.live import Broker, ForceEvents, Output, Quiet
from monitor.cli.live_session import LiveSession
from monitor.cli.page import Entrance, Lan, PagePort, WithPage, entrance, with_ears
from monitor.cli.session_files import check_files, sinks_of
from monitor.cli.stay import while_watched
from monitor.cli.voice import Voice
from monitor.errors import SourceError
from monitor.options import finite
from monitor.shipped import SHIPPED

if TYPE_CHECKING:
    from monitor.sinks import Sink

logger = logging.getLogger(__name__)

_WHAT = (
    "Two simulated pods on a virtual radio, read as real ones would be. The left laces\n"
    "tighten after 20 seconds; the runner stops to loosen them after a minute."
)
_DEMO_S = 95.0
_SCAN_S = 2.0
_DEMO_SETTINGS = SHIPPED / "demo.toml"
# -P: a file of the person's folder must not stand in for a module
_CHILD = (sys.executable, "-P", "-m", "firmware_sim", "serve", "demo")
_OWN_GROUP_ON_WINDOWS = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


def demo(
    output: Output = None,
    mqtt: Broker = None,
    seconds: Annotated[
        float, typer.Option(callback=finite, min=5.0, help="How long it lasts, s.")
    ] = _DEMO_S,
    events: EventsFile = None,
    page: WithPage = None,
    page_port: PagePort = None,
    lan: Lan = False,
    voice: Voice = None,
    quiet: Quiet = False,
    force: ForceEvents = False,
) -> None:
    """See a run without any hardware: two simulated pods, laces that tighten, and what is said."""
    check_files(output, events, [_DEMO_SETTINGS], force=force)
    config = with_broker(settings(_DEMO_SETTINGS, None), mqtt)
    config = with_ears(config, page=page, port=page_port, lan=lan, voice=voice)
    path = output or new_path("demo", Path("recordings"))
    desk = GuestDesk()
    sinks: dict[str, Sink] = {**sinks_of(events, quiet=quiet, force=force), "desk": desk}
    tell = say_nothing if quiet else console.print
    with entrance(config, tell, throw_away=True) as way_in:
        shown = Demo(way_in, desk, sinks, tell, quiet=quiet)
        ended_by = asyncio.run(shown.run(path, seconds))
    tell_interrupt(ended_by)


@dataclass(frozen=True, slots=True)
class Demo:
    """A run of simulated pods: shown, recorded, and its report made."""

    way_in: Entrance
    desk: GuestDesk
    sinks: "dict[str, Sink]"
    tell: Callable[[str], None]
    quiet: bool

    async def run(self, path: Path, seconds: float) -> int | None:
        """Run; a page that watches can read the report. Give the signal that ended the run."""
        from monitor.web.archive import archive_of

        report = path.with_suffix(".html")
        async with attended(self.way_in, archive_of(report)) as beside:
            station = beside.station
            with TellingTrouble(station):
                session, ended_by = await self._session(path, seconds, beside)
            station.filed(report.stem, session.gap, where=str(report))
            if ended_by is None and station.watchers.any:
                self.tell("The page shows the report. Ctrl-C ends the demo.")
                await while_watched(station.watchers)
        session.check_whole()
        return ended_by

    async def _session(
        self, path: Path, seconds: float, beside: Beside
    ) -> tuple[LiveSession, int | None]:
        from monitor.sources.ble import scan

        config = self.way_in.config
        async with _simulated_pods() as backend:
            self.tell(_WHAT)
            for sensor in await scan(config.radio, backend, duration_s=_SCAN_S):
                self.tell(f"found {sensor.name} ({sensor.kind}, {sensor.rssi_dbm} dBm)")
            session = LiveSession(config, path, backend, self.sinks, source="demo")
            ended_by = await session.run((), seconds, beside)
        await asyncio.to_thread(session.file, self.desk, ended_by, quiet=self.quiet)
        return session, ended_by


@contextlib.asynccontextmanager
async def _simulated_pods() -> AsyncIterator[str]:
    """Start the pods in a process of their own, which ends with this one, however this ends."""
    with tempfile.TemporaryFile() as complaints, _started(complaints) as child:
        try:
            # the pods die with the thread that made them: only the waiting is another's
            ready = await asyncio.to_thread(child.stdout.readline) if child.stdout else ""
            _, found, address = ready.strip().rpartition(" ")
            if not found:
                raise SourceError(await asyncio.to_thread(_why_not, child, complaints))
            yield f"firmware_sim.air.backend:BACKEND@{address}"
        finally:
            child.terminate()


def _started(complaints: IO[bytes]) -> "subprocess.Popen[str]":
    try:
        return subprocess.Popen(
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


def _why_not(child: "subprocess.Popen[str]", complaints: IO[bytes]) -> str:
    """Say in one line why the simulator did not start."""
    child.wait()
    complaints.seek(0)
    lines = complaints.read().decode(errors="replace").splitlines() or ["it says nothing"]
    missing = "ModuleNotFoundError" in lines[-1]
    hint = "; this installation is not whole, install it again" if missing else ""
    return f"the simulator does not start: {lines[-1]}{hint}"
