"""The names under which pages may ask."""

import pytest

from monitor.settings.page import PageSettings
from monitor.web.addresses import hosts


@pytest.mark.parametrize(
    ("settings", "bare"),
    [
        (PageSettings(port=80), True),
        (PageSettings(port=443, https=True), True),
        (PageSettings(port=443), False),
        (PageSettings(port=3668), False),
    ],
)
def test_a_port_that_browsers_leave_out_is_not_asked_for(
    settings: PageSettings, bare: bool
) -> None:
    found = hosts(settings)

    assert ("localhost" in found) is bare
    assert f"localhost:{settings.port}" in found
