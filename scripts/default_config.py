"""Write configs/default.toml: every knob, its default, its meaning, from the code itself."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from monitor.config import Config

FILE = Path(__file__).parents[1] / "configs" / "default.toml"
_HEAD = """\
# Every setting of Footloose with its default. Copy the lines that you want to change into a file of
# your own and name it with --config; what is left out keeps its default.
# Written by `python scripts/default_config.py`; a test holds it equal to the code.
"""


def text() -> str:
    """The whole file."""
    return _HEAD + "".join(_section(Config(), ""))


def _section(struct: Struct, path: str) -> Iterator[str]:
    meanings = _meanings(type(struct))
    nested = []
    for field in structs.fields(struct):
        value = getattr(struct, field.name)
        if isinstance(value, Struct):
            nested.append((field.name, value))
            continue
        yield _comment(meanings.get(field.name, ""))
        shown = _toml(value)
        yield f"{field.name} = {shown}\n" if shown else f"# {field.name} =\n"
    for name, value in nested:
        inner = f"{path}.{name}" if path else name
        yield f"\n{_comment(meanings.get(name, ''))}[{inner}]\n"
        yield from _section(value, inner)


def _meanings(struct: type[Struct]) -> dict[str, str]:
    """The docstring below each field."""
    body = ast.parse(textwrap.dedent(inspect.getsource(struct))).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, note in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(note, ast.Expr):
            name, constant = field.target, note.value
            if isinstance(name, ast.Name) and isinstance(constant, ast.Constant):
                found[name.id] = inspect.cleandoc(str(constant.value))
    return found


def _comment(meaning: str) -> str:
    lines = textwrap.wrap(" ".join(meaning.split()), 98)
    return "".join(f"# {line}\n" for line in lines)


def _toml(value: Any) -> str | None:
    """A value as TOML; None has no spelling there."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case tuple() | list():
            return "[" + ", ".join(_toml(each) or "" for each in value) + "]"
        case _:
            return repr(value)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"wrote {FILE.name}\n")
