"""The runner's body and shoe, as the owner describes them."""

from msgspec import Struct

from monitor.settings.kinds import Positive


class Athlete(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The runner. What is left out is not known."""

    mass_kg: Positive | None = None
    """Your weight with shoes, kg. Without it, leg stiffness is not computed."""
    height_m: Positive | None = None
    """Your height, m. It gives the length of the leg, for leg stiffness."""
    reduced_feeling: bool = False
    """Your feet feel little (neuropathy). An OK then clears nothing that a sensor sees."""
    heart_rate_most_bpm: Positive | None = None
    """Your highest heart rate, beats a minute. Near it you are told to slow down."""
    shoe: str | None = None
    """Name of your shoe. A pressure that you say is fine is so in this shoe alone."""
    shoe_length_m: Positive | None = None
    """Inner length of your shoe, m. Without it, the insole's own layout says."""
