"""What the keys and values of a file may be, for errors that name it."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import inspect

_PART: Final = re.compile(r"\[\.\.\.\]|[^.\[\]]+")
"""One part of a key: a name, a place in a list, or any entry of a dictionary."""


def keys(kind: type, key: str, tree: object) -> tuple[str, ...]:
    """Give the names that the section at ``key`` may have.

    Parameters
    ----------
    kind : type
        The struct of the whole file.
    key : str
        As ``stream[0].where``; empty for the file itself.
    tree : object
        What the file holds: it says which of several structs a section is.
    """
    found = _at(kind, key, tree)
    sections = [one for one in found if isinstance(one, inspect.StructType | inspect.DataclassType)]
    tags = [
        one.tag_field
        for one in sections
        if isinstance(one, inspect.StructType) and one.tag_field is not None
    ]
    fields = [field.encode_name for one in sections for field in one.fields]
    return (*dict.fromkeys(tags + fields),)


def values(kind: type, key: str, tree: object) -> tuple[str, ...]:
    """Give the words that the value at ``key`` may be; none if it is not one of a few."""
    found = _at(kind, key, tree)
    said: list[str] = []
    for one in found:
        match one:
            case inspect.EnumType():
                said += [str(member.value) for member in one.cls]
            case inspect.LiteralType():
                said += map(str, one.values)
    lists = any(isinstance(one, inspect.TupleType | inspect.VarTupleType) for one in found)
    return (*dict.fromkeys(said), *(["a list"] if said and lists else []))


def bounds(kind: type, key: str, tree: object) -> tuple[float | None, float | None]:
    """Give the least and the greatest number that the value at ``key`` may be."""
    for one in _at(kind, key, tree):
        if isinstance(one, inspect.IntType | inspect.FloatType):
            return (one.gt if one.ge is None else one.ge, one.lt if one.le is None else one.le)
    return None, None


def _at(kind: type, key: str, tree: object) -> list[inspect.Type]:
    """Give the types that the value at ``key`` may have."""
    found = [*_each(inspect.type_info(kind), tree)]
    for part in _PART.findall(key):
        tree = _child(tree, part)
        found = [
            one for parent in found for inner in _inner(parent, part) for one in _each(inner, tree)
        ]
    return found


def _child(tree: object, part: str) -> object:
    match tree:
        case dict():
            return tree.get(part)
        case list() if part.isdigit() and int(part) < len(tree):
            return tree[int(part)]
        case _:
            return None


def _inner(kind: inspect.Type, part: str) -> Iterator[inspect.Type]:
    """Give the type of one part of a value: a field's, or that of a list's items."""
    match kind:
        case inspect.StructType(tag_field=str(tag_field), tag=tag) if part == tag_field:
            yield inspect.LiteralType((tag,))
        case inspect.StructType() | inspect.DataclassType():
            yield from (field.type for field in kind.fields if field.encode_name == part)
        case inspect.DictType():
            yield kind.value_type
        case inspect.TupleType():
            yield from kind.item_types[int(part) :][:1]
        case inspect.VarTupleType() | inspect.ListType():
            yield kind.item_type


def _each(kind: inspect.Type, tree: object) -> Iterator[inspect.Type]:
    """Give the types that a value may have; of several structs, the one that its tag names."""
    if not isinstance(kind, inspect.UnionType):
        yield kind
        return
    said = [
        one for one in kind.types if isinstance(one, inspect.StructType) and _is_tagged(one, tree)
    ]
    yield from said or kind.types


def _is_tagged(kind: inspect.StructType, tree: object) -> bool:
    return isinstance(tree, dict) and kind.tag_field in tree and tree[kind.tag_field] == kind.tag
