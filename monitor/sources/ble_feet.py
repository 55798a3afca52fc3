"""Who measures what on which foot, in one live session."""

from monitor.errors import SourceError
from monitor.types import Side
from monitor.wire.information import PodInformation


class Feet:
    """Who measures what on which foot: two pods of one side are never mixed.

    Parameters
    ----------
    shared : bool
        Let any number of pods say the same foot, and name sensors by their addresses: to find out
        whose they are.
    """

    def __init__(self, *, shared: bool = False) -> None:
        self.shared = shared
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
        for side, part in roles:
            if not self.shared and self._holders.get((side, part), address) != address:
                raise SourceError(f"the {side} foot has another {part} already")
        self._holders.update(dict.fromkeys(roles, address))
        self.known.add(pod.side)

    def release(self, address: str) -> None:
        """Let another pod take the place of one that is gone."""
        self._holders = {
            role: holder for role, holder in self._holders.items() if holder != address
        }

    @property
    def sides(self) -> set[Side]:
        """The feet with at least one pod, connected now."""
        return {side for side, _ in self._holders}
