"""Put trouble with the radio into the log, where nobody sees a screen."""

import logging

from monitor.sinks import Outbox
from monitor.types import Notice, NoticeKind

logger = logging.getLogger(__name__)


class RadioLog:
    """A sink of the radio's trouble; what else there is to say is for page and recording."""

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes."""
        while (event := await outbox.get()) is not None:
            if isinstance(event, Notice) and event.kind is NoticeKind.NO_RADIO:
                logger.warning("radio: %s", event.text)
