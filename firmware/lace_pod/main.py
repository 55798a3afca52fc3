"""Run the pod on an ESP32: MicroPython starts this file by itself."""

import gc
import time

import settings
import wire
from board import Board
from cells import battery_percent
from lsm6dso32 import ACC_G, GYR_DPS, Imu
from pod import Pod
from radio import Radio
from times import Boot

_PAUSE_MS = 2
_SECOND_NS = 1_000_000_000


class Runner:
    """The loop: sensors to the pod, the pod to the radio."""

    def __init__(self):
        self._boot = Boot()
        self._board = Board()
        self._imu = Imu(self._board.bus)
        zeros = self._board.zeros(len(settings.CELLS))
        self._pod = Pod(settings, self._imu.rates_mhz, ACC_G, GYR_DPS, zeros)
        self._radio = Radio(settings.NAME, self._written, self._pod.lost_link)
        self._radio.show(self._pod.information(), self._pod.layout())
        self._radio.advertise()
        self._second_ns = 0
        self._dark_ns = 0

    def step(self):
        """Do what is due now."""
        pod, board = self._pod, self._board
        if pod.restart:
            pod.restart = False
            self._imu.start(pod.rate_mhz[wire.IMU])
        now_ns = self._boot.ns(time.ticks_us())
        if pod.streaming:
            words, overran = self._imu.level()
            pod.imu(self._imu.read(words), now_ns, overran)
        at_ns = pod.cells_due_ns(self._boot.ns(time.ticks_us()))
        if at_ns is not None:
            pod.read_cells(board.microvolts(), at_ns)
        pod.hurry(now_ns)
        self._radio.answer()
        pod.outbox.send(self._radio.notify)
        if now_ns - self._second_ns >= _SECOND_NS:
            self._second_ns = now_ns
            self._each_second(now_ns)

    def _each_second(self, now_ns):
        """Battery, light and memory; none of them is in a hurry."""
        pod, board = self._pod, self._board
        if pod.keep_zeros:
            pod.keep_zeros = False
            board.keep_zeros(pod.zeros)
        if pod.blink_s:
            self._dark_ns, pod.blink_s = now_ns + pod.blink_s * _SECOND_NS, 0
        board.light(now_ns < self._dark_ns)
        millivolts = board.battery_mv()
        if millivolts is not None and pod.battery(battery_percent(millivolts), now_ns):
            self._radio.battery(battery_percent(millivolts))
        gc.collect()  # often and short, or it comes by itself in the middle of a sample

    def _written(self, payload):
        answer = self._pod.write(payload)
        self._radio.show(self._pod.information(), self._pod.layout())
        return answer


def run():
    """Run until the battery is empty."""
    runner = Runner()
    while True:
        runner.step()
        time.sleep_ms(_PAUSE_MS)


if __name__ == "__main__":
    run()
