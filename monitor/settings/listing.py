"""List the values of a tree of structs, with what their docstrings say of them.

The docstring below a field is the only place where its meaning, unit and source stand; the owner's
file, ``footloose settings`` and the tests read it here.
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from msgspec import Struct, structs

_SOURCES: Final = {
    "paper": r"\[P\]",
    "standard or data sheet": r"\[S\]|data\s+sheets?",
    "measured": r"\[M\]",
    "tuned on the simulator": r"[Tt]uned\s+on\s+(the|a)\s+simulat",
    "rule of thumb": r"\[H\]|[Rr]ules?\s+of\s+thumb",
    "definition": r"[Dd]efinition",
}
"""Where a number may come from, and how its docstring says so."""

_UNITS: Final = {
    "_m_s2": "m/s²",
    "_rad_s": "rad/s",
    "_deg_s_m": "°/(m/s)",
    "_deg_s": "°/s",
    "_rad2_s2": "(rad/s)²",
    "_s_rad": "s/rad",
    "_per_s": "1/s",
    "per_m_s": "of its quantity per m/s",
    "_per_hour": "1/h",
    "_m_s": "m/s",
    "_kpa": "kPa",
    "_hz": "Hz",
    "_bpm_min": "1/min per min",
    "_bpm": "1/min",
    "_min": "min",
    "_deg": "°",
    "_rad": "rad",
    "_percent": "%",
    "_ppm": "ppm",
    "_kg": "kg",
    "_bytes": "bytes",
    "_c": "°C",
    "_n": "N",
    "_m": "m",
    "_s": "s",
}
"""Units by the end of a name, the longer ends first."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a configuration.

    Parameters
    ----------
    key : str
        Its place in the tree, as ``advice.speech.gap_s``.
    value : object
        A number, a text, a truth value or None.
    meaning : str
        All that its docstring says.
    sources : tuple of str
        Where a number comes from; its own docstring says so, or that of its group.
    is_owners : bool
        Whether it stands in ``monitor.settings``, for an owner to set.
    group : str
        What the struct says of all its values, in one line.
    """

    key: str
    value: object
    meaning: str
    sources: tuple[str, ...]
    is_owners: bool
    group: str

    @property
    def sentence(self) -> str:
        """The first paragraph of the meaning, in one line."""
        return " ".join(self.meaning.split("\n\n")[0].split())

    @property
    def toml(self) -> str | None:
        """The value as TOML; None has no spelling there."""
        match self.value:
            case None:
                return None
            case bool():
                return str(self.value).lower()
            case str():
                return f'"{self.value}"'
            case _:
                return repr(self.value)

    @property
    def unit(self) -> str:
        """Its unit, by the end of its name; empty for counts and ratios."""
        return next((unit for end, unit in _UNITS.items() if self.key.endswith(end)), "")


def listed(struct: Struct, above: str = "", group: str = "") -> Iterator[Setting]:
    """Give the values of a tree of structs, in the order of their declaration.

    Parameters
    ----------
    struct : Struct
    above : str
        Key of the struct within its tree.
    group : str
        What is said of the struct as a whole; its values inherit the source.
    """
    kind = type(struct)
    said = meanings(kind)
    title = inspect.getdoc(kind) or ""
    for field in structs.fields(struct):
        value = getattr(struct, field.name)
        key = f"{above}.{field.name}" if above else field.name
        meaning = said.get(field.name, "")
        if isinstance(value, Struct):
            yield from listed(value, key, meaning)
        else:
            sources = sources_of(meaning) or sources_of(f"{group} {title}")
            yield Setting(key, value, meaning, sources, is_owners(kind), title)


def is_owners(kind: type[Struct]) -> bool:
    """Whether an owner may set what is in a struct.

    >>> from monitor.settings.athlete import Athlete
    >>> is_owners(Athlete)
    True
    """
    return kind.__module__.startswith("monitor.settings.")


def sources_of(meaning: str) -> tuple[str, ...]:
    """Say where a number comes from, as its docstring has it.

    >>> sources_of("Longest pause, s. Rule of thumb.")
    ('rule of thumb',)
    """
    return tuple(name for name, pattern in _SOURCES.items() if re.search(pattern, meaning))


def meanings(kind: type[Struct]) -> dict[str, str]:
    """Give the docstring below each field; nothing where the source text is not there."""
    try:
        source = textwrap.dedent(inspect.getsource(kind))
    except OSError:
        return {}
    body = next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)).body
    found = {}
    for node, note in pairwise(body):
        match node, note:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = inspect.cleandoc(text)
    return found
