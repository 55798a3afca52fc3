"""Send notifications to a program as Linux does: one SEQPACKET socket a characteristic.

    python -m benchmarks.live.feed RECORDING STOP_S SPEED FD...

sends what a recording received, at the times at which it was received, as bluetoothd would: what
does not fit into a full socket is lost. Prints how many were sent and how many were lost. `Feed`
is the other end, which reads as bleak does: one notification of each socket in a turn of the loop.
"""

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from monitor.session.recording import Recording
from monitor.types import Packet

_LARGEST_BYTES = 1024
_LEAD_S = 0.5
"""Time for the other end to begin listening, s."""


@dataclass(slots=True)
class Feed:
    """Notifications that another process sends; made by `open_feed`."""

    sent: int = 0
    lost: int = 0
    """Refused by a full socket."""


@contextlib.asynccontextmanager
async def open_feed(
    recording: Path, stop_s: float, take: Callable[[Packet], None], speed: float = 1.0
) -> AsyncIterator[Feed]:
    """Give ``take`` every notification of a recording before ``stop_s``, stamped on arrival.

    The numbers of what was sent and lost are known when the context has been left, which takes as
    long as the sender needs.
    """
    channels = sorted({packet[:2] for packet in before(recording, stop_s)})
    pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in channels]
    theirs = [sender.fileno() for _, sender in pairs]
    options = [str(recording), str(stop_s), str(speed), *map(str, theirs)]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.live.feed", *options),
        pass_fds=theirs,
        stdout=subprocess.PIPE,
    )
    stdout = process.stdout
    assert stdout is not None
    begin_s = float(await stdout.readline())

    def now_s() -> float:
        return (time.monotonic() - begin_s) * speed

    ends: list[_End] = []
    for channel, (reader, sender) in zip(channels, pairs, strict=True):
        sender.close()
        ends.append(_End(reader, channel, take, now_s))
    feed = Feed()
    try:
        yield feed
        feed.sent, feed.lost = json.loads(await stdout.readline())
        for end in ends:
            await end.reached.wait()
        await process.wait()
    finally:
        for end in ends:
            end.close()


class _End:
    """Our end of one socket."""

    def __init__(
        self,
        reader: socket.socket,
        channel: tuple[str, str],
        take: Callable[[Packet], None],
        now_s: Callable[[], float],
    ) -> None:
        self._reader, self._channel = reader, channel
        self._take, self._now_s = take, now_s
        self.reached = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        reader.setblocking(False)
        self._loop.add_reader(reader, self._read)

    def close(self) -> None:
        self._loop.remove_reader(self._reader)
        self._reader.close()

    def _read(self) -> None:
        payload = self._reader.recv(_LARGEST_BYTES)
        if payload:
            self._take(Packet(*self._channel, self._now_s(), payload))
        else:
            self._loop.remove_reader(self._reader)
            self.reached.set()


def before(recording: Path, stop_s: float) -> list[Packet]:
    """Packets of a recording up to an instant."""
    return [packet for packet in Recording(recording).packets() if packet.t_rx_s < stop_s]


def main(recording: str, stop: str, speed: str, *descriptors: str) -> None:
    """Send, then print what became of it."""
    packets = before(Path(recording), float(stop))
    channels = sorted({packet[:2] for packet in packets})
    sockets = {
        channel: socket.socket(fileno=int(fd))
        for channel, fd in zip(channels, descriptors, strict=True)
    }
    begin_s = time.monotonic() + _LEAD_S
    print(begin_s, flush=True)
    lost = 0
    for packet in packets:
        wait_s = begin_s + packet.t_rx_s / float(speed) - time.monotonic()
        if wait_s > 0.0:
            time.sleep(wait_s)
        try:
            sockets[packet[:2]].send(packet.payload, socket.MSG_DONTWAIT)
        except BlockingIOError:
            lost += 1
    for sender in sockets.values():
        sender.close()
    print(json.dumps([len(packets) - lost, lost]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
