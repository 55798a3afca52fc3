"""What the terminal says of the page: its address, and codes for a phone where phones may come."""

import pytest

from monitor.cli.page import show_address
from monitor.config import Config
from monitor.settings.page import PageSettings
from monitor.web import addresses

HALF_BLOCKS = "▀▄█"


def said_of(settings: PageSettings) -> list[str]:
    said: list[str] = []
    show_address(Config(page=settings), said.append)
    return said


def codes(said: list[str]) -> int:
    """How many QR codes were drawn."""
    return sum(any(block in text for block in HALF_BLOCKS) for text in said)


def test_without_the_lan_there_is_one_line_and_no_code() -> None:
    (line,) = said_of(PageSettings(port=3668))

    assert line.startswith("page: http://127.0.0.1:3668/#")


@pytest.mark.parametrize("password", [None, 'with "quotes"; and \\ more'])
def test_on_the_lan_one_code_brings_the_phone_into_the_network_and_one_to_the_page(
    monkeypatch: pytest.MonkeyPatch, password: str | None
) -> None:
    settings = PageSettings(port=3668, lan=True, wifi_name="my; hotspot")
    monkeypatch.delenv(settings.wifi_password_env, raising=False)
    if password:
        monkeypatch.setenv(settings.wifi_password_env, password)

    said = said_of(settings)

    in_a_network = bool(addresses.lan())
    assert said[0] == "1. join the network my; hotspot:"
    assert codes(said) == 1 + in_a_network
    assert any("plain http" in text for text in said) == in_a_network
    assert not any(password in text for text in said if password)
