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
from monitor.sources.importers.both_feet import by_foot
from monitor.sources.importers.csv_map import PressureStream, map_of
from monitor.sources.importers.guess import propose
from monitor.sources.importers.opening import Source, Unpacked, expand
from monitor.sources.importers.ready import ready_map
from monitor.sources.importers.recognise import recognise
from monitor.sources.importers.side_names import SIDE, without_foot
from monitor.types import Side

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
_ALONE: Final = ("", "")
"""What is left of names that are the quantity's alone."""
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
        meta = tables.get(folder / _META, ())
        found = _of_phyphox(folder, own, meta) or _of_both_feet(_pairs(folder, own))
        sets |= {file: one for one in found for file in one.files}
    return [*dict.fromkeys(sets.get(file, file) for file in named)]


def _of_phyphox(folder: Path, tables: Sequence[Path], meta: Sequence[Path]) -> list[Unpacked]:
    """Give a folder as one, where what phyphox writes lies beside tables of one recording."""
    if _PHYPHOX.isdisjoint(file.name for file in meta):
        return []
    own = [file for file in tables if not _is_insole(file)]
    whole = 0
    for file in own:
        with suppress(ImportFileError):  # its reader says what is wrong with it
            whole += ready_map([file]) is not None
    return [Unpacked(_standing(folder, own[0]), (*own, *meta))] if own and whole <= 1 else []


def _pairs(folder: Path, tables: Sequence[Path]) -> list[Unpacked]:
    """Give those whose names differ in the quantity alone, if both of an IMU are among them."""
    alike: dict[tuple[str, str], list[tuple[int, Path]]] = {}
    for file in tables:
        stem = file.name.removesuffix(".gz").rpartition(".")[0]
        found = ((kind, said) for kind, word in enumerate(_KINDS) if (said := word.search(stem)))
        for kind, said in list(found)[:1]:
            rest = stem[: said.start()], _RATE.sub("", stem[said.end() :])
            if kind in _PAIR or not _is_insole(file):
                alike.setdefault(rest, []).append((kind, file))
    sets = {
        rest: tuple(file for _, file in ones)
        for rest, ones in alike.items()
        if {kind for kind, _ in ones} >= _PAIR
    }
    if [*sets] == [_ALONE]:  # the folder of one recording, which may hold notes
        sets[_ALONE] += tuple(one for one in tables if one not in sets[_ALONE] and _is_no_run(one))
    return [Unpacked(_called(folder, rest, ones[0]), ones) for rest, ones in sets.items()]


def _of_both_feet(sets: Sequence[Unpacked]) -> list[Unpacked]:
    """Join two whose names differ in the foot alone, as their ZIP is read."""
    by_rest: dict[str, list[tuple[Side | None, Unpacked]]] = {}
    for one in sets:
        foot, rest = without_foot(one.name)
        by_rest.setdefault(rest if foot else f"{rest}/{one.name}", []).append((foot, one))
    found: list[Unpacked] = []
    for rest, ones in by_rest.items():
        files = tuple(file for _, one in ones for file in one.files)
        both = Unpacked(_called(files[0].parent, (rest, ""), files[0]), files)
        apart = len(ones) != len(Side) or not by_foot(expand([both]))
        found += [one for _, one in ones] if apart else [both]
    return found


def _is_insole(file: Path) -> bool:
    """Whether what lies beside a sensor's files is a recording of its own, by its content."""
    with suppress(ImportFileError):
        if recognise([file]) != "csv":
            return True
        if "pressure" in file.name.lower():  # a barometer has one column
            said = propose([file])
            streams = map_of(said.text, file).stream
            sure = all(SIDE in doubt for doubt in said.doubts)
            return sure and any(isinstance(s, PressureStream) and len(s.cells) > 1 for s in streams)
    return False


def _is_no_run(file: Path) -> bool:
    """Whether nothing in a table looks like samples."""
    try:
        return recognise([file]) == "csv" and not propose([file])
    except ImportFileError:
        return True


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
