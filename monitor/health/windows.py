"""Windows of a foot's grid: the same whatever the blocks that the samples come in."""

from collections.abc import Iterator
from typing import NamedTuple

from monitor.types import FootBlock


class Part(NamedTuple):
    """Rows of a block that lie in one window."""

    window: int
    rows: slice
    """Within the block."""


def parts(block: FootBlock, samples: int) -> Iterator[Part]:
    """Cut a block where windows of so many samples end."""
    start = block.start
    while start < block.stop:
        window = start // samples
        stop = min((window + 1) * samples, block.stop)
        yield Part(window, slice(start - block.start, stop - block.start))
        start = stop
