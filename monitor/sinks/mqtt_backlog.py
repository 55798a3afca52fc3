"""What waits for a broker that is away: the newest events and other news, and what was given up."""

import logging
import time
from collections import deque
from typing import NamedTuple

from monitor.types import Event

logger = logging.getLogger(__name__)


class Told(NamedTuple):
    """Something that is no event: the end of its topic, and its text."""

    name: str
    payload: bytes


class Message(NamedTuple):
    """An event that waits."""

    event: Event
    since_s: float
    """When it came, on this machine's clock: time that it waits is time that it expires."""


class Backlog:
    """What waits; the oldest events go if there are too many.

    Attributes
    ----------
    expired : int
        Sentences whose time passed while they waited.
    """

    def __init__(self, most: int) -> None:
        self.events: deque[Message] = deque(maxlen=most)
        self.told: deque[Told] = deque(maxlen=most)
        self._dropped = self.expired = 0

    def add(self, event: Event) -> None:
        """Let an event wait."""
        self._dropped += len(self.events) == self.events.maxlen
        self.events.append(Message(event, time.monotonic()))

    def log(self) -> None:
        """Say what the broker did not get."""
        lost = len(self.events) + self._dropped
        if lost:
            logger.warning("mqtt: the broker was away, %d not delivered", lost)
        if self.expired:
            logger.warning("mqtt: the broker was away, %d sentences expired", self.expired)
