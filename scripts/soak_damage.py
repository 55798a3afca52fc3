"""Kill, cut, flip and garble recordings and files; goes on where it stopped.

python -m scripts.soak_damage [runs|kills|cuts|flips|fuzz [HOW_MANY]]

The counts of what was done stand in out/soak/damage.json; a share may be done now and the rest
another time, and who deletes the file begins anew. Without a name, all of it: 200 kills of a whole
run with its pods (half an hour), 200 of a process that writes a recording, 1,000 cuts of one, a
flip of every bit in its first 4 KiB and in its chunks' heads, and a million garbled files. What is
wanted: nothing but our own errors, no false packet, nothing lost that was handed over, and at most
ten seconds for each, and four times the file and 200 MiB. A garbled file takes 2 ms of one core: a
million, a night at nice 19.
"""

import json
import logging
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import MonitorError
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.session.limits import SessionLimits
from monitor.session.recording import Recording
from monitor.types import Packet
from tests.garbled import Garbled, expect
from tests.system.test_kill import kill_a_demo

STATE = Path("out/soak/damage.json")
NAMES = ("runs", "kills", "cuts", "flips", "fuzz")
CUTS = 1_000
CHUNK_BYTES = 4096
FIRST_BYTES = 4096
HEAD_BYTES = 64
BEFORE_MARK = 48
"""Bytes of a chunk's head before the name of its compression, and a few more."""
SLOW_S = 10.0
NOTED_S = 1.0
"""Time between two notes of how far it is."""

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
        rng = random.Random(5)
        self._packets = [
            Packet("pod", "imu", i / 50.0, i.to_bytes(4, "little") + rng.randbytes(60))
            for i in range(300)
        ]
        header = RecordingHeader(datetime(2026, 1, 1, tzinfo=UTC))
        good = folder / "good.mcap"
        write_recording(good, header, self._packets, SessionLimits(chunk_bytes=CHUNK_BYTES))
        self._good = good.read_bytes()
        self._garbled = Garbled(folder)
        self._heads = [at for at in range(len(self._good)) if self._good[at : at + 4] == b"zstd"]
        flips = 8 * (FIRST_BYTES + HEAD_BYTES * len(self._heads))
        self.counts = dict(zip(NAMES, (200, 200, CUTS, flips, 1_000_000), strict=True))

    def runs(self, number: int) -> None:
        """Kill a whole run with its pods; what was understood is in its recording."""
        kill_a_demo(self._folder / "demo.mcap", number)
        (self._folder / "demo.mcap").unlink()

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
        at = number * len(self._good) // CUTS
        self._read(self._good[:at], at)

    def flips(self, number: int) -> None:
        """Flip a bit of the first 4 KiB, then of the heads of chunks."""
        at, bit = divmod(flipped_bit(number, self._heads), 8)
        data = bytearray(self._good)
        data[at] ^= 1 << bit
        self._read(bytes(data), None)

    def fuzz(self, number: int) -> None:
        """Garble a file of some format; it is read, or refused by an error of ours."""
        self._garbled.read(number)

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


def flipped_bit(number: int, heads: Sequence[int]) -> int:
    """Place of the bit that a case flips, counted in bits from the start of the file.

    ``heads`` are the places of the names of the chunks' compression, in bytes.

    >>> flipped_bit(9, [5000]), flipped_bit(8 * 4096 + 9, [5000]) // 8
    (9, 4953)
    """
    if number < 8 * FIRST_BYTES:
        return number
    head, bit = divmod(number - 8 * FIRST_BYTES, 8 * HEAD_BYTES)
    return 8 * max(0, heads[head] - BEFORE_MARK) + bit


def main() -> None:
    """Do the rest of what is asked for, and say how much is done."""
    names = sys.argv[1:2] or NAMES
    share = int(sys.argv[2]) if len(sys.argv) > 2 else sys.maxsize
    logging.disable()  # what is repaired is said in a log; here it would be a million lines
    memory = Path("/dev/shm")  # noqa: S108  # in memory where there is such a place: no disk waits
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        damage = Damage(Path(name))
        for one in names:
            _go_on(one, getattr(damage, one), damage.counts[one], share)
        if damage.beyond:
            sys.stdout.write(
                f"{damage.beyond} cost more than a chunk; counted as damage, not silent\n"
            )


def _go_on(name: str, case: Callable[[int], None], count: int, share: int) -> None:
    STATE.parent.mkdir(parents=True, exist_ok=True)
    done: dict[str, int] = json.loads(STATE.read_text()) if STATE.exists() else {}
    first = done.get(name, 0)
    last = min(count, first + share)
    noted_s = time.monotonic()
    for number in range(first, last):
        began_s = time.process_time()
        try:
            case(number)
        except Exception as error:
            raise AssertionError(f"{name} {number}: {error!r}") from error
        expect(time.process_time() - began_s < SLOW_S, f"{name} {number}: over {SLOW_S:g} s")
        done[name] = number + 1
        if number == last - 1 or time.monotonic() - noted_s > NOTED_S:
            STATE.write_text(json.dumps(done))
            noted_s = time.monotonic()
    sys.stdout.write(f"{name}: {done.get(name, 0)} of {count} done, none failed\n")


if __name__ == "__main__":
    main()
