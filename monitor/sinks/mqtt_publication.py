"""An event as it is published over MQTT: its topic, its text, and how long it is worth hearing."""

from typing import Final, NamedTuple

from paho.mqtt.properties import Properties

from monitor.serialise import event_to_json
from monitor.sinks.mqtt_connection import expiry
from monitor.sinks.mqtt_rules import worth_s
from monitor.types import Advice, Event, Finding, Notice, Outcome, Risk, Symptom

TOPICS: Final[dict[type, str]] = {
    Advice: "advice",
    Finding: "finding",
    Risk: "risk",
    Symptom: "symptom",
    Outcome: "outcome",
    Notice: "notice",
}
"""The end of the topic of each event; what has none is not published."""


class Publication(NamedTuple):
    """An event to publish: the end of its topic, its text, and when the broker drops it."""

    name: str
    payload: str
    properties: Properties | None


def publication(
    event: Event, waited_s: float, *, is_5: bool, replay: bool = False
) -> Publication | None:
    """Give an event as it is published; None if its time passed while it waited.

    Parameters
    ----------
    event : Event
        One that has a topic.
    waited_s : float
        How long it waited, s.
    is_5 : bool
        Whether the broker speaks MQTT 5, which lets messages expire.
    replay : bool
        Whether it says that it is of no run.
    """
    worth = worth_s(event, waited_s)
    if worth == 0:
        return None
    payload = event_to_json(event)
    if replay:
        payload = f'{payload[:-1]},"replay":true}}'
    return Publication(TOPICS[type(event)], payload, expiry(worth) if is_5 else None)
