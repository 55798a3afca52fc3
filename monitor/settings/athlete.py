"""What is known of the runner's body and shoe?"""

from msgspec import Struct

from monitor.settings.kinds import Positive


class Athlete(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The runner as the owner of the configuration describes them; None means not told."""

    mass_kg: Positive | None = None
    """Body mass with shoes; stiffness is not computed without it."""
    height_m: Positive | None = None
    """Standing height; leg length is taken as 0.53 of it [P] (Morin 2005)."""
    shoe_length_m: Positive | None = None
    """Inner length of the shoe; without it the insole's own layout says."""
