"""Kill, cut, flip and garble recordings and files; goes on where it stopped.

python -m scripts.soak_damage [kills|cuts|flips|fuzz [HOW_MANY]]

The counts of what was done stand in out/soak/damage.json; a share may be done now and the rest
another time. Without a name, all of it: 200 kills of a writing process, 1,000 cuts of a recording,
a flip of every bit in its first 2 KiB and in its chunks' heads, and a million garbled files. What
is wanted: nothing but our own errors, no false packet, nothing lost that was handed over, and ten
seconds at most for each. A garbled file takes 2 ms of one core: a million, a night at nice 19.
"""

import json
import logging
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from monitor.config import load
from monitor.errors import MonitorError
from monitor.profile import AthleteProfile, dump
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
from tests.properties.test_readers import GOOD, MAP, RUBBISH

STATE = Path("out/soak/damage.json")
ALL = {"kills": 200, "cuts": 1_000, "flips": 8 * 4096, "fuzz": 1_000_000}
CHUNK_BYTES = 4096
SLOW_S = 10.0
EACH = 500
"""Cases between two notes of how far it is."""

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from monitor.session.header import RecordingHeader
from monitor.session.journal import Journal
from monitor.types import Packet

journal = Journal.open(Path(sys.argv[1]), RecordingHeader(datetime.now(UTC)))
for count in range(int(sys.argv[2])):
    journal.write(Packet("left", "imu", count / 62.0, count.to_bytes(4, "little") * 50))
    if count % 10 == 9:
        print(count + 1, flush=True)
journal.close()
"""


class Damage:
    """What is damaged, in a folder that is thrown away; every case is its number alone."""

    def __init__(self, folder: Path) -> None:
        self.beyond = 0
        """Damage that cost more than the chunk that it is in."""
        self._folder = folder
        self._path = folder / "damaged"
        self._map = folder / "map.toml"
        self._map.write_text(MAP)
        rng = random.Random(5)
        self._packets = [
            Packet("pod", "imu", i / 50.0, i.to_bytes(4, "little") + rng.randbytes(60))
            for i in range(300)
        ]
        header = RecordingHeader(datetime(2026, 1, 1, tzinfo=UTC))
        good = folder / "good.mcap"
        write_recording(good, header, self._packets, SessionLimits(chunk_bytes=CHUNK_BYTES))
        self._good = good.read_bytes()
        small = folder / "small.mcap"
        write_recording(small, header, self._packets[:40], SessionLimits(chunk_bytes=1024))
        self._payloads = {packet.payload for packet in self._packets}
        self._files = {name: make() for name, make in GOOD.items()} | {
            "guess": GOOD["csv"](),
            "map": MAP.encode(),
            "config": (SHIPPED / "demo.toml").read_bytes(),
            "profile": dump(AthleteProfile()),
            "mcap": small.read_bytes(),
        }
        self._readers: dict[str, Callable[[Path], object]] = {
            **{name: partial(self._import, name) for name in GOOD},
            "guess": lambda path: propose([path]),
            "map": read_map,
            "config": load,
            "profile": read_profile,
            "mcap": self._recording,
        }
        self._heads = [at for at in range(len(self._good)) if self._good[at : at + 4] == b"zstd"]

    def kills(self, number: int) -> None:
        """Kill a process that writes, or packs, a recording; what was handed over is there."""
        rng = random.Random(number)
        path = self._folder / "run.mcap"
        path.unlink(missing_ok=True)
        last = rng.randrange(2_000, 20_000)
        target = rng.randrange(10, last) if rng.random() < 0.7 else last - 10
        command = [sys.executable, "-c", WRITER, str(path), str(last)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            lines: Iterator[str] = iter(writer.stdout or ())
            handed = next(int(line) for line in lines if int(line) >= target)
            time.sleep(rng.uniform(0.0, 0.05))
            writer.send_signal(signal.SIGKILL)
            handed = int([str(handed), *lines][-1])
        found = [int.from_bytes(p.payload[:4], "little") for p in Recording(path).packets()]
        expect(found == list(range(len(found))), "a packet that was not written")
        expect(len(found) >= handed, f"{handed - len(found)} packets are lost")

    def cuts(self, number: int) -> None:
        """Cut a recording; what came before the cut is there."""
        at = number * len(self._good) // ALL["cuts"]
        self._read(self._good[:at], at)

    def flips(self, number: int) -> None:
        """Flip a bit of the first 2 KiB, or of the heads of chunks."""
        bit = number % (8 * 2048)
        at = bit // 8
        if number >= 8 * 2048:
            head, within = divmod(at, 64)
            at = max(0, self._heads[head % len(self._heads)] - 48) + within
        data = bytearray(self._good)
        data[at] ^= 1 << bit % 8
        self._read(bytes(data), None)

    def fuzz(self, number: int) -> None:
        """Garble a file of some format; it is read, or refused by an error of ours."""
        rng = random.Random(number)
        name = rng.choice(sorted(self._files))
        data = self._files[name]
        for _ in range(rng.randint(1, 4)):
            at, length = rng.randint(0, len(data)), rng.choice([0, 0, 1, 2, 4, 12, 200])
            new = rng.choice(
                [rng.choice(RUBBISH), rng.randbytes(rng.randint(0, 8)), data[at : at + 40]]
            )
            data = data[:at] + new + data[at + length :]
        if name == "fit" and rng.random() < 0.8:  # past the checksum, to the reader itself
            data = data[:-2] + struct.pack("<H", crc16(data[:-2]))
        path = self._path.with_suffix(".toml") if name in {"map", "config"} else self._path
        path.write_bytes(data)
        try:
            self._readers[name](path)
        except MonitorError as error:
            expect(path.name in str(error), f"an error that names no file: {error}")

    def _import(self, name: str, path: Path) -> None:
        run = IMPORT_FORMATS[name]([path], self._map if name == "csv" else None)
        for packet in run.packets:
            CHARACTERISTICS[packet.characteristic].decode(packet.payload)

    def _recording(self, path: Path) -> None:
        for packet in Recording(path).packets():
            expect(packet.payload in self._payloads, "a false packet")

    def _read(self, data: bytes, cut: int | None) -> None:
        """Read a damaged recording: no packet that was not in it; count where more is lost."""
        self._path.write_bytes(data)
        try:
            found = list(Recording(self._path).packets())
        except MonitorError:
            found = []  # no recording at all: its first bytes say so
            expect(cut is not None or data[:8] != self._good[:8], "a whole recording is refused")
        for one in found:
            number = int.from_bytes(one.payload[:4], "little")
            # log times have no checksum of their own
            true = self._packets[number]._replace(t_rx_s=one.t_rx_s)
            expect(one == true, "a false packet")
        if cut is None and len(found) < len(self._packets) - CHUNK_BYTES // 64:
            self.beyond += 1


def expect(holds: bool, what: str) -> None:
    """Fail, also without assertions."""
    if not holds:
        raise AssertionError(what)


def main() -> None:
    """Do the rest of what is asked for, and say how much is done."""
    names = sys.argv[1:2] or list(ALL)
    share = int(sys.argv[2]) if len(sys.argv) > 2 else max(ALL.values())
    logging.disable()  # what is repaired is said in a log; here it would be a million lines
    memory = Path("/dev/shm")  # noqa: S108  # in memory where there is such a place: no disk waits
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        damage = Damage(Path(name))
        for one in names:
            _go_on(one, getattr(damage, one), share)
        if damage.beyond:
            sys.stdout.write(
                f"{damage.beyond} cost more than a chunk; counted as damage, not silent\n"
            )


def _go_on(name: str, case: Callable[[int], None], share: int) -> None:
    STATE.parent.mkdir(parents=True, exist_ok=True)
    done: dict[str, int] = json.loads(STATE.read_text()) if STATE.exists() else {}
    first = done.get(name, 0)
    last = min(ALL[name], first + share)
    for number in range(first, last):
        began_s = time.process_time()
        try:
            case(number)
        except Exception as error:
            raise AssertionError(f"{name} {number}: {error!r}") from error
        expect(time.process_time() - began_s < SLOW_S, f"{name} {number}: over {SLOW_S:g} s")
        done[name] = number + 1
        if number % EACH == EACH - 1 or number == last - 1:
            STATE.write_text(json.dumps(done))
    sys.stdout.write(f"{name}: {done.get(name, 0)} of {ALL[name]} done, none failed\n")


if __name__ == "__main__":
    main()
