"""Commands that we tell people to type: with the path that works, and quoted."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

_NAME: Final = "footloose"
RESEARCH: Final = ".venv/bin/pip install -e '.[research]'"
"""How the program gets DuckDB and Dask, in the folder of its source."""


def command(*arguments: str | Path) -> str:
    """Give a command line of this program that works from where the person is now."""
    return quoted(*_program(), *map(str, arguments))


def none_filed() -> str:
    """Say why there may be no session, and what to do."""
    report = command("report", "recordings/NAME.mcap")
    return (
        f"there is none yet; `{command('run')}` keeps each run as a session; a demo is not kept as"
        f" one: for its report, name its recording, as in `{report}`"
    )


def quoted(*words: str) -> str:
    """Join words to a command line for the person's shell.

    >>> quoted("footloose", "replay", "my runs/1.mcap")
    "footloose replay 'my runs/1.mcap'"
    """
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _program() -> list[str]:
    """How this installation is called: by its name only if the shell finds this very one."""
    installed = shutil.which(_NAME, path=str(Path(sys.executable).parent))
    if installed is None:
        return [sys.executable, "-m", "monitor.cli"]
    found = shutil.which(_NAME)
    if found is not None and Path(found).samefile(installed):
        return [_NAME]
    here = Path.cwd()
    program = Path(installed)
    return [str(program.relative_to(here) if program.is_relative_to(here) else program)]
