"""Names for files that are made together, so that none replaces another."""

from collections.abc import Iterable, Iterator


def distinct(names: Iterable[str]) -> Iterator[str]:
    """Give names in their order; one that was given before becomes ``NAME_2`` and so on.

    Two that differ in large and small letters alone are one file on some disks.

    >>> list(distinct(["run", "run", "run_2", "Run"]))
    ['run', 'run_2', 'run_2_2', 'Run_3']
    """
    given: set[str] = set()
    last: dict[str, int] = {}  # of a name that comes again: all numbers up to this one are given
    for name in names:
        new, number = name, last.get(name.casefold(), 1)
        while new.casefold() in given:
            number += 1
            new = f"{name}_{number}"
        last[name.casefold()] = number
        given.add(new.casefold())
        yield new
