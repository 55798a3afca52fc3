"""The hardware of an ESP32: I²C, ADC, light and the file of zeros. Nothing is decided here."""

import json

import settings
from machine import ADC, I2C, Pin

_ZEROS = "zeros.json"


class Board:
    """The pins of one pod."""

    def __init__(self):
        self.bus = I2C(0, scl=Pin(settings.SCL_PIN), sda=Pin(settings.SDA_PIN), freq=400_000)
        self._cells = [ADC(Pin(pin), atten=ADC.ATTN_11DB) for pin in settings.CELL_PINS]
        self._light = Pin(settings.LIGHT_PIN, Pin.OUT)
        self._battery = None
        if settings.BATTERY_PIN is not None:
            self._battery = ADC(Pin(settings.BATTERY_PIN), atten=ADC.ATTN_11DB)

    def microvolts(self):
        """Voltage of every cell, µV."""
        return [cell.read_uv() for cell in self._cells]

    def battery_mv(self):
        """Voltage of the battery, mV; None without a divider."""
        return None if self._battery is None else self._battery.read_uv() * 2 // 1000

    def light(self, on):
        """Switch the light."""
        self._light.value(1 if on else 0)

    @staticmethod
    def zeros(cells):
        """Zeros that were kept; 0 for each cell where there are none."""
        try:
            with open(_ZEROS) as kept:
                zeros = json.load(kept)
        except (OSError, ValueError):
            return [0] * cells
        return zeros if len(zeros) == cells else [0] * cells

    @staticmethod
    def keep_zeros(zeros):
        """Keep zeros over a reboot."""
        with open(_ZEROS, "w") as kept:
            json.dump(zeros, kept)
