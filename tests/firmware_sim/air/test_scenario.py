"""A scenario's fault happens where it belongs: on the air, or in the packets."""

from itertools import islice
from typing import Any

import pytest

from firmware_sim.air.peripheral import Content
from firmware_sim.air.serve_scenario import sensors
from firmware_sim.scenario.scenario_file import parse

PODS = """
name = "t"
[[pod]]
name = "pod-left"
side = "left"
imu = {}
[[pod]]
name = "pod-right"
side = "right"
starts_s = 4.0
imu = {}
[[pod]]
name = "strap"
kind = "heart"
"""


def served(faults: str) -> dict[str, Any]:
    """Contents and accidents by the sensor's name."""
    made = sensors(parse(PODS + faults, "t.toml"), seed=5)
    return {content.name: (content, accidents) for content, accidents in made}


def payloads(content: Content, count: int) -> list[bytes]:
    return [payload for _, _, payload in islice(content.packets(), count)]


@pytest.mark.parametrize("kind", ["overflow", "disconnect", "stall", "reboot", "low_battery"])
def test_what_happens_to_the_link_or_the_device_happens_on_the_air(kind: str) -> None:
    fault = f'[[fault]]\nkind = "{kind}"\npod = "pod-left"\nat_s = 1.0\nfor_s = 2.0\nrate = 1.0\n'

    calm, faulty = served(""), served(fault)

    content, accidents = faulty["pod-left"]
    assert [(accident.kind, accident.at_s) for accident in accidents] == [(kind, 1.0)]
    assert payloads(content, 40) == payloads(calm["pod-left"][0], 40)
    assert faulty["strap"][1] == []


def test_what_happens_to_payloads_happens_to_the_packets() -> None:
    fault = '[[fault]]\nkind = "bit_flips"\npod = "pod-left"\nrate = 1.0\n'

    calm, faulty = served(""), served(fault)

    content, accidents = faulty["pod-left"]
    assert accidents == []
    assert all(
        a != b
        for a, b in zip(payloads(content, 40), payloads(calm["pod-left"][0], 40), strict=True)
    )


def test_a_device_that_is_switched_on_later_is_found_later() -> None:
    _, accidents = served("")["pod-right"]

    assert [(accident.kind, accident.at_s + accident.for_s) for accident in accidents] == [
        ("late", 4.0)
    ]
