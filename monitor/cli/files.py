"""Which commands read and write files?"""

from collections import Counter
from math import inf
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from monitor import config as configuration
from monitor.cli.common import ConfigFile, Settings, console, header, in_force
from monitor.config import Config
from monitor.errors import ConfigError, WireError
from monitor.pipeline import Pipeline
from monitor.session.exporters import Exports
from monitor.session.journal import Journal
from monitor.session.recording import Recording
from monitor.session.summary import SessionFacts
from monitor.sources.importers import IMPORT_FORMATS
from monitor.types import Packet
from monitor.wire import CHARACTERISTICS, information, uuids


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="What another sensor recorded.")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT.mcap", help="The recording to make.")
    ],
    map_: Annotated[
        Path | None,
        typer.Option("--map", metavar="MAP.toml", help="Says which column is what."),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", help=f"One of: {', '.join(IMPORT_FORMATS)}.")
    ] = "csv",
    force: Annotated[bool, typer.Option("--force", help="Replace OUT.mcap.")] = False,
) -> None:
    """Make a recording of files from other sensors; every sample is kept."""
    importer = IMPORT_FORMATS.get(format_)
    if importer is None:
        raise ConfigError("--format", format_, f"expected one of {', '.join(IMPORT_FORMATS)}")
    imported = importer(files, map_)
    if force:
        output.unlink(missing_ok=True)
    says = header(f"import {format_}", Config(), imported.started)
    count: Counter[str] = Counter()
    with Journal.open(output, says) as journal:
        for packet in imported.packets:
            journal.write(packet)
            count[packet.sensor] += 1
    for sensor, packets in sorted(count.items()):
        console.print(f"{sensor}: {packets} packets")
    console.print(f"recorded: {output}")


def inspect(
    session: Annotated[Path, typer.Argument(metavar="SESSION", help="A recording (.mcap).")],
) -> None:
    """Say what a recording holds, and what is missing from it."""
    recording = Recording(session)
    streams: dict[tuple[str, str], _Seen] = {}
    described: dict[str, str] = {}
    for packet in recording.packets():
        streams.setdefault(packet[:2], _Seen(packet.t_rx_s)).see(packet)
        if packet.characteristic == uuids.INFORMATION:
            described[packet.sensor] = _description(packet)
    says = recording.header
    console.print(f"{session}")
    console.print(f"started  {says.started.isoformat(sep=' ', timespec='seconds')}")
    console.print(f"made by  footloose {says.software or '?'} ({says.source or 'unknown source'})")
    for sensor, text in sorted(described.items()):
        console.print(f"sensor   {sensor}: {text}")
    for (sensor, uuid), seen in sorted(streams.items()):
        codec = CHARACTERISTICS.get(uuid)
        name = codec.name if codec else f"unknown {uuid}"
        console.print(f"stream   {sensor} / {name}: {seen.summary}")
    console.print(f"read     {recording.recovery.summary}")


def analyse(
    sessions: Annotated[
        list[Path], typer.Argument(metavar="SESSION...", help="Recordings (.mcap).")
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="DIR", help="Where the files go; a folder each for several."
        ),
    ],
    config_file: ConfigFile = None,
    change: Settings = None,
) -> None:
    """Write the strides, the events and a summary of recordings, as fast as possible."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    for session in sessions:
        recording = Recording(session)
        config = configuration.change(in_force(recording, config_file), change or [])
        folder = output / session.stem if len(sessions) > 1 else output
        with (
            Progress(*columns, console=Console(stderr=True), transient=True) as progress,
            Exports.open(folder) as exports,
        ):
            task = progress.add_task(session.name, total=recording.size_bytes)
            pipeline = Pipeline(config)
            first_s, last_s = inf, -inf
            for batch in recording.batches(config.session.batch_packets):
                exports.push(pipeline.push(batch))
                first_s = min(first_s, *(packet.t_rx_s for packet in batch))
                last_s = max(last_s, *(packet.t_rx_s for packet in batch))
                progress.update(task, completed=recording.read_bytes)
            exports.push(pipeline.finish())
            exports.finish(
                SessionFacts(
                    recording.header,
                    recording.recovery,
                    max(last_s - first_s, 0.0),
                    refused=pipeline.refused,
                    lost={name: tally.lost for name, tally in pipeline.tallies.items()},
                )
            )
        console.print(f"{session}: {recording.recovery.summary}; see {folder}")


class _Seen:
    """What was seen of one stream."""

    def __init__(self, t_s: float) -> None:
        self._first_s = self._last_s = t_s
        self._packets = self._bytes = 0
        self._longest_s = 0.0

    def see(self, packet: Packet) -> None:
        self._longest_s = max(self._longest_s, packet.t_rx_s - self._last_s)
        self._last_s = max(self._last_s, packet.t_rx_s)
        self._packets += 1
        self._bytes += len(packet.payload)

    @property
    def summary(self) -> str:
        if self._packets == 1:
            return f"1 packet at {self._first_s:.1f} s"
        return (
            f"{self._packets} packets, {self._bytes} bytes, {self._first_s:.1f} to "
            f"{self._last_s:.1f} s, longest pause {self._longest_s:.2f} s"
        )


def _description(packet: Packet) -> str:
    try:
        pod = information.decode(packet.payload)
    except WireError as error:
        return f"says what cannot be read: {error}"
    parts = [f"{pod.side} foot"]
    if pod.has_imu:
        parts.append(f"IMU {pod.imu_rate_hz:g} Hz")
    if pod.has_insole:
        cells = f"{pod.plantar_cells} plantar and {pod.instep_cells} instep cells"
        parts.append(f"{cells} {pod.pressure_rate_hz:g} Hz")
    return f"{', '.join(parts)}, firmware {pod.firmware}"
