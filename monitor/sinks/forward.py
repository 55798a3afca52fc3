"""Hand the events of one session on to a sink that outlives it."""

from monitor.sinks import Outbox


class Forward:
    """A sink that puts every event into another outbox, and does not end that one.

    Parameters
    ----------
    onward : Outbox
    """

    def __init__(self, onward: Outbox) -> None:
        self._onward = onward

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes."""
        while (event := await outbox.get()) is not None:
            self._onward.put_nowait(event)
