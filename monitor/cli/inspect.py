"""The command that says what is in a recording."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import console, in_force, refuse_empty
from monitor.hints import command
from monitor.session.header import UNKNOWN_START

if TYPE_CHECKING:
    from monitor.session.inventory import Inventory
    from monitor.session.recording import Recording
    from monitor.types import Packet


def inspect(
    session: Annotated[Path, typer.Argument(metavar="SESSION", help="A recording (.mcap).")],
    repack: Annotated[
        bool,
        typer.Option(
            "--repack", help="Close a recording that was cut off. It gets smaller and has an index."
        ),
    ] = False,
) -> None:
    """Say what a recording holds, at which rates, and what is missing from it."""
    from monitor.session.inventory import Inventory
    from monitor.session.recording import Recording
    from monitor.wire import uuids

    recording = Recording(session)
    found = Inventory(in_force(recording, None).ingest)
    described: dict[str, str] = {}
    for batch in recording.batches():
        found.push(batch)
        described |= {
            packet.sensor: _description(packet)
            for packet in batch
            if packet.characteristic == uuids.INFORMATION
        }
    found.finish()
    _tell(recording, found, described)
    refuse_empty(recording)
    if repack:
        _repack(session)
    elif not recording.recovery.finished:
        console.print(f"         to close it properly: {command('inspect', '--repack', session)}")


def _tell(recording: "Recording", found: "Inventory", described: dict[str, str]) -> None:
    says = recording.header
    started = says.started.isoformat(sep=" ", timespec="seconds")
    console.print(f"{recording.path}: {_size(recording.size_bytes)}")
    console.print(f"started  {'unknown' if says.started == UNKNOWN_START else started}")
    console.print(f"made by  footloose {says.software or '?'} ({says.source or 'unknown source'})")
    for sensor, text in sorted(described.items()):
        console.print(f"sensor   {sensor}: {text}")
    for (sensor, _), samples in sorted(found.samples.items()):
        console.print(f"samples  {sensor} / {samples.spec.kind}: {samples.summary}")
    for (sensor, _), others in sorted(found.others.items()):
        console.print(f"packets  {sensor} / {others.name}: {others.summary}")
    console.print(f"read     {recording.recovery.summary}")


def _repack(session: Path) -> None:
    from monitor.session.finish import repack_recording

    count, original = repack_recording(session)
    console.print(f"repacked {count} packets, {_size(session.stat().st_size)}")
    if original is not None:
        console.print(f"not all of it could be read: what it was before is in {original}")


def _size(size_bytes: int) -> str:
    """Size of a file as people read it.

    >>> _size(1_600_900)
    '1.6 MB'
    """
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 1e5 else f"{size_bytes} bytes"


def _description(packet: "Packet") -> str:
    from monitor.errors import WireError
    from monitor.wire import information

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
