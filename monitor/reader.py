"""Read TOML and JSON into structs. Every error names the file and the key."""

import os
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from monitor import allowed
from monitor.errors import ConfigError, UnknownKeyError

T = TypeVar("T")

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
    with _refusing(kind, file, data):
        return msgspec.json.decode(data, type=kind)


def to_json(value: T, kind: type[T], file: str | Path) -> bytes:
    """Write what ``read_json`` will read: checked by the very struct that reads it.

    Raises
    ------
    ConfigError
        With the key, if a value is not what the struct allows; nothing was written then.
    """
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError as error:
        raise ConfigError(file, "", NO_TEXT) from error
    _refuse_infinite(msgspec.to_builtins(value), file)
    from_json(data, kind, file)
    return msgspec.json.format(data, indent=2) + b"\n"


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
    with _refusing(kind, file, tree):
        _refuse_infinite(tree, file)
        return msgspec.convert(tree, kind)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(path, "", error.strerror or "cannot be read") from error


@contextmanager
def _refusing(kind: type, file: str | Path, holds: object) -> Iterator[None]:
    """Tell what a file cannot say as our error, with file and key.

    ``holds`` is what the file holds: its tree, or its JSON text.
    """
    try:
        yield
    except msgspec.ValidationError as error:
        tree = _json_or_none(holds) if isinstance(holds, bytes) else holds
        raise _named(error, kind, file, tree) from error
    except UnicodeDecodeError as error:
        raise ConfigError(file, "", NO_TEXT) from error
    except RecursionError as error:
        raise ConfigError(file, "", TOO_DEEP) from error
    except ValueError as error:
        raise ConfigError(file, "", f"expected JSON: {error}") from error


def _json_or_none(data: bytes) -> object:
    """Give what a text holds whose struct was refused; its rest may be no JSON at all."""
    try:
        return msgspec.json.decode(data)
    except (ValueError, RecursionError):
        return None


def _refuse_infinite(tree: object, file: str | Path) -> None:
    for key, value in _numbers(tree, ""):
        if not isfinite(value):
            raise ConfigError(file, key, f"expected a finite number, got {value}")


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


def _named(
    error: msgspec.ValidationError, kind: type, file: str | Path, tree: object
) -> ConfigError:
    """Say the error with its file, its key and what would have been allowed."""
    said, _, where = str(error).partition(" - at `")
    key = where.removeprefix("key` in `").rstrip("`").removeprefix("$").removeprefix(".")
    if "unknown field" in said or "missing required field" in said:
        field = said.split("`")[1]
        whole = f"{key}.{field}" if key else field
        if "missing" in said:
            return ConfigError(file, whole, "is missing")
        return UnknownKeyError(file, whole, allowed.keys(kind, key, tree))
    if said.startswith("Invalid"):
        words, got = allowed.values(kind, key, tree), said.partition(" value ")[2]
        return ConfigError(file, key, f"expected {_either(words)}, got {got}" if words else said)
    return ConfigError(file, key, said.replace("Expected", "expected") + _range(kind, key, tree))


def _either(words: Sequence[str]) -> str:
    """Join words as a person would: ``a, b or c``."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _range(kind: type, key: str, tree: object) -> str:
    """Say the allowed range of a number, or nothing."""
    low, high = allowed.bounds(kind, key, tree)
    if low is None and high is None:
        return ""
    return f" (range {'…' if low is None else low} to {'…' if high is None else high})"
