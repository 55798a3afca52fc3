"""Write configs/default.toml: what an owner may set, its default and its meaning, from the code."""

import sys
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from monitor.config import Config, owner_key
from monitor.settings.listing import Setting, listed

FILE = Path(__file__).parents[1] / "configs" / "default.toml"
_WIDTH = 98
_HEAD = """\
# What you may set, with its default. Copy the lines that you change into a file of your own, and
# name it with --config. `footloose settings --all` lists the constants of the algorithms as well.
# Written by `python scripts/default_config.py`; a test holds it equal to the code.
"""


def text() -> str:
    """Give the whole file."""
    owners = [setting for setting in listed(Config()) if setting.is_owners]
    sections = groupby(owners, key=lambda setting: owner_key(setting.key).partition(".")[0])
    return _HEAD + "".join(line for name, group in sections for line in _section(name, group))


def _section(name: str, settings: Iterator[Setting]) -> Iterator[str]:
    first = next(settings)
    yield f"\n{_comment(first.group)}[{name}]\n"
    for setting in (first, *settings):
        yield _comment(setting.sentence)
        key, shown = setting.key.rpartition(".")[2], setting.toml
        yield f"# {key} =\n" if shown is None else f"{key} = {shown}\n"


def _comment(meaning: str) -> str:
    return "".join(f"# {line}\n" for line in textwrap.wrap(meaning, _WIDTH))


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"wrote {FILE.name}\n")
