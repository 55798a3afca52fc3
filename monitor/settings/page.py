"""Who may see the runner's page, and where."""

from typing import Annotated

from msgspec import Meta, Struct


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
    https: bool = False
    """Encrypt, with a certificate of our own: browsers warn once, and let the screen stay on."""
    pod_taps: bool = False
    """Two taps of a standing foot on the ground report that something is wrong with it."""
    wifi_name: str = ""
    """Name of the network, for the code that brings a phone into it."""
    wifi_password_env: str = "FOOTLOOSE_WIFI_PASSWORD"  # noqa: S105 - the variable's name
    """Environment variable that holds the network's password, for the same code."""
