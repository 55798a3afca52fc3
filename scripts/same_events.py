"""Compare the events of one recording from two machines: the same lines, words and numbers.

    python scripts/same_events.py HERE.jsonl THERE.jsonl

Numbers may differ by 1e-9 of their size: the last bits of a sine depend on the processor.
"""

import itertools
import json
import math
import sys
from pathlib import Path

RELATIVE = 1e-9
NEAR_ZERO = 1e-9


def main(here: Path, there: Path) -> int:
    """Say what differs first; 0 if nothing does."""
    count = 0
    with here.open(encoding="utf-8") as ours, there.open(encoding="utf-8") as theirs:
        for count, (one, other) in enumerate(itertools.zip_longest(ours, theirs), start=1):
            if one is None or other is None or not same(json.loads(one), json.loads(other)):
                sys.stdout.write(f"line {count} differs\nhere:  {one}there: {other}")
                return 1
    sys.stdout.write(f"{count} events are the same, numbers within {RELATIVE:g}\n")
    return 0 if count else 1


def same(one: object, other: object) -> bool:
    """Whether two values of JSON are the same.

    >>> same({"t_s": [1.0, "x"]}, {"t_s": [1.0 + 1e-12, "x"]})
    True
    >>> same({"t_s": 1.0}, {"t_s": 1.001})
    False
    """
    match one, other:
        case (float() | int(), float() | int()) if not isinstance(one, bool):
            return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=NEAR_ZERO)
        case dict(), dict():
            return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
        case list(), list():
            return len(one) == len(other) and all(map(same, one, other))
    return one == other


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
