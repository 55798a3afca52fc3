"""What the adviser is told of the runner and of the day."""

from typing import NamedTuple


class Runner(NamedTuple):
    """``hot``: by a temperature that is known; ``heart_rate_most_bpm`` None: nothing is near it."""

    reduced_feeling: bool = False
    hot: bool = False
    heart_rate_most_bpm: float | None = None


ANYBODY = Runner()
"""Nothing is known."""
