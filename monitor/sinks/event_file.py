"""Write events to a file, one JSON object a line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.errors import SinkError
from monitor.serialise import event_to_json
from monitor.sinks import Outbox


class EventFile:
    """Write every event, as it happens; equal runs give equal bytes.

    Raises
    ------
    SinkError
        At once, if the file cannot be written: a wrong path is known before the run.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._refusing():
            path.write_bytes(b"")

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes.

        Raises
        ------
        SinkError
            If the disk is full. The lines that are there are whole, but perhaps the last.
        """
        with self._refusing(), self._path.open("w", encoding="utf-8", buffering=1) as file:
            while (event := await outbox.get()) is not None:
                file.write(event_to_json(event) + "\n")

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SinkError(f"{self._path}: {error.strerror}") from error
