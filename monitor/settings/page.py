"""Who may see the runner's page, and where."""

from typing import Annotated

from msgspec import Meta, Struct

from monitor.settings.kinds import Positive


class PageSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The page of the hub that a phone or a browser shows."""

    on: bool = True
    """Serve the page while a run goes on."""
    port: Annotated[int, Meta(ge=1, le=65535)] = 3668
    """Port of the page. It never changes by itself: taps kept in a phone belong to it.

    Rule of thumb: 3668 is FOOT on the keys of a phone.
    """
    lan: bool = False
    """Let every device of the local network open the page; each needs the printed code."""
    still_end_s: Positive = 900.0
    """A session of `footloose hub` ends by itself after this long without movement, s.

    Rule of thumb: longer than any stop for a shoe or a drink.
    """
    wifi_name: str = ""
    """Name of the network, for the code that brings a phone into it."""
    wifi_password_env: str = "FOOTLOOSE_WIFI_PASSWORD"  # noqa: S105 - the variable's name
    """Environment variable that holds the network's password, for the same code."""
