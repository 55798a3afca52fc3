"""THE pod, without its hardware: what is asked and sampled goes in, what is to be sent comes out.

Pure: no clock, no radio, no pins. `main.py` walks it on an ESP32, the tests under MicroPython's
Unix port.
"""

import wire
from cells import Zeroing, conductance_ns, counts
from stream import Outbox, Stream
from times import SampleLine, Slots, period_ns

HOLD_NS = 150_000_000
"""A notification waits no longer for more samples; the protocol allows 200 ms."""
OUTBOX = 16
"""Notifications that wait for the radio, about a second of both streams."""
PRESSURE_MHZ = (50_000, 100_000)
BATTERY_NS = 60_000_000_000


class Pod:
    """One pod with an IMU and cells under the tongue.

    Parameters
    ----------
    about : object
        The settings of one pod, see settings.py.
    imu_mhz : list of int
        Rates that the IMU has, 1/1000 Hz.
    acc_g, gyr_dps : int
    zeros : list of int
        Conductance of each cell without load, nS, from the last `zero`.
    """

    def __init__(self, about, imu_mhz, acc_g, gyr_dps, zeros):
        self._about = about
        self._ranges = (acc_g, gyr_dps)
        self._rates = {wire.IMU: list(imu_mhz), wire.PRESSURE: list(PRESSURE_MHZ)}
        self.rate_mhz = {
            wire.IMU: nearest(self._rates[wire.IMU], about.IMU_MHZ),
            wire.PRESSURE: nearest(self._rates[wire.PRESSURE], about.PRESSURE_MHZ),
        }
        self.cells = len(about.CELLS)
        self.zeros = list(zeros)
        self.streaming = False
        self.restart = False
        """The sensors begin anew: whoever has the hardware empties the FIFO, and clears this."""
        self.blink_s = 0
        """A light is wanted for so long; cleared by whoever has one."""
        self.keep_zeros = False
        """``zeros`` are new and have to be kept over a reboot; cleared by whoever keeps them."""
        self.outbox = Outbox(OUTBOX)
        self._battery = None
        self._battery_ns = 0
        self._zeroing = None
        most = wire.most_pressure(self.cells)
        self._imu = Stream(wire.imu_packet, wire.MOST_IMU, 1, HOLD_NS)
        self._pressure = Stream(wire.pressure_packet, most, 1, HOLD_NS)
        self._restart()

    def information(self):
        """What can be read about the pod."""
        about = self._about
        rates = self.rate_mhz[wire.IMU], self.rate_mhz[wire.PRESSURE]
        names = about.LAYOUT, about.FIRMWARE
        return wire.information(about.SIDE, *rates, self.cells, *self._ranges, *names)

    def layout(self):
        """What can be read about the places of the cells."""
        return wire.layout(self._about.LAYOUT, self._about.CELLS)

    def write(self, payload):
        """Obey a request; return the answer that is owed."""
        opcode, result, arguments = wire.read_request(payload)
        if result == wire.OK:
            result = self._obey(opcode, arguments)
        return wire.answer(opcode, result)

    def lost_link(self):
        """Nobody listens any more: wait for the next `start`."""
        self._stop()

    def imu(self, samples, read_ns, overran):
        """Take the samples that waited in the IMU's FIFO at ``read_ns``."""
        if overran:
            self._line.lost()
        if not self.streaming or self.restart or not samples:
            return  # before the restart, the FIFO holds what nobody asked for
        at_ns = self._line.first_ns(len(samples), read_ns)
        for one in samples:
            self.outbox.put(wire.IMU, self._imu.add(at_ns, one))
            at_ns += self._line.period_ns

    def cells_due_ns(self, now_ns):
        """Instant for which the cells are to be read now, or None."""
        if not self.streaming and self._zeroing is None:
            return None
        return self._slots.due_ns(now_ns)

    def read_cells(self, microvolts, at_ns):
        """Take the voltages of the cells."""
        conductances = [conductance_ns(one) for one in microvolts]
        if self._zeroing is not None:
            zeros = self._zeroing.push(conductances)
            if zeros is not None:
                self.zeros, self.keep_zeros, self._zeroing = zeros, True, None
        elif self.streaming:
            closed = self._pressure.add(at_ns, counts(conductances, self.zeros))
            self.outbox.put(wire.PRESSURE, closed)

    def hurry(self, now_ns):
        """Close notifications that may not wait any longer."""
        if self.streaming:
            self.outbox.put(wire.IMU, self._imu.due(now_ns))
            self.outbox.put(wire.PRESSURE, self._pressure.due(now_ns))

    def battery(self, percent, now_ns):
        """Return whether a charge is to be notified: it changed, at most once a minute."""
        if percent == self._battery:
            return False
        if self._battery is not None and now_ns - self._battery_ns < BATTERY_NS:
            return False
        self._battery, self._battery_ns = percent, now_ns
        return True

    def _obey(self, opcode, arguments):
        if opcode == wire.START:
            if not self.streaming and self._zeroing is None:
                self._restart()
                self.streaming = self.restart = True
            return wire.OK if self._zeroing is None else wire.BUSY
        if opcode == wire.STOP:
            self._stop()
            return wire.OK
        if opcode == wire.IDENTIFY:
            self.blink_s = arguments[0]
            return wire.OK
        if self.streaming or self._zeroing is not None:
            return wire.BUSY
        if opcode == wire.ZERO:
            self._restart()
            self._zeroing = Zeroing(self.cells, self.rate_mhz[wire.PRESSURE] // 1000)
            return wire.OK
        stream, rate_mhz = arguments
        self.rate_mhz[stream] = nearest(self._rates[stream], rate_mhz)
        return wire.OK

    def _stop(self):
        self.streaming = False
        self._zeroing = None
        self._imu.clear()
        self._pressure.clear()
        self.outbox.clear()

    def _restart(self):
        """Take the rates that are set; numbers and ticks run on."""
        imu_mhz, pressure_mhz = self.rate_mhz[wire.IMU], self.rate_mhz[wire.PRESSURE]
        self._line = SampleLine(imu_mhz)
        self._slots = Slots(pressure_mhz)
        self._imu.set(wire.MOST_IMU, period_ns(imu_mhz))
        self._pressure.set(wire.most_pressure(self.cells), period_ns(pressure_mhz))


def nearest(rates, wanted):
    """The rate that is nearest to what is wanted."""
    return min(rates, key=lambda rate: abs(rate - wanted))
