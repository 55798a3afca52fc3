"""Print the branch coverage of the last `make coverage`, and the files below 85 %."""

import sys
from io import StringIO
from typing import Final

from coverage import Coverage

LEAST: Final = 85.0


def main() -> None:
    """Read ``.coverage`` and print."""
    measured = Coverage()
    measured.load()
    table = StringIO()
    total = measured.report(file=table, show_missing=False, sort="cover")
    low = [line for line in table.getvalue().splitlines()[2:-2] if _percent(line) < LEAST]
    sys.stdout.write(f"branch coverage {total:.1f} %; files below {LEAST:.0f} %: {len(low)}\n")
    for line in low:
        sys.stdout.write(f"  {_percent(line):3.0f} %  {line.split()[0]}\n")


def _percent(line: str) -> float:
    return float(line.rsplit(maxsplit=1)[-1].rstrip("%"))


if __name__ == "__main__":
    main()
