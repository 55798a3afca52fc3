"""Who measures what on which foot, in one live session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.errors import SourceError
from monitor.sources.sensor_maps import MappedSensor
from monitor.types import Side
from monitor.wire.calibration import TongueCalibration
from monitor.wire.information import PodInformation


@dataclass(frozen=True, slots=True)
class OwnSensor:
    """A sensor that the runner has: its name, its foot where it has one, what it is called."""

    name: str
    side: Side | None = None
    kind: str = ""
    called: str = ""

    @property
    def shown(self) -> str:
        """What a person knows it by."""
        return self.called or self.name


class Feet:
    """Who measures what on which foot: two pods of one side are never mixed.

    Parameters
    ----------
    shared : bool
        Let any number of pods say the same foot, and name sensors by their addresses: to find out
        whose they are.
    maps : sequence of MappedSensor
        Sensors that do not say a foot by themselves.
    calibrations : mapping of str to TongueCalibration
        What is known of a sensor's instep cells, by its name.
    own : mapping of str to OwnSensor
        The runner's sensors, by address: what to call one that is not heard.
    """

    def __init__(
        self,
        *,
        shared: bool = False,
        maps: Sequence[MappedSensor] = (),
        calibrations: Mapping[str, TongueCalibration] | None = None,
        own: Mapping[str, OwnSensor] | None = None,
    ) -> None:
        self.shared = shared
        self.own = dict(own or {})
        self.calibrations = dict(calibrations or {})
        self.maps = tuple(maps)
        self._holders: dict[tuple[Side, str], str] = {}
        self.known: set[Side] = set()
        """The feet that have had a pod in this session."""

    def claim(self, address: str, pod: PodInformation) -> None:
        """Give a pod its foot.

        Raises
        ------
        SourceError
            If another pod, connected now, measures the same on this foot.
        """
        roles = [(pod.side, "IMU")] * pod.has_imu + [(pod.side, "insole")] * pod.has_insole
        self._take(address, roles)

    def claim_mapped(self, address: str, side: Side) -> None:
        """Give a sensor of a map its foot, as `claim` does."""
        self._take(address, [(side, "IMU")])

    def _take(self, address: str, roles: list[tuple[Side, str]]) -> None:
        for side, part in roles:
            if not self.shared and self._holders.get((side, part), address) != address:
                raise SourceError(f"the {side} foot has another {part} already")
        self._holders.update(dict.fromkeys(roles, address))
        self.known.update(side for side, _ in roles)

    def release(self, address: str) -> None:
        """Let another pod take the place of one that is gone."""
        self._holders = {
            role: holder for role, holder in self._holders.items() if holder != address
        }

    @property
    def sides(self) -> set[Side]:
        """The feet with at least one pod, connected now."""
        return {side for side, _ in self._holders}
