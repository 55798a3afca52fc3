"""A foot that taps the ground twice, while it stands, reports that something is wrong with it."""

import contextlib

from monitor.errors import WireError
from monitor.sources.double_tap import DoubleTap
from monitor.types import Packet, Side
from monitor.wire import foot_imu, information, uuids


class PodTaps:
    """Watch the IMUs of all pods.

    Two taps stand between calm moments, so the steps of a walk or a run are none.
    """

    def __init__(self) -> None:
        self._pods: dict[str, tuple[Side, DoubleTap]] = {}

    def push(self, packet: Packet) -> Side | None:
        """Consume a packet; return the foot that tapped twice, if one just did."""
        with contextlib.suppress(WireError):
            if packet.characteristic == uuids.INFORMATION:
                pod = information.decode(packet.payload)
                if pod.has_imu:
                    self._pods[packet.sensor] = (pod.side, DoubleTap(pod.imu_rate_hz))
            elif packet.characteristic == uuids.IMU and packet.sensor in self._pods:
                side, watch = self._pods[packet.sensor]
                if watch.push(foot_imu.decode(packet.payload)):
                    return side
        return None
