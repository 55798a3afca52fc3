"""A tap from a hole in the Wi-Fi: at its own time in the events, answered when it arrives."""

import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Advice, Event, Feeling, Packet, Side, Symptom, Zone
from monitor.wire import clock, heart_rate, symptom, uuids
from monitor.wire.press import Press
from monitor.wire.symptom import Tap


def packets(age_s: float) -> list[Packet]:
    """A strap and the host's clock, and a tap that arrives at 300 s."""
    beat = heart_rate.encode(heart_rate.HeartRate(150))
    tap = Tap(Feeling.NUMB, Side.LEFT, Zone.TOP, Press("0a" * 16, age_s))
    made = [Packet("strap", uuids.HEART_RATE, float(t), beat) for t in range(1, 340)]
    made += [
        Packet("host", uuids.CLOCK, t + 0.5, clock.encode(clock.HostTick(t))) for t in range(340)
    ]
    made.append(Packet("runner", uuids.SYMPTOM, 300.0, symptom.encode(tap)))
    return sorted(made, key=lambda packet: packet.t_rx_s)


@pytest.mark.parametrize("age_s", [0.0, 0.4, 180.0])
def test_a_tap_of_three_minutes_ago_is_answered_within_three_seconds(age_s: float) -> None:
    pipeline, said = Pipeline(Config()), list[tuple[float, Event]]()
    for packet in packets(age_s):
        said += [(packet.t_rx_s, event) for event in pipeline.push([packet])]

    (tap,) = [event for _, event in said if isinstance(event, Symptom)]
    answered_s = next(t_s for t_s, event in said if isinstance(event, Advice) and event.felt)
    known_s = [event.known_s for _, event in said]

    assert (tap.t_s, tap.known_s) == (300.0 - age_s, 300.0)
    assert answered_s - 300.0 <= 3.0
    assert known_s == sorted(known_s)
