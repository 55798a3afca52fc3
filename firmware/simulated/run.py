"""Run the pod's whole program with a simulated board: micropython run.py LACE_POD SIMULATED.

Its time goes in steps of a turn of the loop and follows the computer's: a computer that was busy
lets the board catch up, and the board misses nothing.
"""

import select
import sys
import time

sys.path.insert(0, sys.argv[1])
sys.path.insert(0, sys.argv[2])


class BoardTime:
    """Stands for MicroPython's `time` on the board."""

    def __init__(self):
        self.now_us = time.ticks_us()

    def ticks_us(self):
        """Time of the board, µs."""
        return self.now_us

    def sleep_ms(self, pause_ms):
        """Go on by a pause, in the computer's time at the earliest."""
        self.now_us += 1000 * pause_ms
        ahead_us = self.now_us - time.ticks_us()
        if ahead_us > 0:
            time.sleep_us(ahead_us)


board_time = BoardTime()
sys.modules["time"] = board_time

import bluetooth  # noqa: E402  it and what follows find the time above
from main import Runner  # noqa: E402  likewise

runner = Runner()
heard = select.poll()
heard.register(sys.stdin, select.POLLIN)
while True:
    while heard.poll(0):
        line = sys.stdin.readline()
        if not line:
            sys.exit()
        bluetooth.BLE.instance.take(line)
    runner.step()
    board_time.sleep_ms(2)
