"""How long, and how warm, the runner's runs are."""

from msgspec import Struct

from monitor.settings.kinds import Positive


class EffortSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long and how warm your runs are."""

    longest_run_min: Positive = 90.0
    """Your longest comfortable run without a long rest, minutes. Beyond it, calf load is told.

    Rule of thumb: it is the same for everybody until somebody sets it, and is not learned.
    """
    air_temperature_c: float | None = None
    """Temperature of the air today, °C. Without it, no word is said about heat."""
    hot_c: float = 25.0
    """The day is hot from this temperature on, °C.

    Rule of thumb.
    """
    rise_bpm: Positive = 10.0
    """Rise of your heart rate at the same pace that is told, beats a minute.

    [M] 4–5 bpm per 10 min are usual in 4 of 5 real runs; the size is a rule of thumb.
    """
    hot_rise_bpm: Positive = 7.0
    """The same on a hot day, beats a minute.

    Rule of thumb.
    """

    def is_hot(self, temperature_c: float | None) -> bool:
        """Whether a temperature is one of a hot day; one that nobody told is not."""
        return temperature_c is not None and temperature_c >= self.hot_c
