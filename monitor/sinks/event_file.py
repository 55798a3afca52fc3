"""How do programs read what happened? One JSON object a line, in a file."""

from pathlib import Path

from monitor.errors import SinkError
from monitor.serialise import event_to_json
from monitor.sinks import Outbox


class EventFile:
    """Write every event, as it happens; equal runs give equal bytes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes.

        Raises
        ------
        SinkError
            If the file cannot be written; the session ends, for it was asked for by name.
        """
        try:
            with self._path.open("w", encoding="utf-8") as file:
                while (event := await outbox.get()) is not None:
                    file.write(event_to_json(event) + "\n")
        except OSError as error:
            raise SinkError(f"{self._path}: {error.strerror}") from error
