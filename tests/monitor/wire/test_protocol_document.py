"""The bytes of docs/protocol.md are what the codecs read."""

import json
import re
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from monitor.errors import WireError
from monitor.wire import CHARACTERISTICS, Codec, uuids

DOCUMENT = Path(__file__).parents[3] / "docs" / "protocol.md"
BLOCK = re.compile(r"```wire ([a-z ]+)\n(.*?)=> (.*?)\n```", re.DOTALL)
TOKEN = re.compile(r'"([^"]*)"|([0-9a-f]{2})(?=\s|$)|(\S+)')
CODECS = {codec.name: codec for codec in CHARACTERISTICS.values()}


class Vector(NamedTuple):
    characteristic: str
    payload: bytes
    meaning: str


def payload_of(text: str) -> bytes:
    payload = b""
    for line in text.splitlines():
        if line.startswith("{"):
            payload += line.encode()
            continue
        for quoted, byte, rubbish in TOKEN.findall(line.partition("#")[0]):
            assert not rubbish, f"{rubbish!r} in {line!r} is neither bytes nor text"
            payload += bytes.fromhex(byte) if byte else quoted.encode()
    return payload


VECTORS = [
    Vector(name, payload_of(text), meaning)
    for name, text, meaning in BLOCK.findall(DOCUMENT.read_text(encoding="utf-8"))
]
READ = [vector for vector in VECTORS if not vector.meaning.startswith("refused: ")]
REFUSED = [vector for vector in VECTORS if vector.meaning.startswith("refused: ")]


def described(value: object) -> object:
    """Value as the document spells it in JSON."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, np.ndarray):
        return described(value.tolist())
    if is_dataclass(value):
        return {field.name: described(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, float):
        return None if np.isnan(value) else pytest.approx(value, rel=1e-9, abs=0.0)
    return [described(each) for each in value] if isinstance(value, (tuple, list)) else value


def ids(vectors: list[Vector]) -> list[str]:
    return [f"{vector.characteristic}-{vector.payload[:6].hex()}" for vector in vectors]


@pytest.mark.parametrize("vector", READ, ids=ids(READ))
def test_worked_bytes_read_as_the_document_says(vector: Vector) -> None:
    kind, _, text = vector.meaning.partition(" ")

    value = CODECS[vector.characteristic].decode(vector.payload)

    assert type(value).__name__ == kind
    assert described(value) == json.loads(text)


@pytest.mark.parametrize("vector", READ, ids=ids(READ))
def test_worked_bytes_are_what_the_codec_writes(vector: Vector) -> None:
    codec = CODECS[vector.characteristic]

    written = codec.encode(codec.decode(vector.payload))

    if vector.characteristic == "import description":  # JSON may leave out what is usual
        assert codec.decode(written) == codec.decode(vector.payload)
    else:
        assert written == vector.payload


@pytest.mark.parametrize("vector", REFUSED, ids=ids(REFUSED))
def test_worked_refusals_are_refused_for_the_reason_given(vector: Vector) -> None:
    with pytest.raises(WireError) as caught:
        CODECS[vector.characteristic].decode(vector.payload)

    assert f"refused: {caught.value.reason}" == vector.meaning
    assert caught.value.payload == vector.payload


@pytest.mark.parametrize(("uuid", "codec"), CHARACTERISTICS.items())
def test_the_document_shows_every_characteristic_read_and_refused(uuid: str, codec: Codec) -> None:
    assert f"`{uuid}`" in DOCUMENT.read_text(encoding="utf-8")
    assert codec.name in {vector.characteristic for vector in READ}
    assert codec.name in {vector.characteristic for vector in REFUSED}


def test_every_block_of_the_document_is_a_test_vector() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")

    assert len(VECTORS) == text.count("```wire ") > 30
    assert f"`{uuids.SERVICE}`" in text
