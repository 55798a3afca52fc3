"""Run with ``python -m benchmarks.alerts``."""

import sys

from benchmarks.alerts.run import main

if __name__ == "__main__":
    sys.exit(main())
