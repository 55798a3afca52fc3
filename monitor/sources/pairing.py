"""Find which of the sensors that are heard are the runner's: those that feel the taps."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from monitor.errors import WireError
from monitor.sources.ble_adapter import FoundSensor
from monitor.sources.ble_kinds import STREAM, SensorKind
from monitor.sources.double_tap import DoubleTap
from monitor.types import Packet, Side
from monitor.wire import foot_imu, information, uuids

_SILENT_S: Final = 20.0
"""After the first tap, pods that have not said their foot are waited for so long, s. Rule of thumb:
longer than it takes to connect them, also on a small computer."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sensor that belongs to the runner; ``side`` is None where it has none."""

    sensor: FoundSensor
    side: Side | None = None


class Pairing:
    """Ask for taps, until it is clear whose the pods are.

    Parameters
    ----------
    found : iterable of FoundSensor
        What is heard; the packets of its pods are named by their addresses.

    Attributes
    ----------
    asked : Side or None
        The foot that is to be tapped twice; None when nothing more is asked.
    silent : list of FoundSensor
        Pods that never said their foot, where one may be the missing foot's: they are not paired.
    """

    def __init__(self, found: Iterable[FoundSensor]) -> None:
        self._found = list(found)
        self._known = {sensor.address: sensor for sensor in self._found}
        self._sides: dict[str, information.PodInformation] = {}
        self._watches: dict[str, DoubleTap] = {}
        self._tapped: dict[Side, str] = {}
        self._tapped_s = 0.0
        self.silent: list[FoundSensor] = []
        pods = [sensor for sensor in self._found if sensor.kind is SensorKind.POD]
        self.asked: Side | None = Side.LEFT if pods else None

    def push(self, packet: Packet) -> list[str]:
        """Consume what a pod said; return sentences for the runner."""
        said = self._hear(packet)
        late = self._tapped and packet.t_rx_s - self._tapped_s >= _SILENT_S
        return [*said, *(self.give_up() if late else [])]

    def give_up(self) -> list[str]:
        """Wait no longer for pods that do not say their foot; return sentences for the runner.

        What was tapped is the runner's, where no other pod says that it is of the other foot.
        """
        if len(self._tapped) != 1 or self.asked is None:
            return []
        (side,) = self._tapped
        if self._others_than(side):
            return []
        self.asked, self.silent = None, self._unspoken
        return [f"{one.name} does not say its foot, and is not paired" for one in self.silent]

    def _hear(self, packet: Packet) -> list[str]:
        try:
            if packet.characteristic == uuids.INFORMATION:
                pod = information.decode(packet.payload)
                known = self._sides.get(packet.sensor) == pod
                self._sides[packet.sensor] = pod
                name = self._known[packet.sensor].name
                here = [] if known else [f"{name} is here: it is a {pod.side} one"]
                here += self._one_foot_only()
                return [
                    *here,
                    *(self._other_foot(next(iter(self._tapped))) if self._tapped else []),
                ]
            if packet.characteristic == uuids.IMU and packet.sensor in self._sides:
                return self._feel(packet, foot_imu.decode(packet.payload))
        except WireError:
            return []
        return []

    def _one_foot_only(self) -> list[str]:
        """Ask for the foot that has a pod, where all have spoken and the other foot has none."""
        asked = self.asked
        if asked is None or self._tapped or self._unspoken:
            return []
        if self._others_than(asked.other) or not self._others_than(asked):
            return []
        self.asked = asked.other
        return [f"no {asked} pod is here"]

    def chosen(self) -> list[Chosen]:
        """Give what belongs to the runner; nothing while a foot is asked for.

        Once a strap alone was paired, a run would use no pod.
        """
        if self.asked is not None:
            return []
        mine = [Chosen(self._known[name], self._sides[name].side) for name in self._tapped.values()]
        for side in self._tapped:
            soles = [
                name
                for name, pod in self._sides.items()
                if pod.side is side and not pod.has_imu and name not in self._tapped.values()
            ]
            mine += [Chosen(self._known[name], side) for name in soles if len(soles) == 1]
        for kind in STREAM:
            same = [sensor for sensor in self._found if sensor.kind is kind]
            mine += [Chosen(sensor) for sensor in same if len(same) == 1]
        for side in Side:  # a map says the foot of its sensor
            same = self._mapped(side)
            mine += [Chosen(sensor, side) for sensor in same if len(same) == 1]
        return mine

    def unclear(self) -> list[FoundSensor]:
        """Give sensors of which several are heard, and that cannot be tapped."""
        return [
            sensor
            for same in [
                *([sensor for sensor in self._found if sensor.kind is kind] for kind in STREAM),
                *(self._mapped(side) for side in Side),
            ]
            if len(same) > 1
            for sensor in same
        ]

    def _mapped(self, side: Side) -> list[FoundSensor]:
        return [one for one in self._found if one.mapped and one.mapped.sensor_map.side is side]

    def _feel(self, packet: Packet, frame: foot_imu.ImuFrame) -> list[str]:
        address = packet.sensor
        side, name = self._sides[address].side, self._known[address].name
        watch = self._watches.setdefault(address, DoubleTap(self._sides[address].imu_rate_hz))
        if not watch.push(frame) or self.asked is None:
            return []
        if side is not self.asked:
            mend = f"change the pods over, or tap the {self.asked} foot"
            return [f"{name} felt that, and says it is a {side} one: {mend}"]
        self._tapped[side], self._tapped_s = address, packet.t_rx_s
        return [f"{name} felt that: it is your {side} one", *self._other_foot(side)]

    def _other_foot(self, side: Side) -> list[str]:
        """Tell the pod of the other foot where there is one only; else it is to be tapped.

        While a pod has not said which foot it is on, there may be another one.
        """
        if side.other in self._tapped:
            self.asked = None
            return []
        others = self._others_than(side)
        if len(others) > 1 or self._unspoken:
            self.asked = side.other
            return []
        self.asked = None
        if not others:
            return []
        self._tapped[side.other] = others[0]
        name = self._known[others[0]].name
        return [f"{name} is the only {side.other} one: it is yours too"]

    def _others_than(self, side: Side) -> list[str]:
        """Addresses of the pods that are on the other foot, as they say."""
        known = self._sides.items()
        return [other for other, pod in known if pod.side is side.other and pod.has_imu]

    @property
    def _unspoken(self) -> list[FoundSensor]:
        """Pods that have not said which foot they are on."""
        pods = [one for one in self._found if one.kind is SensorKind.POD]
        return [one for one in pods if one.address not in self._sides]
