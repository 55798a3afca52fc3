"""Find the files of one sensor that lie in a folder as in the ZIP of an app.

Sensor Logger, MbientLab, Polar and Movesense write a file for each quantity; phyphox writes
``meta/`` beside its tables. What a ZIP holds together belongs together in a folder, too.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from monitor.errors import ImportFileError
from monitor.sources.importers.opening import Source, Unpacked
from monitor.sources.importers.ready import ready_map

_TABLES: Final = (".csv", ".txt", ".tsv")
_META: Final = "meta"
_PHYPHOX: Final = frozenset({"time.csv", "device.csv"})
"""What phyphox writes into ``meta/``."""
_STARTS: Final = r"(?:(?<![^\W\d_])|(?-i:(?<=[a-z])(?=[A-Z])))"
_ENDS: Final = r"(?:uncalibrated|data)?(?-i:(?![a-z]))"
_ACC: Final = (
    r"(?:(?:total|linear|user|raw|lineare)[ _-]?)?"
    r"(?:acc(?:el(?:ero(?:meter)?|eration)?)?|beschleunigung(?:ssensor)?)"
)
_GYR: Final = r"(?:gyr(?:o(?:scope|skop)?)?|drehrate|winkelgeschwindigkeit)"
_OTHERS: Final = (
    r"(?:activity|annotations?|baro(?:meter)?|battery|brightness|compass|ecg|euler(?: ?angles)?"
    r"|gravity|heart ?rate|hr|humidity|light|linear|location(?:gps|network)?"
    r"|mag(?:n|netometer|netic ?field)?|marker|metadata|microphone|network|orientation|pedometer"
    r"|pp[gi]|pressure|quaternions?|rr|(?:ambient ?)?temp(?:erature)?|wrist ?motion)"
)
"""What apps name their other files by; only beside a pair of acceleration and angular rate."""
_RATE: Final = re.compile(r"[_ -]*\d+(?:\.\d+)?hz", re.IGNORECASE)
"""MbientLab names the rate of each sensor, which may be two."""
_NO_NAME: Final = re.compile(r"[_ -](?:\d+\.\d+\.\d+|stream)$", re.IGNORECASE)
"""What apps end all their names with: the version of MbientLab's, Movesense's ``stream``."""


def _word(words: str) -> re.Pattern[str]:
    return re.compile(_STARTS + words + _ENDS, re.IGNORECASE)


_KINDS: Final = (_word(_ACC), _word(_GYR), _word(_OTHERS))
_PAIR: Final = frozenset({0, 1})


def together(files: Iterable[Path]) -> list[Source]:
    """Give files in their order; those of one sensor in one folder as one source.

    >>> names = ("a/S1_Acc.csv", "a/S1_Gyro.csv", "a/S2_Acc.csv", "a/run.fit")
    >>> [str(one) for one in together(map(Path, names))]
    ['a/S1', 'a/S2_Acc.csv', 'a/run.fit']
    """
    named = [*dict.fromkeys(files)]
    tables: dict[Path, list[Path]] = {}
    for file in named:
        if file.name.lower().removesuffix(".gz").endswith(_TABLES):
            tables.setdefault(file.parent, []).append(file)
    sets: dict[Path, Source] = {}
    for folder, own in tables.items():
        found = _of_phyphox(folder, own, tables.get(folder / _META, ())) or _pairs(folder, own)
        sets |= {file: one for one in found for file in one.files}
    return [*dict.fromkeys(sets.get(file, file) for file in named)]


def _of_phyphox(folder: Path, tables: Sequence[Path], meta: Sequence[Path]) -> list[Unpacked]:
    """Give a folder as one, where what phyphox writes lies beside tables of one recording."""
    if _PHYPHOX.isdisjoint(file.name for file in meta):
        return []
    whole = 0
    for file in tables:
        with suppress(ImportFileError):  # its reader says what is wrong with it
            whole += ready_map([file]) is not None
    return [Unpacked(_standing(folder, tables[0]), (*tables, *meta))] if whole <= 1 else []


def _pairs(folder: Path, tables: Sequence[Path]) -> list[Unpacked]:
    """Give those whose names differ in the quantity alone, if both of an IMU are among them."""
    alike: dict[tuple[str, str], list[tuple[int, Path]]] = {}
    for file in tables:
        stem = file.name.removesuffix(".gz").rpartition(".")[0]
        found = ((kind, said) for kind, word in enumerate(_KINDS) if (said := word.search(stem)))
        for kind, said in list(found)[:1]:
            rest = stem[: said.start()], _RATE.sub("", stem[said.end() :])
            alike.setdefault(rest, []).append((kind, file))
    return [
        Unpacked(_called(folder, rest, ones[0][1]), tuple(f for _, f in ones))
        for rest, ones in alike.items()
        if {kind for kind, _ in ones} >= _PAIR
    ]


def _called(folder: Path, rest: tuple[str, str], first: Path) -> Path:
    """Give what stands for files of a pair: all that their names have in common."""
    before, after = rest
    parts = (before.strip(" _-."), _NO_NAME.sub("", after).strip(" _-."))
    name = "_".join(part for part in parts if part)
    return folder / name if name else _standing(folder, first)


def _standing(folder: Path, first: Path) -> Path:
    """Give a folder by a path that ends in its name; of a disk's root, one after its first file."""
    whole = folder if folder.name not in {"", ".."} else folder.resolve()
    return whole if whole.name else whole / first.stem
