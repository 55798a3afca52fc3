"""What was pressed at a hub between runs, and waits until it can be done."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from msgspec import structs

from monitor.web.inbox import Done, Refuse
from monitor.web.messages import StartMessage

PROMPT_S: Final = 60.0
"""A start or a switching off that was pressed longer ago is not meant any more. Rule of thumb."""


class Sender(NamedTuple):
    """Who sent a press, and wants to hear of it."""

    done: Done
    refuse: Refuse | None = None


@dataclass(slots=True)
class Start:
    """A press that starts a run, and who wants to hear that it did."""

    message: StartMessage
    identity: str
    senders: list[Sender]
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

    def drop(self, why: str = "") -> None:
        """Forget the start that waits, if one does; ``why``: it is refused."""
        start, self.start = self.start, None
        for done, refuse in start.senders if start else []:
            if why and refuse is not None:
                refuse(why)
            else:
                done()

    def is_meant(self, now_s: float) -> bool:
        """Whether the start that waits, if one does, is still meant at an instant, s."""
        if self.start is not None:
            self.start = self.start.late(now_s)
        return self.start is not None and self.start.message.age_s < PROMPT_S
