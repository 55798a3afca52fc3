"""Tell which foot a name says: of a column, a file, the ZIP or the folder that it is in."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

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
_WORDS: Final = {
    Side.LEFT: frozenset({"left", "links", "gauche", "izquierda", "izquierdo"}),
    Side.RIGHT: frozenset({"right", "rechts", "droit", "droite", "derecha", "derecho"}),
}
"""What a folder's name is made of where it says a foot: one called ``R`` holds programs."""
SIDE: Final = "(--side)"
"""Ends what is said of a foot that is not sure."""
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


def side_of_file(file: InputFile) -> Side | None:
    """Foot that a file's name says; else the folder in its ZIP, the ZIP, or its folder.

    >>> from pathlib import Path
    >>> side_of_file(InputFile(Path("left.zip"), "Raw Data.csv")), side_of_file(
    ...     InputFile(Path("/runs/links/bright.csv"))
    ... )
    (<Side.LEFT: 'left'>, <Side.LEFT: 'left'>)
    """
    return next((side for side in _said(file) if side is not None), None)


def sides_of_files(files: Iterable[InputFile]) -> set[Side]:
    """Feet that the names of files say."""
    return {side for file in files if (side := side_of_file(file)) is not None}


def _said(file: InputFile) -> Iterator[Side | None]:
    yield side_in(PurePosixPath(file.name).stem)
    if file.member:
        for folder in PurePosixPath(file.member).parents:
            yield _of_folder(folder.name)
        yield side_in(file.path.stem)
    yield _of_folder(file.path.absolute().parent.name)


def _of_folder(name: str) -> Side | None:
    words = set(re.split(r"[\W\d_]+", name.lower()))
    said = [side for side, own in _WORDS.items() if words & own]
    return said[0] if len(said) == 1 else None
