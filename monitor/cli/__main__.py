"""Run ``python -m monitor.cli`` as ``footloose``."""

from monitor.cli import main

if __name__ == "__main__":
    main()
