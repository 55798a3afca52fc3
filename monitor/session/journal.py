"""Record a running session so that a kill loses nothing.

While running, a recording is an MCAP file without chunks: what was handed over survives the death
of the process. A thread syncs it to the disk every two seconds: that is what a power cut may cost.
"""

import logging
import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from monitor.errors import RecordingError
from monitor.files.folders import sync_folder
from monitor.files.locks import try_lock
from monitor.files.output import create
from monitor.session.finish import finish_recording
from monitor.session.framing import (
    ChannelKey,
    channel_record,
    log_time_ns,
    message_data,
    message_record,
    next_sequence,
    preamble,
    refused_record,
)
from monitor.session.header import RecordingHeader
from monitor.session.limits import SessionLimits
from monitor.session.trouble import Counter, is_at, write_again
from monitor.types import Packet

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _State:
    """The channels and the sequence number so far, and the bytes that are whole."""

    channels: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    sequence: int = 0
    good_bytes: int = 0


@dataclass(slots=True)
class _Disk:
    """What the disk refuses: until when nothing is tried, why, and whether the file is gone."""

    retry_at_s: float | None = None
    why: str | None = None
    sync_error: OSError | None = None
    gone: bool = False
    gone_said: bool = False


class Journal:
    """A recording that is being made; ``open`` makes one.

    Attributes
    ----------
    path : Path
        Where it is, from the first packet to the finished file.
    packets, lost_packets : int
        Handed to the operating system; refused by it (the disk was full).
    incomplete : str
        Why not all packets are in the file, as one sentence; empty if they are.
    """

    def __init__(self, path: Path, handle: int, header: RecordingHeader, limits: SessionLimits):
        self.path = path
        self.packets = 0
        self.lost_packets = 0
        self.incomplete = ""
        self._handle = handle
        self._counter = Counter(path, len(preamble(header)))
        self._limits = limits
        self._started_ns = header.started_ns
        self._state = _State()
        self._disk = _Disk()
        self._closing = threading.Event()
        self._syncer = threading.Thread(target=self._sync_often, name="journal-sync", daemon=True)

    @classmethod
    def open(
        cls, path: Path, header: RecordingHeader, limits: SessionLimits | None = None
    ) -> "Journal":
        """Start a recording at ``path``.

        Raises
        ------
        RecordingError
            If the file exists already or cannot be written.
        """
        try:
            handle = create(path)
            try_lock(handle)  # nobody else can hold it: the file is new
        except OSError as error:
            raise RecordingError(f"{path}: {error.strerror}") from error
        journal = cls(path, handle, header, limits or SessionLimits())
        try:
            journal._append(preamble(header) + refused_record(0))
            sync_folder(path.parent)
        except OSError as error:
            journal._counter.close()
            os.close(handle)
            raise RecordingError(f"{path}: {error.strerror}") from error
        journal._syncer.start()
        return journal

    def write(self, packet: Packet) -> None:
        """Hand one packet to the operating system; takes microseconds.

        Raises
        ------
        RecordingError
            Once when the disk starts to refuse. What is written stays intact, later packets are
            counted in ``lost_packets``, and now and then the disk is tried again. And once when
            the file is not at its place any more; the packet is kept. And whenever a packet
            comes after the end.
        """
        if self._closing.is_set():
            raise RecordingError(f"{self.path}: is closed; what comes later is not recorded")
        if self._disk.retry_at_s is not None and packet.t_rx_s < self._disk.retry_at_s:
            self._lose()
            return
        channel, introduction = self._channel_of(packet)
        at_ns = log_time_ns(self._started_ns, packet.t_rx_s)
        data = message_data(packet, channel[1])
        try:
            if self._disk.sync_error is not None:
                raise self._take_sync_error()
            record = message_record(channel[0], self._state.sequence, at_ns, data)
            self._append(introduction + record)
        except OSError as error:
            self._refused(error, packet.t_rx_s)
            return
        self._state.channels[packet[:2]] = channel
        self._state.sequence = next_sequence(self._state.sequence)
        self.packets += 1
        if self._disk.retry_at_s is not None:
            self._disk.retry_at_s = None
            logger.warning("recording: goes on, %d packets were lost", self.lost_packets)
        if self._disk.gone and not self._disk.gone_said:
            self._disk.gone_said = True
            raise RecordingError(
                f"{self.path}: was moved or deleted; at the end it is written again"
            )

    def _channel_of(self, packet: Packet) -> tuple[tuple[int, int], bytes]:
        """Give number and CRC of a packet's channel, and the record that introduces a new one."""
        channel = self._state.channels.get(packet[:2])
        if channel is not None:
            return channel, b""
        key = ChannelKey(packet.sensor, packet.characteristic)
        number = len(self._state.channels) + 1
        return (number, key.crc), channel_record(number, key)

    def sync(self) -> None:
        """Wait until what was written is on the disk; may take long, so call it from a thread.

        Raises
        ------
        RecordingError
            If the disk refuses.
        """
        try:
            os.fsync(self._handle)
        except OSError as error:
            raise RecordingError(f"{self.path}: {error.strerror}") from error

    def close(self) -> None:
        """Sync, then rewrite as a finished recording; may take seconds after a long run.

        A file that was deleted or moved is written again. If there is no room for the rewriting,
        the recording stays as it is, and is as readable. ``incomplete`` says what is missing.
        """
        if self._closing.is_set():
            return
        self._closing.set()
        self._syncer.join()
        total = self.packets + self.lost_packets
        if self.lost_packets:
            missing = f"{self.lost_packets} of {total} packets are missing"
            self.incomplete = f"{missing}: {self._disk.why}"
        try:
            os.fsync(self._handle)
            if not is_at(self.path, self._handle):
                self.path = write_again(self._handle, self.path)
        except OSError as error:
            self.incomplete = f"the disk does not keep it: {error.strerror}"
            logger.warning("recording: %s: %s", self.path, self.incomplete)
            return
        finally:
            self._counter.close()
            os.close(self._handle)
            self._handle = -1  # a late packet must not land in somebody else's file
        try:
            finish_recording(self.path, self._limits, self.lost_packets)
        except RecordingError as error:
            logger.warning("recording: left unpacked: %s", error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _append(self, data: bytes) -> None:
        """Write all of ``data`` or nothing of it."""
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._handle, view) :]
        except OSError:
            os.ftruncate(self._handle, self._state.good_bytes)
            raise
        self._state.good_bytes += len(data)

    def _refused(self, error: OSError, t_s: float) -> None:
        first = self._disk.retry_at_s is None
        self._disk.retry_at_s = t_s + self._limits.retry_after_s
        self._disk.why = error.strerror
        self._lose()
        if first:
            text = f"{self.path}: {error.strerror}; the disk is tried again"
            raise RecordingError(text) from error

    def _lose(self) -> None:
        """Count a packet that is not in the file; its number stays unused, so readers know."""
        self._state.sequence = next_sequence(self._state.sequence)
        self.lost_packets += 1
        self._counter.set(self.lost_packets)

    def _sync_often(self) -> None:
        begun_s = time.monotonic()
        while not self._closing.wait(begun_s + self._limits.sync_every_s - time.monotonic()):
            begun_s = time.monotonic()
            try:
                os.fsync(self._handle)
            except OSError as error:
                self._disk.sync_error = error
            self._disk.gone = self._disk.gone or not is_at(self.path, self._handle)

    def _take_sync_error(self) -> OSError:
        error, self._disk.sync_error = self._disk.sync_error, None
        return error if error is not None else OSError("sync failed")
