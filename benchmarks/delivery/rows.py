"""The rows of the table, and what this process costs."""

import resource
from pathlib import Path
from typing import Final

_PAGE_BYTES: Final = 4096
_MIB: Final = 1 << 20


def row(what: str, measured: str, target: str) -> None:
    """Print a row as soon as it is known."""
    print(f"| {what} | {measured} | {target} |", flush=True)


def percentile(values: list[float], share: float) -> float:
    """Give the value below which a share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def resident_mib() -> float:
    """Memory of this process, MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * _PAGE_BYTES / _MIB


def used_s() -> float:
    """Processor time of this process, s."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
