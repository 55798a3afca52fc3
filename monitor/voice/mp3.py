"""Sound as a stream that never ends: MP3 frames, cut and joined between frames.

MPEG-1 layer III, 192 kbit/s, constant, 44.1 kHz, one channel. A browser hands over whole blocks of
32 KiB, so a stream of few bits would be late by many seconds. A frame may refer to bytes of the
frames before it (its bit reservoir); the first frame of an encoder refers to none, so a piece joins
any other at its first frame.
"""

from collections.abc import Iterator
from typing import Final

import lameenc

from monitor.types import FloatArray
from monitor.voice.sound import RATE_HZ, noise, resampled, to_counts

BIT_RATE: Final = 192_000
STREAM_HZ: Final = 44_100
FRAME_SAMPLES: Final = 1152
FRAME_S: Final = FRAME_SAMPLES / STREAM_HZ
"""What one frame lasts, s."""
_BED_S: Final = 10.0
"""The bed repeats after this, s. Rule of thumb: nobody hears faint noise repeat."""
_FIRST_BYTES: Final = 2 * 16 * FRAME_SAMPLES
"""What is encoded first: 0.4 s, long enough for the rest to be ready when it has been sent."""
_QUALITY: Final = 5
"""Of the encoder: 2 is best, 7 fastest."""
_SYNC: Final = 0x7FF
_MPEG1_LAYER3: Final = 0b11_01
_KBITS: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_HZ: Final = (44_100, 48_000, 32_000)
_HEADER_BYTES: Final = 4
_CRC_BYTES: Final = 2


def encode(samples: FloatArray) -> list[bytes]:
    """Give samples at ``RATE_HZ`` as frames; the first refers to none before it."""
    return [frame for part in encode_in_parts(samples) for frame in part]


def encode_in_parts(samples: FloatArray) -> Iterator[list[bytes]]:
    """Give the frames of ``encode`` as they are ready: first a few, soon, and then the rest."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(BIT_RATE // 1000)
    encoder.set_in_sample_rate(STREAM_HZ)
    encoder.set_channels(1)
    encoder.set_quality(_QUALITY)
    counts = to_counts(resampled(samples, RATE_HZ, STREAM_HZ))
    begun, cut = _whole(bytes(encoder.encode(counts[:_FIRST_BYTES])))
    yield begun
    rest = bytes(encoder.encode(counts[_FIRST_BYTES:]))
    yield list(split(cut + rest + bytes(encoder.flush())))


def bed() -> list[bytes]:
    """Give faint noise: a browser takes a page that plays digital silence for a silent one."""
    level = noise(_BED_S, RATE_HZ)
    return encode(level)


def _whole(data: bytes) -> tuple[list[bytes], bytes]:
    """Give the whole frames that data begin with, and what is left of one more."""
    frames: list[bytes] = []
    place = 0
    while len(data) - place >= _HEADER_BYTES:
        end = place + frame_bytes(data[place : place + _HEADER_BYTES])
        if end > len(data):
            break
        frames.append(data[place:end])
        place = end
    return frames, data[place:]


def split(data: bytes) -> Iterator[bytes]:
    """Give the frames of a stream one by one.

    Raises
    ------
    ValueError
        Where no frame begins, or one is cut off.
    """
    place = 0
    while place < len(data):
        length = frame_bytes(data[place : place + _HEADER_BYTES])
        if place + length > len(data):
            raise ValueError(f"frame of {length} bytes is cut off at byte {place}")
        yield data[place : place + length]
        place += length


def frame_bytes(header: bytes) -> int:
    """Give the length of a frame, from its first four bytes.

    Raises
    ------
    ValueError
        If they begin no frame of MPEG-1 layer III.

    Examples
    --------
    >>> frame_bytes(bytes.fromhex("ff fb b0 c4"))
    626
    """
    bits = int.from_bytes(header, "big")
    rate, kbit = (bits >> 10) & 3, (bits >> 12) & 15
    sound = len(header) == _HEADER_BYTES and bits >> 21 == _SYNC
    if not sound or (bits >> 17) & 15 != _MPEG1_LAYER3 or rate >= len(_RATES_HZ):
        raise ValueError(f"no MP3 frame: {header.hex(' ')}")
    if not 0 < kbit < len(_KBITS):
        raise ValueError(f"no bit rate: {header.hex(' ')}")
    return 144_000 * _KBITS[kbit] // _RATES_HZ[rate] + ((bits >> 9) & 1)


def refers_back(frame: bytes) -> int:
    """Give how many bytes of the frames before a frame needs: its ``main_data_begin``.

    >>> refers_back(encode(noise(0.2))[0])
    0
    """
    has_crc = not frame[1] & 1
    start = _HEADER_BYTES + (_CRC_BYTES if has_crc else 0)
    return (frame[start] << 1) | (frame[start + 1] >> 7)
