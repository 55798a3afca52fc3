"""Small sound files of every format, and the same ones garbled: by a number, always alike.

``make test`` tries the first ones for a minute, ``make soak`` a million.
"""

import random
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import zstandard

from monitor.config import load
from monitor.errors import MonitorError
from monitor.profile import AthleteProfile, dump
from monitor.session import chunks
from monitor.session.athlete_file import read_profile
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.session.limits import SessionLimits
from monitor.session.recording import Recording
from monitor.shipped import SHIPPED
from monitor.sources.importers import IMPORT_FORMATS
from monitor.sources.importers.csv_map import read_map
from monitor.sources.importers.fit_crc import crc16
from monitor.sources.importers.guess import propose
from monitor.types import Packet
from monitor.wire import CHARACTERISTICS
from tests.memory import Peak
from tests.odd_fit import odd_fit

MAP = '[[stream]]\nkind = "imu"\nside = "left"\ntime_s = "t"\nacc = ["x", "y", "z"]\n'


def fit() -> bytes:
    """An activity of thirty records, a session and a lap, by the public description."""
    head = bytes.fromhex("40 00 00 00 00 01 00 01 00") + b"\x00\x04"
    head += bytes.fromhex("41 00 00 14 00 06 fd 04 86 03 01 02 04 01 02 06 02 84 05 04 86 02 02 84")
    body = head + b"".join(
        b"\x01" + struct.pack("<IBBHIH", 1_000_000_000 + i, 150, 85, 3000, 300 * i, 3000)
        for i in range(30)
    )
    body += bytes.fromhex("42 00 00 12 00 02 fd 04 86 05 01 00")
    body += b"\x02" + struct.pack("<IB", 1_000_000_030, 1)
    whole = struct.pack("<BBHI4s", 12, 0x20, 2132, len(body), b".FIT") + body
    return whole + struct.pack("<H", crc16(whole))


def table() -> bytes:
    rows = "".join(f"{i / 100},0.1,{i},9.8\n" for i in range(30))
    return b"sep=,\nt,x,y,z\n" + rows.encode()


def moticon() -> bytes:
    names = [f"left pressure {n}[N/cm²]" for n in range(1, 17)]
    rows = "".join("\t".join([f"{i / 100}", *["1.25"] * 16]) + "\n" for i in range(12))
    return ("# Size: 7\n# time\t" + "\t".join(names) + "\n" + rows).encode()


def pedar() -> bytes:
    names = "\t".join(str(n) for n in range(1, 100))
    rows = "".join("\t".join([f"{i / 100}", *["2.5"] * 99]) + "\n" for i in range(6))
    return f"pressure values in  kPa\n\nleft insole: 1,2\n\ntime[secs]\t{names}\n{rows}".encode()


def gpx() -> bytes:
    points = "".join(
        f'<trkpt lat="48.{i:05d}" lon="9"><ele>1</ele><time>2025-11-29T10:00:{i:02d}Z</time>'
        "<extensions><hr>150</hr></extensions></trkpt>"
        for i in range(12)
    )
    return f"<?xml version='1.0'?><gpx><trk><type>run</type>{points}</trk></gpx>".encode()


def tcx() -> bytes:
    points = "".join(
        f"<Trackpoint><Time>2025-11-29T10:00:{i:02d}Z</Time>"
        f"<DistanceMeters>{3 * i}</DistanceMeters><Cadence>85</Cadence></Trackpoint>"
        for i in range(12)
    )
    lap = f"<Lap><Track>{points}</Track><TriggerMethod>Manual</TriggerMethod></Lap>"
    activity = f'<Activity Sport="Running">{lap}</Activity>'
    return f"<TrainingCenterDatabase>{activity}</TrainingCenterDatabase>".encode()


GOOD: dict[str, Callable[[], bytes]] = {
    "fit": fit,
    "csv": table,
    "moticon": moticon,
    "pedar": pedar,
    "gpx": gpx,
    "tcx": tcx,
}
SIGNS = [bytes([one]) for one in b',;\n"#<[\x00\xff']
EXTREMES = [b"1e300", b"-1e30", b"9999-12-31T23:59:59Z", b"0001-01-01T00:00:00+14:00", b"-0"]
"""Numbers and times that can be read, and can be of no run."""
RUBBISH = [*SIGNS, *EXTREMES, b"", b"nan", b"1e999", b"9" * 40, b"\xff" * 8, b"&x;", b"# "]
NAMES = (*GOOD, "guess", "map", "config", "profile", "mcap", "zstd")
"""What is garbled, in turn."""
ODD = 0.3
"""Share of FIT files that are whole, of values that are not."""
TOML = frozenset({"map", "config"})


class Garbled:
    """Every format's file in a folder, to be garbled and read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._map = folder / "map.toml"
        self._map.write_text(MAP)
        rng = random.Random(6)
        packets = [Packet("pod", "imu", i / 50.0, rng.randbytes(64)) for i in range(40)]
        self._payloads = {packet.payload for packet in packets}
        small = folder / "small.mcap"
        header = RecordingHeader(datetime(2026, 1, 1, tzinfo=UTC))
        write_recording(small, header, packets, SessionLimits(chunk_bytes=1024), force=True)
        self._files = {name: make() for name, make in GOOD.items()} | {
            "guess": table(),
            "map": MAP.encode(),
            "config": (SHIPPED / "demo.toml").read_bytes(),
            "profile": dump(AthleteProfile()),
            "mcap": small.read_bytes(),
            "zstd": chunk(rng.randbytes(100) + b"0" * 2000),
        }
        self._readers: dict[str, Callable[[Path], object]] = {
            **{name: partial(self._import, name) for name in GOOD},
            "guess": lambda path: propose([path]),
            "map": read_map,
            "config": load,
            "profile": read_profile,
            "mcap": self._recording,
            "zstd": _unpack,
        }

    def read(self, number: int) -> None:
        """Garble a file by a number and read it: it is read, or refused by an error of ours.

        Raises
        ------
        AssertionError
            If the error names no file, a packet is false, or it takes too much memory.
        """
        name = NAMES[number % len(NAMES)]
        data = self._garbled(name, random.Random(number))
        path = self._folder / ("garbled.toml" if name in TOML else "garbled")
        path.write_bytes(data)
        peak = Peak()
        try:
            self._readers[name](path)
        except MonitorError as error:
            expect(path.name in str(error), f"an error that names no file: {error}")
        expect(peak.is_bounded(len(data)), f"{len(data)} bytes took {peak.grown_kib} KiB")

    def _garbled(self, name: str, rng: random.Random) -> bytes:
        if name == "fit" and rng.random() < ODD:
            return odd_fit(rng)
        data = self._files[name]
        for _ in range(rng.randint(1, 4)):
            at, length = rng.randint(0, len(data)), rng.choice([0, 0, 1, 2, 4, 12, 200])
            new = rng.choice(
                [rng.choice(RUBBISH), rng.randbytes(rng.randint(0, 8)), data[at : at + 40]]
            )
            data = data[:at] + new + data[at + length :]
        if name == "fit" and rng.random() < 0.8:  # past the checksum, to the reader itself
            data = data[:-2] + struct.pack("<H", crc16(data[:-2]))
        return data

    def _import(self, name: str, path: Path) -> None:
        run = IMPORT_FORMATS[name]([path], self._map if name == "csv" else None)
        for packet in run.packets:
            CHARACTERISTICS[packet.characteristic].decode(packet.payload)

    def _recording(self, path: Path) -> None:
        for packet in Recording(path).packets():
            expect(packet.payload in self._payloads, "a false packet")


def chunk(records: bytes) -> bytes:
    """A chunk of a recording, as it is packed."""
    packed = zstandard.compress(records)
    head = struct.pack("<QQQI", 0, 0, len(records), zlib.crc32(records))
    return head + struct.pack("<I4sQ", 4, b"zstd", len(packed)) + packed


def expect(holds: bool, what: str) -> None:
    """Fail, also without assertions."""
    if not holds:
        raise AssertionError(what)


def _unpack(path: Path) -> None:
    with suppress(ValueError):  # whoever reads the recording says it
        chunks.unpack(path.read_bytes())
