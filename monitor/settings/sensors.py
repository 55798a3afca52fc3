"""When the runner is told about the sensors themselves."""

from typing import Annotated

from msgspec import Meta, Struct

from monitor.settings.kinds import Positive


class SensorSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When a sensor is worth a word."""

    low_battery_percent: Annotated[int, Meta(ge=0, le=100)] = 15
    """Announce a battery at or below this charge, %.

    Rule of thumb.
    """
    heart_least_bpm: Positive = 25.0
    """A heart strap that counts fewer beats a minute is not believed.

    Rule of thumb: below any runner's rest.
    """
    heart_most_bpm: Positive = 240.0
    """A heart strap that counts more beats a minute is not believed.

    Rule of thumb: above any runner's maximum.
    """
