"""Write events to a file, one JSON object a line."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from monitor.errors import RecordingError, SinkError
from monitor.files.output import PendingFile, check_free, create
from monitor.serialise import event_to_json
from monitor.sinks import Outbox


class EventFile:
    """Write every event, as it happens; equal runs give equal bytes.

    A new file grows under its name. One that replaces another (``force``) takes its place at the
    end.

    Raises
    ------
    RecordingError
        At once, if the file exists or its folder cannot be written: a wrong path is known before
        the run.
    """

    def __init__(self, path: Path, *, force: bool = False) -> None:
        self._path = path
        self._force = force
        check_free(path, force=force)
        if not path.parent.is_dir():
            raise RecordingError(f"{path}: No such file or directory")
        if not os.access(path.parent, os.W_OK):
            raise RecordingError(f"{path}: Permission denied")

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes.

        Raises
        ------
        SinkError
            If the disk is full. The lines that are there are whole, but perhaps the last.
        """
        with self._open() as file:
            while (event := await outbox.get()) is not None:
                file.write(event_to_json(event) + "\n")

    @contextmanager
    def _open(self) -> Iterator[TextIO]:
        try:
            if os.path.lexists(self._path):
                yield from self._replaced()
            else:
                with open(create(self._path), "w", encoding="utf-8", buffering=1) as file:  # noqa: PTH123  # a descriptor
                    yield file
        except BrokenPipeError:  # the reader of a pipe has seen enough
            raise
        except OSError as error:
            raise SinkError(f"{self._path}: {error.strerror}") from error
        except RecordingError as error:
            raise SinkError(str(error)) from error

    def _replaced(self) -> Iterator[TextIO]:
        pending = PendingFile(self._path, force=self._force)
        try:
            text = io.TextIOWrapper(pending.file, encoding="utf-8", line_buffering=True)
            yield text
            text.flush()
            pending.publish()
        finally:
            pending.discard()
