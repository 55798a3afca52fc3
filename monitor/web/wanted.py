"""What was pressed at a hub between runs, and waits until it can be done."""

import asyncio
from dataclasses import dataclass, field, replace

from msgspec import structs

from monitor.web.inbox import Done
from monitor.web.messages import StartMessage


@dataclass(slots=True)
class Start:
    """A press that starts a run, and who wants to hear that it did."""

    message: StartMessage
    identity: str
    done: list[Done]
    since_s: float
    """When it came, on the loop's clock."""

    def late(self, now_s: float) -> "Start":
        """Give it as it is at a later instant, s."""
        age_s = self.message.age_s + now_s - self.since_s
        return replace(self, message=structs.replace(self.message, age_s=age_s), since_s=now_s)


@dataclass(slots=True)
class Wanted:
    """What was pressed and waits: a start, switching off, the end of the hub."""

    start: Start | None = None
    begun: set[str] = field(default_factory=set)
    """Presses that started a run of this process, or would have."""
    off: bool = False
    leave: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)
