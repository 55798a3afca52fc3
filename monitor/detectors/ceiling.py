"""The pressure above which laces are too tight, whatever is usual, and what an OK agreed to."""

from msgspec import Struct

from monitor.detectors.limits_shoe import LacingLimits
from monitor.types import Side


class AgreedPressure(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A pressure under the laces of one foot that the runner said is fine, in one shoe.

    ``shoe``: None where no shoe was named.
    """

    side: Side
    shoe: str | None = None
    kpa: float


class Ceiling:
    """Pressure above which the laces of one foot are too tight, whatever is usual.

    Only an OK for that foot raises it, while a sensor sees the pressure, and never above a second
    ceiling. It lasts for that shoe, until a symptom of that foot takes it back. In a run with a
    symptom an OK raises nothing: a foot that recovers says nothing of when it goes numb. Silence
    raises nothing either: a foot that feels nothing is silent too.
    """

    def __init__(self, side: Side, limits: LacingLimits) -> None:
        self.side = side
        self._limits = limits
        self.agreed_kpa = 0.0
        self.withdrawn = False
        """Whether a symptom of this foot took back what was agreed."""

    @property
    def kpa(self) -> float:
        """The ceiling, as far as an OK raised it."""
        fine_kpa = (1.0 + self._limits.ok_margin) * self.agreed_kpa
        return min(max(self._limits.ceiling_kpa, fine_kpa), self._limits.ceiling_most_kpa)

    def agree(self, sustained_kpa: float) -> None:
        """Take an OK at a pressure, of this run or of an earlier one."""
        if not self.withdrawn:
            fine_kpa = min(sustained_kpa, self._limits.ceiling_most_kpa)
            self.agreed_kpa = max(self.agreed_kpa, fine_kpa)

    def recall(self, known: tuple[AgreedPressure, ...], shoe: str | None) -> None:
        """Start from what was agreed to in this shoe."""
        for agreed in known:
            if agreed.side is self.side and agreed.shoe == shoe:
                self.agree(agreed.kpa)

    def withdraw(self) -> None:
        """Take a symptom of this foot."""
        self.withdrawn, self.agreed_kpa = True, 0.0


def kept(
    known: tuple[AgreedPressure, ...], shoe: str | None, ceilings: list[Ceiling]
) -> tuple[AgreedPressure, ...]:
    """What to remember after a run; what was agreed to in other shoes stays."""
    others = [agreed for agreed in known if agreed.shoe != shoe]
    own = [
        AgreedPressure(side=one.side, shoe=shoe, kpa=one.agreed_kpa)
        for one in ceilings
        if one.agreed_kpa > 0.0
    ]
    return (*others, *own)
