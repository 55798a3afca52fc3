"""A radio is found by its name, and a wrong name is explained."""

import pytest

from firmware_sim.air.backend import BACKEND, AirBackend
from monitor.errors import SourceError
from monitor.sources.ble_backend import Platform, load_backend


def test_no_name_is_the_computers_own_radio() -> None:
    assert load_backend(None) == Platform(None, None)


def test_a_radio_is_named_by_module_and_object() -> None:
    assert load_backend("firmware_sim.air.backend:BACKEND") is BACKEND


def test_an_address_after_the_at_sign_makes_another_radio_of_the_kind() -> None:
    radio = load_backend("firmware_sim.air.backend:BACKEND@tcp:127.0.0.1:1")

    assert isinstance(radio, AirBackend)
    assert radio is not BACKEND


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("firmware_sim.air.backend", "MODULE:OBJECT"),
        (":BACKEND", "MODULE:OBJECT"),
        ("firmware_sim.nowhere:BACKEND", "No module named"),
        ("firmware_sim.air.backend:NOTHING", "has no attribute"),
        ("firmware_sim.air.backend:ENVIRONMENT", "no scanner and client"),
        ("firmware_sim.air.backend:ENVIRONMENT@tcp:127.0.0.1:1", "has no attribute"),
    ],
)
def test_a_wrong_name_is_explained(name: str, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        load_backend(name)
