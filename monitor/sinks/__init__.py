"""Where events go: one file a sink.

A sink is an object with ``run(outbox)``: it takes events from its own queue until ``None`` comes.
A slow or missing one delays nobody; one that has to give up raises ``SinkError``, and the session
goes on without it.
"""

import asyncio
from typing import Protocol

from monitor.types import Event

Outbox = asyncio.Queue[Event | None]
"""Events for one sink; ``None`` ends it."""


class Answered(Protocol):
    """Called once a press is on the disk, or with the reason why it never will be."""

    def __call__(self, identity: str, refused: str = "") -> None:
        """Take the identity of a press."""


class Sink(Protocol):
    """Somewhere that events go."""

    async def run(self, outbox: Outbox, /) -> None:
        """Take events until ``None`` comes."""
        ...
