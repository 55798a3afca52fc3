"""Read TOML and JSON into structs. Every error names the file and the key."""

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from msgspec import inspect

from monitor.errors import ConfigError

T = TypeVar("T")

UNKNOWN_KEY: Final = "unknown key"
"""What is said of a key that the struct does not have."""

NO_TEXT: Final = "expected a text file (UTF-8)"
TOO_DEEP: Final = "nested too deeply"

_MOST: Final = 2**63
"""No whole number is this large."""


def read_toml(path: Path, kind: type[T]) -> T:
    """Read a TOML file into a struct.

    Raises
    ------
    ConfigError
        With the file, the key and what was expected.
    """
    return from_tree(toml_tree(_bytes_of(path), path), kind, path)


def read_json(path: Path, kind: type[T], missing: T | None = None) -> T:
    """Read a JSON file into a struct.

    Parameters
    ----------
    missing
        What to give where there is no file; without it that is an error.

    Raises
    ------
    ConfigError
        With the file, the key and what was expected.
    """
    if missing is not None and not os.path.lexists(path):
        return missing
    return from_json(_bytes_of(path), kind, path)


def from_json(data: bytes, kind: type[T], file: str | Path) -> T:
    """Read JSON text into a struct; ``file`` is where it comes from, for errors.

    Raises
    ------
    ConfigError
        If it is not UTF-8, not JSON, or not what the struct says.
    """
    with _refusing(kind, file):
        return msgspec.json.decode(data, type=kind)


def toml_tree(data: bytes, file: str | Path) -> dict[str, Any]:
    """Read TOML text into dictionaries and lists.

    Raises
    ------
    ConfigError
        If it is not UTF-8 or not TOML.
    """
    try:
        return tomllib.loads(data.decode())
    except UnicodeDecodeError as error:
        raise ConfigError(file, "", NO_TEXT) from error
    except RecursionError as error:
        raise ConfigError(file, "", TOO_DEEP) from error
    except ValueError as error:  # not TOML, or an integer of thousands of digits
        raise ConfigError(file, "", f"expected TOML: {error}") from error


def json_tree(data: bytes, file: str | Path) -> Any:
    """Read JSON text into dictionaries, lists and values.

    Raises
    ------
    ConfigError
        If it is not UTF-8 or not JSON.
    """
    try:
        return from_json(data, object, file)
    except ConfigError as error:  # its place in no struct in particular tells nobody anything
        raise ConfigError(file, "", error.expected) from error


def from_tree(tree: object, kind: type[T], file: str | Path) -> T:
    """Convert what a file holds into a struct.

    Parameters
    ----------
    tree : object
        Dictionaries, lists and values, as read.
    kind : type
        The struct; it says which keys there are, their types and their ranges.
    file : str or Path
        Where the tree comes from, for errors.

    Raises
    ------
    ConfigError
        If a key is unknown or missing, or a value of a wrong type, out of range or not finite.
    """
    with _refusing(kind, file):
        for key, value in _numbers(tree, ""):
            if not isfinite(value):
                raise ConfigError(file, key, f"expected a finite number, got {value}")
        return msgspec.convert(tree, kind)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(path, "", error.strerror or "cannot be read") from error


@contextmanager
def _refusing(kind: type, file: str | Path) -> Iterator[None]:
    """Tell what a file cannot say as our error, with file and key."""
    try:
        yield
    except msgspec.ValidationError as error:
        raise _named(error, kind, file) from error
    except UnicodeDecodeError as error:
        raise ConfigError(file, "", NO_TEXT) from error
    except RecursionError as error:
        raise ConfigError(file, "", TOO_DEEP) from error
    except ValueError as error:
        raise ConfigError(file, "", f"expected JSON: {error}") from error


def _numbers(tree: object, key: str) -> Iterator[tuple[str, float]]:
    """Give every number with its key; a whole number that is too large is infinite."""
    match tree:
        case dict():
            for name, value in tree.items():
                yield from _numbers(value, f"{key}.{name}" if key else str(name))
        case list() | tuple():
            for place, value in enumerate(tree):
                yield from _numbers(value, f"{key}[{place}]")
        case float():
            yield key, tree
        case int():
            yield key, float("inf") if abs(tree) >= _MOST else 0.0


def _named(error: msgspec.ValidationError, kind: type, file: str | Path) -> ConfigError:
    """Say the error with its file, its key and, for a number, the whole range."""
    said, _, where = str(error).partition(" - at `")
    key = where.rstrip("`").removeprefix("$").removeprefix(".")
    for problem, words in (
        ("unknown field", UNKNOWN_KEY),
        ("missing required field", "is missing"),
    ):
        if problem in said:
            field = said.split("`")[1]
            return ConfigError(file, f"{key}.{field}" if key else field, words)
    return ConfigError(file, key, said.replace("Expected", "expected") + _range(kind, key))


def _range(kind: type, key: str) -> str:
    """Say the allowed range of a key, or nothing."""
    found: inspect.Type = inspect.type_info(kind)
    for part in key.replace("[...]", "").replace("[", ".").split("."):
        found = _inner(found, part)
    bounds = [getattr(found, name, None) for name in ("gt", "ge", "le", "lt")]
    if all(bound is None for bound in bounds):
        return ""
    low = bounds[0] if bounds[1] is None else bounds[1]
    high = bounds[3] if bounds[2] is None else bounds[2]
    return f" (range {'…' if low is None else low} to {'…' if high is None else high})"


def _inner(kind: inspect.Type, part: str) -> inspect.Type:
    """Give the type of one part of a key: a field's, or that of a list's items."""
    if isinstance(kind, inspect.UnionType):
        kind = next(t for t in kind.types if not isinstance(t, inspect.NoneType))
    if isinstance(kind, inspect.VarTupleType | inspect.ListType):
        kind = kind.item_type
    if isinstance(kind, inspect.StructType):
        field = next((f.type for f in kind.fields if f.encode_name == part), kind)
        return _inner(field, "") if part else kind
    return kind
