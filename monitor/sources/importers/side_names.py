"""Tell which foot a name says: of a column, a file, the ZIP or the folder that it is in."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from monitor.printable import printable
from monitor.sources.importers.opening import InputFile
from monitor.types import Side

_BEFORE_A_FOOT: Final = (
    "acc", "gyr", "gyro", "acc[xyz]", "gyr[xyz]", "gyro[xyz]", "imu", "pod", "sensor", "force",
    "kraft", "pressure", "druck", "sole", "shoe", "foot", "fuss", "fuß", "heel", "ankle", "leg",
)  # fmt: skip
_STARTS: Final = (
    rf"(?:(?<![^\W\d_])|(?-i:(?=[A-Z][a-z]))|{'|'.join(f'(?<={one})' for one in _BEFORE_A_FOOT)})"
)
"""Where a word starts, as in ``accLeft`` and ``footleft`` too: ``bright`` says no foot."""
_LEFT: Final = re.compile(
    _STARTS + r"(?:left(?!over)|links|gauche|izq)|(?<![^\W\d_])(?:l|li|lf)(?![^\W\d_])",
    re.IGNORECASE,
)
_RIGHT: Final = re.compile(
    _STARTS + r"(?:right|recht|droit|derech)|(?<![^\W\d_])(?:r|re|rf)(?![^\W\d_])",
    re.IGNORECASE,
)
_LETTERS: Final = re.compile(r"(?<![^\W\d_])(?:l|li|lf|r|re|rf)(?![^\W\d_])", re.IGNORECASE)
_NOUN: Final = "foot|fuss|fuß|shoe|schuh|insole|sole|sohle|pied|pod|imu|sensor|ankle|heel|leg"
_ENDS: Final = rf"(?:(?![^\W\d_])|(?-i:(?<=[a-z])(?=[A-Z]))|(?={_NOUN}))"
"""Where a word ends, as in ``LeftInsole`` and ``leftfoot`` too."""


def _plain(words: str, letters: str) -> re.Pattern[str]:
    """What means a foot and nothing else: a whole word, or a letter beside what is worn there."""
    before, after = rf"(?<![^\W_])(?:{letters})[\W_]+(?:{_NOUN})", rf"[\W_]+(?:{letters})(?![^\W_])"
    word = rf"{_STARTS}(?:{words}){_ENDS}"
    return re.compile(rf"{word}|{before}|(?:{_NOUN}){after}", re.IGNORECASE)


_PLAIN: Final = {
    Side.LEFT: _plain("left|links|linke[rsn]?|gauche|izq|izquierd[ao]", "l|lf"),
    Side.RIGHT: _plain("right|rechts|rechte[rsn]?|droite?|derech[ao]", "r|rf"),
}
"""A file may be called ``R1`` or ``re-test`` for other reasons than a column."""
_WORDS: Final = {
    Side.LEFT: frozenset({"left", "links", "gauche", "izquierda", "izquierdo"}),
    Side.RIGHT: frozenset({"right", "rechts", "droit", "droite", "derecha", "derecho"}),
}
"""What a folder's name is made of where it says a foot: one called ``R`` holds programs."""
_LINKS: Final = "links"
_BESIDE_LINKS: Final = ("rechts", "Rechts", "RECHTS")
_OVER: Final = re.compile(r"left[\W_]*(?:overs?|behind|out)(?![^\W_])")
"""What was left is no foot."""
SIDE: Final = "(--side)"
"""Ends what is said of a foot that is not sure."""
NOT_CLEAR: Final = "which foot it is of is not clear"
"""Said where a name and the columns of one table say two feet."""
ASK: Final = "which foot wore the sensor is not said: add --side left or --side right"


def side_in(text: str) -> Side | None:
    """Foot that a name says; None if it says none, or both.

    >>> side_in("L_acc_x"), side_in("acc_right.z"), side_in("calories"), side_in("Accéléromètre")
    (<Side.LEFT: 'left'>, <Side.RIGHT: 'right'>, None, None)
    >>> side_in("LeftInsole"), side_in("AccXRight"), side_in("bright"), side_in("upright")
    (<Side.LEFT: 'left'>, <Side.RIGHT: 'right'>, None, None)
    """
    left, right = bool(_LEFT.search(text)), bool(_RIGHT.search(text))
    if left == right:
        return None
    return Side.LEFT if left else Side.RIGHT


def one_side(names: Iterable[str]) -> Side | None:
    """Foot that some of these names say, where none of them says the other."""
    said = {side for name in names if (side := side_in(name)) is not None}
    return said.pop() if len(said) == 1 else None


class SaidBy(NamedTuple):
    """A foot, and the name that says it."""

    side: Side
    name: str

    def __str__(self) -> str:
        return printable(f'the name "{self.name}" says the {self.side} foot {SIDE}')


def said_by(file: InputFile) -> SaidBy | None:
    """Foot that a file's name says plainly; else the folder in its ZIP, the ZIP, or its folder.

    >>> from pathlib import Path
    >>> print(said_by(InputFile(Path("left.zip"), "Raw Data.csv")))
    the name "left.zip" says the left foot (--side)
    >>> said_by(InputFile(Path("R1.csv"))), said_by(InputFile(Path("re-test.csv")))
    (None, None)
    """
    return next((SaidBy(side, name) for side, name in _said(file) if side is not None), None)


def side_of_file(file: InputFile) -> Side | None:
    """Foot that the name of a file, its ZIP or its folder says plainly.

    >>> from pathlib import Path
    >>> side_of_file(InputFile(Path("/runs/left/bright.csv")))
    <Side.LEFT: 'left'>
    """
    said = said_by(file)
    return None if said is None else said.side


def hinted_by(file: InputFile) -> Side | None:
    """Foot that letters in a file's name may mean, as in ``run_R``."""
    return side_in(PurePosixPath(file.name).stem)


def are_twins(files: Iterable[InputFile]) -> bool:
    """Whether each name with a letter for one foot has its twin with the other's.

    >>> from pathlib import Path
    >>> are_twins(InputFile(Path(name)) for name in ("run_L.csv", "run_R.csv"))
    True
    >>> are_twins(InputFile(Path(name)) for name in ("run_L.csv", "test_R.csv"))
    False
    """
    names: dict[Side | None, list[str]] = {Side.LEFT: [], Side.RIGHT: []}
    for file in files:
        names.setdefault(hinted_by(file), []).append(_LETTERS.sub("", file.name))
    return bool(names[Side.LEFT]) and sorted(names[Side.LEFT]) == sorted(names[Side.RIGHT])


def without_foot(name: str) -> tuple[Side | None, str]:
    """Foot that a name says, by a letter too, and what is left of the name without it.

    >>> without_foot("left_S1") == (Side.LEFT, "_S1"), without_foot("S1_R") == (Side.RIGHT, "S1_")
    (True, True)
    """
    if (plain := _plainly(name)) is not None:
        return plain, _PLAIN[plain].sub("", name)
    return side_in(name), _LETTERS.sub("", name)


def _said(file: InputFile) -> Iterator[tuple[Side | None, str]]:
    name = PurePosixPath(file.name)
    yield _plainly(name.stem), name.name
    if file.member:
        for parent in PurePosixPath(file.member).parents:
            yield _of_folder(parent.name), parent.name
        yield _plainly(file.path.stem), file.path.name
    for folder in dict.fromkeys(one.absolute().parent for one in (file.path, file.whole)):
        yield _of_folder(folder.name) if _is_foot(folder) else None, folder.name


def _plainly(name: str) -> Side | None:
    said = [side for side, words in _PLAIN.items() if words.search(name)]
    return said[0] if len(said) == 1 else None


def _is_foot(folder: Path) -> bool:
    """Whether a folder on the disk may mean a foot: "Links" alone may hold what one links to."""
    if folder.name.lower() != _LINKS:
        return True
    return any(folder.with_name(other).is_dir() for other in _BESIDE_LINKS)


def _of_folder(name: str) -> Side | None:
    words = set(re.split(r"[\W\d_]+", _OVER.sub("", name.lower())))
    said = [side for side, own in _WORDS.items() if words & own]
    return said[0] if len(said) == 1 else None
