"""Voltages of force-sensitive cells to the protocol's 1/64 kPa. Pure, whole numbers.

A cell hangs between the supply and the ADC pin, a resistor between the pin and ground. What a
force-sensitive resistor conducts grows nearly in proportion to the force on it; its makers promise
no more than ±25 % from part to part, so the scale here is nominal and `footloose calibrate-cells`
finds the true one.
"""

import struct

from wire import INVALID

SUPPLY_UV = 3_300_000
RESISTOR_OHM = 4_700
NS_PER_KPA = 10_000
"""Conductance of a cell of 127 mm² at 1 kPa, nS: 80 µS a newton (Interlink's FSR 402, as Adafruit's
guide reads its curve)."""
LEAST_UV, MOST_UV = 0, 2_450_000
"""What an ESP32's ADC measures truly at 11 dB, from its maker's table; beyond it a cell is not
valid."""


def conductance_ns(microvolts):
    """Conductance of a cell, nS; None where the ADC cannot tell it."""
    if not LEAST_UV <= microvolts <= MOST_UV:
        return None
    return microvolts * (1_000_000_000 // RESISTOR_OHM) // (SUPPLY_UV - microvolts)


def counts(conductances, zeros):
    """One pressure sample, two bytes a cell: above its zero, never below 0."""
    out = []
    for nanosiemens, zero in zip(conductances, zeros):
        if nanosiemens is None:
            out.append(INVALID)
        else:
            out.append(min(max(0, (nanosiemens - zero) * 64 // NS_PER_KPA), INVALID - 1))
    return struct.pack("<" + str(len(out)) + "H", *out)


class Zeroing:
    """The mean of a second as zero of every cell, the shoe being off the foot."""

    def __init__(self, cells, samples):
        self._left = samples
        self._sums = [0] * cells
        self._seen = [0] * cells

    def push(self, conductances):
        """Take a sample; return the zeros when they are known, else None.

        A cell that gave no valid value has a zero of 0.
        """
        for cell, nanosiemens in enumerate(conductances):
            if nanosiemens is not None:
                self._sums[cell] += nanosiemens
                self._seen[cell] += 1
        self._left -= 1
        if self._left > 0:
            return None
        return [total // max(1, seen) for total, seen in zip(self._sums, self._seen)]


def battery_percent(millivolts):
    """Charge of a lithium cell from its voltage under a small load. Rule of thumb."""
    steps = ((3300, 0), (3600, 10), (3700, 30), (3800, 55), (3950, 75), (4150, 100))
    if millivolts <= steps[0][0]:
        return 0
    for (low, at_low), (high, at_high) in zip(steps, steps[1:]):
        if millivolts < high:
            return at_low + (at_high - at_low) * (millivolts - low) // (high - low)
    return 100
