"""Stances of a foot whose pitch rises where it stands: its frame is wrong, or it goes backwards."""


class OddStances:
    """Notice that two falls of pitch in a row held no stance; then rises between them did.

    No foot is in the air for two falls. A pod that was turned about, or a foot that runs
    sideways, rises in pitch where it stands.

    Parameters
    ----------
    most_energy : float
        A rise with more energy at its calmest, (rad/s)², holds no stance.
    """

    def __init__(self, most_energy: float) -> None:
        self._most_energy = most_energy
        self._fell = False
        self._rise: tuple[int, float] | None = None
        self._rises: list[tuple[int, float]] = []

    def stood(self) -> None:
        """A phase held a stance, as it should."""
        self._fell, self._rise, self._rises = False, None, []

    def passed(self, calmest: int, energy: float, *, falls: bool) -> list[tuple[int, float]]:
        """Take a phase without a stance: its calmest sample, and the energy there, (rad/s)².

        Return the same of the stances that this tells, in order.
        """
        if not falls:
            self._rise = (calmest, energy) if energy < self._most_energy else None
            return []
        rises = self._rises if self._rise is None else [*self._rises, self._rise]
        self._rise = None
        if not self._fell:
            self._fell, self._rises = True, rises
            return []
        self._rises = []
        return rises
