from pathlib import Path
from typing import Annotated, Literal

import pytest
from msgspec import Meta, Struct

from monitor.errors import ConfigError
from monitor.reader import from_tree, json_tree, read_json, read_toml, toml_tree
from monitor.types import Side

DIGITS = "1" * 400


class Shoe(Struct, forbid_unknown_fields=True, kw_only=True):
    size: Annotated[float, Meta(ge=30, le=50)] = 42.0
    eyelets: int = 6


class Runner(Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    shoes: tuple[Shoe, ...] = ()
    foot: Side | None = None
    colours: dict[str, Literal["red", "blue"]] = {}


def test_a_file_becomes_a_struct(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_text('name = "Ada"\n[[shoes]]\nsize = 41\n')

    assert read_toml(file, Runner) == Runner(name="Ada", shoes=(Shoe(size=41.0),))


@pytest.mark.parametrize(
    ("data", "key", "expected"),
    [
        (b"name = 3", "name", "expected `str`, got `int`"),
        (b"nick = 3", "nick", "unknown key; allowed: name, shoes, foot, colours"),
        (b"nam = 3", "nam", "unknown key; did you mean name? Allowed: name, shoes, foot, colours"),
        (b"foot = 'both'", "foot", "expected left or right, got 'both'"),
        (
            b"name = 'A'\n[colours]\nsole = 'mauve'",
            "colours[...]",
            "expected blue or red, got 'mauve'",
        ),
        (b"shoes = []", "name", "is missing"),
        (b"name = 'A'\n[[shoes]]\nsize = 12", "shoes[0].size", "(range 30 to 50)"),
        (b"name = 'A'\n[[shoes]]\nlaces = 2", "shoes[0].laces", "allowed: size, eyelets"),
        (b"name = 'A'\n[[shoes]]\nsize = nan", "shoes[0].size", "a finite number, got nan"),
        (b"name = 'A'\n[[shoes]]\nsize = 1e400", "shoes[0].size", "a finite number, got inf"),
        (f"[[shoes]]\nsize = {DIGITS}".encode(), "shoes[0].size", "a finite number"),
        (f"[[shoes]]\neyelets = {DIGITS}".encode(), "shoes[0].eyelets", "a finite number"),
        (b"name = 1" + 6000 * b"0", "", "expected TOML"),
        (b"name = " + 6000 * b"[" + 6000 * b"]", "", "nested too deeply"),
        (b"name = '\xff'", "", "expected a text file (UTF-8)"),
        (b"name = ", "", "expected TOML"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_a_file_cannot_say_is_refused_with_its_key(
    tmp_path: Path, data: bytes, key: str, expected: str
) -> None:
    file = tmp_path / "me.toml"
    file.write_bytes(data)

    with pytest.raises(ConfigError) as caught:
        read_toml(file, Runner)

    assert (caught.value.file, caught.value.key) == (str(file), key)
    assert expected in caught.value.expected


@pytest.mark.parametrize(
    ("data", "key", "expected"),
    [
        (b'{"name": "A", "shoes": [{"eyelets": 1e999}]}', "", "out of range"),
        (f'{{"name": {DIGITS}}}'.encode(), "name", "a finite number"),
        (b'{"name": "\xff"}', "", "expected a text file (UTF-8)"),
        (6000 * b"[" + 6000 * b"]", "", "nested too deeply"),
        (b"[]", "", "expected `object`, got `array`"),
        (b"", "", "expected JSON"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_json_is_refused_in_the_same_words(data: bytes, key: str, expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        from_tree(json_tree(data, "me.json"), Runner, "me.json")

    assert (caught.value.file, caught.value.key) == ("me.json", key)
    assert expected in caught.value.expected


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: No such file"):
        read_toml(tmp_path / "nowhere.toml", Runner)


def test_a_tree_is_what_the_text_says() -> None:
    assert toml_tree(b"a.b = 1\n", "x") == {"a": {"b": 1}}


@pytest.mark.parametrize(
    ("data", "key", "expected"),
    [
        (b'{"name": 3}', "name", "expected `str`, got `int`"),
        (b'{"nick": 3}', "nick", "unknown key; allowed: name, shoes, foot, colours"),
        (b"{}", "name", "is missing"),
        (b"[]", "", "expected `object`, got `array`"),
        (b'{"name": "A", "shoes": [{"size": 12}]}', "shoes[0].size", "(range 30 to 50)"),
        (b'{"name": "A", "shoes": [{"size": 1e400}]}', "shoes[0].size", "out of range"),
        (b'{"name": "A", "nick": ' + 6000 * b"[" + 6000 * b"]" + b"}", "nick", "unknown key"),
        (6000 * b"[", "", "expected `object`, got `array`"),
        (b'{"name": "\xff"}', "", "expected a text file (UTF-8)"),
        (b'{"name": ', "", "expected JSON"),
        (b"", "", "expected JSON"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_json_cannot_say_is_refused_with_its_key(
    tmp_path: Path, data: bytes, key: str, expected: str
) -> None:
    file = tmp_path / "me.json"
    file.write_bytes(data)

    with pytest.raises(ConfigError) as caught:
        read_json(file, Runner)

    assert (caught.value.file, caught.value.key) == (str(file), key)
    assert expected in caught.value.expected


def test_a_file_that_is_not_there_is_an_error_unless_it_may_be_missing(tmp_path: Path) -> None:
    nobody = Runner(name="nobody")

    with pytest.raises(ConfigError, match=r"me\.json: No such file or directory"):
        read_json(tmp_path / "me.json", Runner)
    assert read_json(tmp_path / "me.json", Runner, missing=nobody) is nobody
