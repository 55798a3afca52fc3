"""A calibration among the packets of an imported file."""

from collections.abc import Iterator

from monitor.errors import ConfigError, WireError
from monitor.home.calibrations import in_use, read_calibrations
from monitor.home.folder import Home
from monitor.types import Packet
from monitor.wire import calibration, imported, uuids


def with_calibration(packets: Iterator[Packet], name: str) -> Iterator[Packet]:
    """Put a calibration before every stream that it fits: the same foot, as many instep cells.

    Raises
    ------
    ConfigError
        If there is no such calibration, or it fits no stream.
    """
    known = in_use(read_calibrations(Home.open()))
    if name not in known:
        named = ", ".join(sorted(known)) or "none yet"
        raise ConfigError("--calibration", name, f"is none; there are: {named}")
    return _told(packets, name)


def _told(packets: Iterator[Packet], name: str) -> Iterator[Packet]:
    kept = in_use(read_calibrations(Home.open()))[name]
    fits = 0
    for packet in packets:
        if packet.characteristic == uuids.IMPORT_DESCRIPTION:
            try:
                said = imported.decode_description(packet.payload)
            except WireError:  # the pipeline says it
                said = None
            if said and said.side == kept.side and said.instep_cells == len(kept.instep):
                fits += 1
                told = calibration.encode(kept.curves)
                yield packet._replace(characteristic=uuids.CALIBRATION, payload=told)
        yield packet
    if not fits:
        expected = f"is of {len(kept.instep)} cells on the {kept.side} foot; the file has none such"
        raise ConfigError("--calibration", name, expected)
