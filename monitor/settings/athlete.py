"""The runner's body and shoe, as the owner describes them."""

from msgspec import Struct

from monitor.settings.kinds import Positive


class Athlete(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The runner. What is left out is not known."""

    mass_kg: Positive | None = None
    """Your weight with shoes, kg. Without it, leg stiffness is not computed."""
    height_m: Positive | None = None
    """Your height, m. It gives the length of the leg, for leg stiffness."""
    shoe_length_m: Positive | None = None
    """Inner length of your shoe, m. Without it, the insole's own layout says."""
