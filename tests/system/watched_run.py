"""``footloose run`` with a watchdog on its event loop; prints what held the loop up, as JSON.

python watched_run.py AIR_ADDRESS ARGUMENT...

Also who waited for the disk on it.

Processor time of the loop's thread, not wall time: the machine may have others to serve.
"""

import asyncio
import contextlib
import json
import os
import selectors
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

from firmware_sim.air.backend import AirBackend

WATCHED: dict[str, Any] = {"longest_s": 0.0, "imported": [], "waited_for_disk": []}


class Selector(selectors.DefaultSelector):
    """Sees every turn of the loop: it lies between two calls of `select`."""

    since_s = 0.0
    known: frozenset[str] = frozenset()
    watching = False

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if self.watching:
            busy_s = time.thread_time() - self.since_s
            WATCHED["longest_s"] = max(WATCHED["longest_s"], busy_s)
            self._note_imports()
        ready = super().select(timeout)
        type(self).since_s = time.thread_time()
        return ready

    @classmethod
    def watch(cls) -> None:
        cls.watching, cls.known, cls.since_s = True, frozenset(sys.modules), time.thread_time()

    def _note_imports(self) -> None:
        if len(sys.modules) > len(self.known):
            WATCHED["imported"] += sorted(set(sys.modules) - self.known)
            type(self).known = frozenset(sys.modules)


class Loops(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.SelectorEventLoop(Selector())


def see_disk() -> None:
    """Note every wait for the disk in the loop's thread: an SD card takes half a second."""
    fsync = os.fsync

    def seen(handle: int) -> None:
        if threading.current_thread() is threading.main_thread() and has_radio():
            WATCHED["waited_for_disk"].append(callers())
        fsync(handle)

    def callers() -> str:
        return " < ".join(each.name for each in reversed(traceback.extract_stack(limit=9)))

    def has_radio() -> bool:
        with contextlib.suppress(RuntimeError):  # no loop runs yet, or any more
            return any(task.get_name() == "ble-seeker" for task in asyncio.all_tasks())
        return False

    vars(os)["fsync"] = seen


def main(address: str, *arguments: str) -> None:
    backend = AirBackend(address)

    class Scanner(backend.scanner):  # type: ignore[name-defined,misc]  # made by the backend
        async def start(self) -> None:
            await super().start()
            if not Selector.watching:
                Selector.watch()

    backend.scanner = Scanner
    sys.modules["watched_radio"] = type(sys)("watched_radio")
    vars(sys.modules["watched_radio"])["BACKEND"] = backend
    asyncio.set_event_loop_policy(Loops())
    see_disk()
    from monitor.cli import app

    command = ["--debug", "run", "--backend", "watched_radio:BACKEND", *arguments]
    app(command, standalone_mode=False)
    Path("watched.json").write_text(json.dumps(WATCHED))


if __name__ == "__main__":
    main(*sys.argv[1:])
