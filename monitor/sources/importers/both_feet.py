"""Tell the files of one foot from those of the other, by their names."""

from collections.abc import Sequence
from pathlib import Path

from monitor.errors import ImportFileError
from monitor.printable import printable
from monitor.sources.importers.opening import InputFile, Source, Unpacked, expand
from monitor.sources.importers.remarks import Remarks, listed
from monitor.sources.importers.side_names import are_twins, hinted_by, said_by, side_of_file
from monitor.types import Side


def of_foot(files: list[InputFile], side: Side | None, remarks: Remarks) -> list[InputFile]:
    """Leave out the files whose names say the other foot than the one that is wanted."""
    if side is None:
        return files
    feet = _feet(files)
    others = [file for file in files if feet[file] not in {None, side}]
    if not others or len(others) == len(files):
        return files
    remarks.add(
        f"by their names of the other foot, not read: {listed([one.name for one in others])}"
    )
    return [file for file in files if file not in others]


def foot_in_a_set(source: Source, side: str | None) -> str | None:
    """Foot of one file of many for which one ``side`` was named: what its name says comes first.

    Files that belong together and whose names say both feet are read as both.

    >>> from pathlib import Path
    >>> print(foot_in_a_set(Path("DOT_right.csv"), "left"), foot_in_a_set(Path("a.csv"), "left"))
    right left
    >>> foot_in_a_set(Path("DOT_right.csv"), None)
    """
    if not side:
        return side
    files = [InputFile(source)] if isinstance(source, Path) else expand([source])
    if isinstance(source, Unpacked) and by_foot(files):
        return None
    return next((said for file in files if (said := side_of_file(file))), None) or side


def refuse_other_foot(files: Sequence[InputFile], side: Side | None) -> None:
    """Refuse files whose names say the other foot than the one that is wanted.

    Raises
    ------
    ImportFileError
        With both; whoever named the foot, or the file, decides.
    """
    said = [one for file in files if (one := said_by(file)) is not None]
    if side is not None and {one.side for one in said} == {side.other}:
        reason = (
            f'the name "{printable(said[0].name)}" says the {said[0].side} foot and --side the '
            f"{side} one: leave --side away, or rename what is called wrongly"
        )
        raise ImportFileError(str(files[0].whole), reason)


def by_foot(files: Sequence[InputFile]) -> dict[Side, list[InputFile]]:
    """Give the files of each foot where their names say both; else nothing.

    A member of a ZIP or of a set may say neither; a file that was given by itself has to say one.
    """
    feet = _feet(files)
    alone = [file for file in files if feet[file] is None and not file.spare]
    if alone or not {*Side} <= set(feet.values()):
        return {}
    return {side: [file for file in files if feet[file] is side] for side in Side}


def say_feet(files: Sequence[InputFile], remarks: Remarks) -> None:
    """Say which names say which foot, and what is of neither."""
    for file, side in _feet(files).items():
        if (said := said_by(file)) is not None:
            remarks.add(str(said))
        elif side is not None:
            remarks.add(f'"{file.name}" is the {side} one of a pair of names')
        else:
            remarks.add(f"by its name of no foot, not read: {file.name}")


def _feet(files: Sequence[InputFile]) -> dict[InputFile, Side | None]:
    """Foot of each file: what its name says plainly, or a letter in which two names differ."""
    said = {file: side_of_file(file) for file in files}
    if not any(said.values()) and are_twins(files):
        return {file: hinted_by(file) for file in files}
    return said
