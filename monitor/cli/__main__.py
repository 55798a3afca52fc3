"""What does ``python -m monitor.cli`` do? The same as ``footloose``."""

from monitor.cli import main

main()
