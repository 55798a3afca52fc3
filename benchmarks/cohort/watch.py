"""Watch the memory of worker processes while they work."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

EVERY_S = 0.2


class Watch:
    """Resident memory of processes, MiB, sampled while a block runs."""

    def __init__(self, pids: Callable[[], list[int]]) -> None:
        self._pids = pids
        self._seen: dict[int, list[float]] = {}
        self._peak: dict[int, float] = {}

    @contextmanager
    def running(self) -> Iterator["Watch"]:
        """Sample until the block ends."""
        ended = Event()
        thread = Thread(target=self._sample, args=(ended,))
        thread.start()
        try:
            yield self
        finally:
            ended.set()
            thread.join()

    @property
    def peak_mib(self) -> float:
        """Highest of any process."""
        return max(self._peak.values(), default=0.0)

    @property
    def growth(self) -> float:
        """Median of the last third over that of the second one, of the process that grew most."""
        long = [seen for seen in self._seen.values() if len(seen) >= 9]
        return max((_growth(seen) for seen in long), default=float("nan"))

    def _sample(self, ended: Event) -> None:
        while not ended.wait(EVERY_S):
            for pid in self._pids():
                said = _status(pid)
                if "VmRSS" in said:
                    self._seen.setdefault(pid, []).append(said["VmRSS"])
                    self._peak[pid] = said["VmHWM"]


def children(of: int, word: str) -> list[int]:
    """Processes that one has started, whose command holds a word."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == of and word in (path / "cmdline").read_text():
                found.append(int(path.name))
        except (OSError, ValueError):
            continue  # it has ended
    return found


def _growth(seen: list[float]) -> float:
    third = len(seen) // 3
    return statistics.median(seen[-third:]) / statistics.median(seen[third : 2 * third])


def _status(pid: int) -> dict[str, float]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    parts = (line.split() for line in lines if line.startswith(("VmRSS", "VmHWM")))
    return {one[0].rstrip(":"): int(one[1]) / 1024.0 for one in parts}
