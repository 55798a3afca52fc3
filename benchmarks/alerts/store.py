"""Keep each run's result on disk, so that an interrupted benchmark goes on where it was.

Results are kept by what made them: a change of the product, the simulator, their configuration or
of how runs are drawn and played starts anew; what only reads results does not.
"""

import hashlib
import pickle
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar

ROOT: Final = Path(__file__).parents[2]
MADE_BY: Final = ("monitor", "firmware_sim", "configs", "benchmarks")
READERS: Final = frozenset(
    f"{name}.py"
    for name in (
        "__init__",
        "__main__",
        "run",
        "judge",
        "line",
        "matrix",
        "numb",
        "page",
        "real",
        "reliability",
        "report",
        "rows_listening",
        "speech",
        "stats",
        "store",
        "table",
    )
)
"""These only read results."""
TOLD_S: Final = 5.0

Work = TypeVar("Work")
Result = TypeVar("Result")


def tree_key(root: Path = ROOT, part: str = "alerts") -> str:
    """Digest of everything that a result of a benchmark depends on."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(path for folder in MADE_BY for path in (root / folder).rglob("*")):
        if path.suffix not in (".py", ".toml") or not _makes(path, root, part):
            continue
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _makes(path: Path, root: Path, part: str) -> bool:
    """Whether a file has a part in a result; of the benchmarks, its own that play."""
    benchmarks = root / "benchmarks"
    if benchmarks not in path.parents:
        return True
    return path.parent == benchmarks / part and path.name not in READERS


@dataclass(frozen=True)
class Store(Generic[Result]):
    """Results in a folder, one file each; without a folder nothing is kept."""

    folder: Path | None

    def get(self, name: str) -> Result | None:
        """What was kept under a name."""
        path = self._path(name)
        if path is None or not path.exists():
            return None
        result: Result = pickle.loads(path.read_bytes())
        return result

    def put(self, name: str, result: Result) -> None:
        """Keep a result; whole or not at all."""
        path = self._path(name)
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(pickle.dumps(result))
        part.replace(path)

    def _path(self, name: str) -> Path | None:
        if self.folder is None:
            return None
        return self.folder / f"{re.sub(r'[^0-9a-z]+', '-', name.lower())}.pickle"


@dataclass(frozen=True)
class Crew(Generic[Work, Result]):
    """Do pieces of work in ``jobs`` processes, and keep what is done.

    ``cost`` is how long a piece takes, in any unit: for the time left.
    """

    do: Callable[[Work], Result]
    store: Store[Result]
    jobs: int
    cost: Callable[[Work], float]

    def run(self, work: Sequence[Work]) -> list[Result]:
        """Results in the order of the work, with progress on stderr."""
        done = {i: kept for i, w in enumerate(work) if (kept := self.store.get(str(w))) is not None}
        left = [i for i in range(len(work)) if i not in done]
        begun_s = told_s = time.monotonic()
        if done:
            _tell(f"{len(done)} of {len(work)} runs were done before")
        spent, total = 0.0, sum(self.cost(work[i]) for i in left)
        for i, result in self._each(work, left):
            done[i] = result
            self.store.put(str(work[i]), result)
            spent += self.cost(work[i])
            now_s = time.monotonic()
            if now_s - told_s >= TOLD_S or len(done) == len(work):
                told_s = now_s
                wait_s = (now_s - begun_s) * (total - spent) / spent
                _tell(f"{len(done)} of {len(work)} runs, about {wait_s / 60.0:.1f} min left")
        return [done[i] for i in range(len(work))]

    def _each(self, work: Sequence[Work], left: Sequence[int]) -> Iterator[tuple[int, Result]]:
        """Results as they come."""
        if self.jobs == 1:
            for i in left:
                yield i, self.do(work[i])
            return
        with ProcessPoolExecutor(self.jobs) as pool:
            futures = {pool.submit(self.do, work[i]): i for i in left}
            try:
                for future in as_completed(futures):
                    yield futures[future], future.result()
            finally:
                pool.shutdown(cancel_futures=True)


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
