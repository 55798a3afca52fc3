"""Run with ``python -m benchmarks.lifelike``."""

from benchmarks.lifelike.run import main

if __name__ == "__main__":
    main()
