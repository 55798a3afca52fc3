"""What was pressed at a hub between runs, and waits until it can be done."""

import asyncio
from dataclasses import dataclass, field

from monitor.web.inbox import Done
from monitor.web.messages import StartMessage


@dataclass(slots=True)
class Start:
    """A press that starts a run, and who wants to hear that it did."""

    message: StartMessage
    identity: str
    done: list[Done]


@dataclass(slots=True)
class Wanted:
    """What was pressed and waits: a start, switching off, the end of the hub."""

    start: Start | None = None
    off: bool = False
    leave: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)
