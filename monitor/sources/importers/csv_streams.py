"""Say what the streams of a map are in a recording."""

from collections.abc import Sequence
from pathlib import Path

from monitor.errors import ConfigError
from monitor.sources.importers.csv_map import (
    ForceStream,
    ImuStream,
    PressureStream,
    Stream,
    read_layout,
)
from monitor.types import CellLayout
from monitor.wire.imported import IMU_CHANNELS, StreamDescription, StreamFrame, StreamKind


def description(stream: Stream, rate: float, layout: CellLayout | None) -> StreamDescription:
    """Say what a stream of a map is in a recording, at a rate in Hz."""
    side = stream.side
    if side is None:
        raise ValueError("a stream of which nobody said the foot")
    match stream:
        case ImuStream():
            frame = StreamFrame.SENSOR if stream.axes == "auto" else StreamFrame.FOOT
            return StreamDescription(
                kind=StreamKind.IMU, side=side, rate_hz=rate, channels=IMU_CHANNELS, frame=frame
            )
        case PressureStream():
            return StreamDescription(
                kind=StreamKind.PRESSURE,
                side=side,
                rate_hz=rate,
                channels=len(stream.cells) + len(stream.instep),
                instep_cells=len(stream.instep),
                layout=layout,
            )
        case ForceStream():
            return StreamDescription(
                kind=StreamKind.FORCE,
                side=side,
                rate_hz=rate,
                channels=1,
                mass_kg=stream.mass_kg,
            )


def layouts_of(streams: Sequence[Stream], map_path: Path) -> dict[Stream, CellLayout]:
    """Read the layouts that streams of a map name.

    Raises
    ------
    ConfigError
        If one is not there, or has another number of cells.
    """
    layouts: dict[Stream, CellLayout] = {}
    for number, stream in enumerate(streams):
        if isinstance(stream, PressureStream) and stream.layout is not None:
            layout = read_layout(stream.layout, map_path, f"stream[{number}].layout")
            came = (len(stream.cells), len(stream.instep))
            if came != (len(layout.plantar), len(layout.instep)):
                expected = f"{len(layout.plantar)} cells and {len(layout.instep)} instep cells"
                raise ConfigError(
                    map_path, f"stream[{number}].cells", f"expected {expected} of {layout.name}"
                )
            layouts[stream] = layout
    return layouts
