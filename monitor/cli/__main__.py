"""Run ``python -m monitor.cli`` as ``footloose``."""

from monitor.cli import main

main()
