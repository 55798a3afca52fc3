"""What MicroPython's `machine` gives on an ESP32, simulated: an LSM6DSO32 on I²C, cells on the ADC.

The sensor stands still with y up, and turns about z by one count a sample, so that each sample is
known by its number. Its clock is 1.5 % fast, as INTERNAL_FREQ_FINE says.
"""

import struct
import time

FREQ_FINE = 10
_FIFO_WORDS = 512
_RATES = {4: 64, 5: 32, 6: 16}


class Pin:
    """A pin by its number."""

    OUT = 1

    def __init__(self, number, mode=None):
        self.number = number
        self.mode = mode
        self.on = 0

    def value(self, on):
        """Set the pin."""
        self.on = on


class ADC:
    """The voltage of a pin: 0.5 V and 10 mV for each of its number."""

    ATTN_11DB = 3

    def __init__(self, pin, atten=0):
        self._pin = pin
        self.atten = atten

    def read_uv(self):
        """Voltage, µV."""
        return 500_000 + 10_000 * self._pin.number


class I2C:
    """A bus with one LSM6DSO32."""

    def __init__(self, number, scl, sda, freq):
        self.pins = (number, scl, sda, freq)
        self._registers = bytearray(128)
        self._registers[0x0F] = 0x6C
        self._registers[0x63] = FREQ_FINE
        self._began_us = None
        self._taken = 0
        self._half = 0

    def writeto_mem(self, address, register, data):
        """Write registers; the FIFO's mode starts and empties it."""
        if address != 0x6A:
            raise OSError(19)
        self._registers[register] = data[0]
        if register == 0x0A:
            self._began_us = time.ticks_us() if data[0] & 7 == 6 else None
            self._taken = self._half = 0

    def readfrom_mem(self, address, register, count):
        """Read registers, or words out of the FIFO."""
        if address != 0x6A:
            raise OSError(19)
        if register == 0x3A:
            words, overran = self._level()
            return bytes([words & 0xFF, words >> 8 | (0x48 if overran else 0)])
        if register == 0x78:
            return b"".join([self._word() for _ in range(count // 7)])
        return bytes(self._registers[register : register + count])

    def _level(self):
        if self._began_us is None:
            return 0, False
        hz = 6667 * (1 + 0.0015 * FREQ_FINE) / _RATES[self._registers[0x10] >> 4]
        made = int((time.ticks_us() - self._began_us) * hz / 1e6)
        words = 2 * (made - self._taken) - self._half
        overran = words > _FIFO_WORDS
        if overran:
            self._taken, self._half, words = made - _FIFO_WORDS // 2, 0, _FIFO_WORDS
        return words, overran

    def _word(self):
        number, slot = self._taken, self._taken & 3
        sensor = 2 if self._half else 1
        values = (0, 1025, 0) if self._half else (0, 0, number % 29_000)
        self._taken += self._half
        self._half = 1 - self._half
        return struct.pack("<Bhhh", sensor << 3 | slot << 1, *values)
