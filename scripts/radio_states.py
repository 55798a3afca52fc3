"""Draw the states of the radio and of a sensor into docs/bluetooth.md, from the code itself."""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from monitor.sources import ble_states
from monitor.sources.ble_states import RADIO, SENSING

FILE = Path(__file__).parents[1] / "docs" / "bluetooth.md"
BEGIN, END = "<!-- states: drawn by scripts/radio_states.py -->\n", "<!-- end of states -->\n"


def text(page: str) -> str:
    """The page with the tables as the code has them."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = "\n".join(
        ["".join(_table("the adapter", RADIO)), "".join(_table("a sensor", SENSING))]
    )
    return f"{before}{BEGIN}\n{tables}\n{END}{after}"


def _table(what: str, table: Mapping[Any, Mapping[Any, Any]]) -> Iterator[str]:
    meanings = _meanings(type(next(iter(table))).__name__)
    yield f"| {what} is | that is | until |\n|---|---|---|\n"
    for state, moves in table.items():
        steps = "; ".join(f"{step.value} → **{after.value}**" for step, after in moves.items())
        yield f"| **{state.value}** | {meanings[state.name]} | {steps} |\n"


def _meanings(name: str) -> dict[str, str]:
    """The docstring below each member of an enumeration."""
    tree = ast.parse(inspect.getsource(ble_states))
    body = next(
        node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name
    )
    found = {}
    for member, note in pairwise(body):
        if isinstance(member, ast.Assign) and isinstance(note, ast.Expr):
            assert isinstance(member.targets[0], ast.Name)
            assert isinstance(note.value, ast.Constant)
            found[member.targets[0].id] = " ".join(str(note.value.value).split()).rstrip(".")
    return found


if __name__ == "__main__":
    FILE.write_text(text(FILE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"wrote {FILE.name}\n")
