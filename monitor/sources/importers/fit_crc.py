"""Compute the checksum of FIT files."""

from functools import cache


def crc16(data: bytes) -> int:
    """CRC-16 of the FIT protocol (polynomial 0xA001, from 0).

    >>> hex(crc16(b"123456789"))
    '0xbb3d'
    """
    table = _crc_table()
    crc = 0
    for byte in data:
        crc = (crc >> 8) ^ table[(crc ^ byte) & 0xFF]
    return crc


@cache
def _crc_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        crc = byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
        table.append(crc)
    return tuple(table)
