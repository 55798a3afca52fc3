"""Read the texts of page and voice: one file a language.

The coach speaks English (monitor/advice). Every other language translates its sentences one by one,
so that a translator needs no code; a number in a sentence is written ``#``.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from monitor.reader import read_json

LANGUAGES: Final = ("en", "de")
"""Languages that are complete; a test holds them so."""
SOURCE: Final = "en"
"""The language in which the coach speaks."""

FOLDER: Final = Path(__file__).parent
_NUMBER: Final = re.compile(r"\d+")
_COMMA: Final = ", "
_PARTS: Final = re.compile(r"(?<=[.?!]) +")


class Texts(Struct, frozen=True, forbid_unknown_fields=True):
    """All texts of one language."""

    name: str
    """What the language calls itself."""
    page: dict[str, str]
    """What the page says, by key; ``{name}`` is filled in."""
    voice: dict[str, str]
    """What the voice says that is no advice, by key."""
    sentences: dict[str, str]
    """Sentences of the coach, by their English words; empty for English itself."""


@cache
def texts(language: str) -> Texts:
    """Give the texts of one of ``LANGUAGES``."""
    return read_json(FOLDER / f"{language}.json", Texts)


def translate(english: str, language: str) -> str:
    """Give what the coach said in another language; the English words where one is not known.

    A text of several sentences is translated sentence by sentence, and one that is not known as a
    whole clause by clause.

    >>> translate("Left laces are too tight. Loosen them a little at your next stop.", "de")
    'Links sind die Schnürsenkel zu fest. Lockere sie beim nächsten Halt ein wenig.'
    """
    table = texts(language).sentences
    return " ".join(_one(sentence, table) for sentence in _PARTS.split(english))


def _one(sentence: str, table: dict[str, str]) -> str:
    """Translate one sentence, or its clauses, with their numbers in their order."""
    whole = _known(sentence, table)
    if whole is not None:
        return whole
    clauses = [_known(clause, table) for clause in sentence.split(_COMMA)]
    known = [clause for clause in clauses if clause is not None]
    return _COMMA.join(known) if len(known) == len(clauses) else sentence


def _known(clause: str, table: dict[str, str]) -> str | None:
    numbers = iter(_NUMBER.findall(clause))
    known = table.get(_NUMBER.sub("#", clause))
    return None if known is None else re.sub("#", lambda _: next(numbers), known)
