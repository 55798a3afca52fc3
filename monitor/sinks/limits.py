"""How long a broker is waited for."""

from msgspec import Struct

from monitor.settings.kinds import Positive


class BrokerLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Connecting to an MQTT broker, and leaving it."""

    connect_s: Positive = 5.0
    """Give up an attempt to connect after this long, s. Rule of thumb."""
    retry_s: Positive = 1.0
    """Pause after the first failed attempt, s. It doubles each time. Rule of thumb."""
    retry_max_s: Positive = 30.0
    """Longest pause between two attempts, s. Rule of thumb."""
    farewell_s: Positive = 2.0
    """At the end of a session, wait this long for the last messages, s. Rule of thumb."""
