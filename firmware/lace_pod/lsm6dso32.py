"""The LSM6DSO32: its registers, and its FIFO to samples of the protocol.

Register numbers and bits are from its maker's public datasheet (STMicroelectronics, LSM6DSO32,
DocID032891 Rev 1: FIFO in 9.5-9.8, control in 9.14-9.21, FIFO status in 9.36, frequency in 9.62);
the true rate by its application note: (6667 + 0.0015 · FREQ_FINE · 6667) Hz over 64, 32 or 16.
The bus is handed in: everything here also runs without hardware.
"""

import struct

ADDRESS = 0x6A
"""On the I²C bus; 0x6B with SDO/SA0 high."""

_FIFO_CTRL3, _FIFO_CTRL4 = 0x09, 0x0A
_WHO_AM_I, _IS = 0x0F, 0x6C
_CTRL1_XL, _CTRL2_G, _CTRL3_C = 0x10, 0x11, 0x12
_FIFO_STATUS1 = 0x3A
_FREQ_FINE = 0x63
_FIFO_OUT = 0x78
_WORD = 7
_OVERRUN = 0x48
"""FIFO_STATUS2: overrun now, or since it was last read."""
_GYR, _ACC = 1, 2
_RATES = ((4, 64), (5, 32), (6, 16))
"""Codes of 104, 208 and 416 Hz, and by what 6667 Hz is divided there."""
_MOST_WORDS = 128

ACC_G, GYR_DPS = 32, 2000
_ACC_SCALE, _GYR_SCALE = 16_375, 18_350
"""0.976 mg to 1/1024 g, and 70 m°/s to 1/16 °/s, in 1/16384: products stay below 2**30, where
MicroPython needs no memory for a number."""


class Imu:
    """One sensor on a bus.

    Parameters
    ----------
    bus : machine.I2C
        Anything with ``readfrom_mem(address, register, bytes)`` and ``writeto_mem``.
    """

    def __init__(self, bus):
        self._bus = bus
        if self._read(_WHO_AM_I, 1)[0] != _IS:
            raise OSError("no LSM6DSO32 on the I2C bus")
        self._write(_CTRL3_C, 0x44)  # values whole, addresses count up
        fine = struct.unpack("<b", self._read(_FREQ_FINE, 1))[0]
        self.rates_mhz = [(666_700 + 1_000 * fine) * 10 // divided for _, divided in _RATES]
        self._unpaired = None

    def start(self, rate_mhz):
        """Sample at one of ``rates_mhz``, ±32 g and ±2000 °/s, from an empty FIFO."""
        code = _RATES[self.rates_mhz.index(rate_mhz)][0]
        self._write(_FIFO_CTRL4, 0x00)  # bypass: empties it
        self._write(_CTRL1_XL, code << 4 | 0x04)
        self._write(_CTRL2_G, code << 4 | 0x0C)
        self._write(_FIFO_CTRL3, code << 4 | code)
        self._write(_FIFO_CTRL4, 0x06)  # continuous: the newest stay
        self._unpaired = None

    def level(self):
        """Return how many words wait in the FIFO, and whether it overran."""
        low, high = self._read(_FIFO_STATUS1, 2)
        return low | (high & 0x03) << 8, bool(high & _OVERRUN)

    def read(self, words):
        """Take words out of the FIFO; return samples of 12 bytes, in order."""
        samples = []
        while words > 0:
            now = min(words, _MOST_WORDS)
            words -= now
            samples += self._samples(self._read(_FIFO_OUT, now * _WORD))
        return samples

    def _samples(self, raw):
        """Pair words of acceleration and angular rate of one time slot."""
        out = []
        for at in range(0, len(raw) - _WORD + 1, _WORD):
            sensor, slot = raw[at] >> 3, raw[at] >> 1 & 3
            if sensor not in (_GYR, _ACC):
                continue
            word = (sensor, slot, struct.unpack_from("<hhh", raw, at + 1))
            other = self._unpaired
            if other is None or other[0] == sensor or other[1] != slot:
                self._unpaired = word
                continue
            self._unpaired = None
            acc, gyr = (word[2], other[2]) if sensor == _ACC else (other[2], word[2])
            out.append(sample(acc, gyr))
        return out

    def _read(self, register, count):
        return self._bus.readfrom_mem(ADDRESS, register, count)

    def _write(self, register, value):
        self._bus.writeto_mem(ADDRESS, register, bytes([value]))


def sample(acc, gyr):
    """One sample of the protocol, from the sensor's own counts; saturated where they are beyond."""
    scaled = [(count * _ACC_SCALE + 8192) >> 14 for count in acc]
    scaled += [(count * _GYR_SCALE + 8192) >> 14 for count in gyr]
    return struct.pack("<6h", *[max(-32768, min(32767, count)) for count in scaled])
