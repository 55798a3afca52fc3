"""Find the files that are named: one by one, by patterns, in folders, and in a ZIP of many runs."""

from collections.abc import Iterable, Iterator
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Final

from monitor.errors import ImportFileError

if TYPE_CHECKING:
    from monitor.sources.importers.opening import Source

SUFFIXES: Final = (".fit", ".gpx", ".tcx", ".csv", ".txt", ".asc", ".tsv", ".zip")
"""What may be a recording in a folder; each also with ``.gz``."""
HIDDEN: Final = (".", "__MACOSX")
"""How names start of what computers put into folders beside the recordings."""
_MAGIC: Final = frozenset("*?[")


def is_pattern(file: Path) -> bool:
    """Whether a name stands for those that are like it, as in a shell; a file may be called so.

    >>> is_pattern(Path("runs/*/x.fit")), is_pattern(Path("run.fit"))
    (True, False)
    """
    return not _MAGIC.isdisjoint(str(file)) and not file.exists()


def candidates(files: Iterable[Path], more: tuple[str, ...] = ()) -> Iterator[Path]:
    """Give the files that are named, those of patterns, and those in folders, in order.

    ``more``: endings that files in folders may have besides those of what can be imported.

    Raises
    ------
    ImportFileError
        If a file is not there, or none is like a pattern.
    """
    for file in files:
        if file.is_dir():
            yield from sorted(one for one in file.rglob("*") if _may_be(one, file, more))
        elif file.exists():
            yield file
        elif not is_pattern(file):
            raise ImportFileError(file, "No such file or directory")
        elif alike := _alike(file):
            yield from dict.fromkeys(candidates(alike, more))  # ** gives a folder and its files
        else:
            raise ImportFileError(file, "no file has a name like that")


def runs(files: Iterable[Path]) -> "list[Source]":
    """Give what each becomes a run: files, activities of a ZIP, files that belong together."""
    from monitor.sources.importers.together import together

    found = together(files)
    return [run for one in found for run in (sources(one) if isinstance(one, Path) else [one])]


def sources(file: Path) -> "list[Source]":
    """Give the activities of a ZIP of several; else the file, whatever it is."""
    from monitor.sources.importers.opening import activities_in

    try:
        packed = activities_in(file)
    except ImportFileError:
        return [file]  # its reader says what is wrong with it
    return [*packed] if len(packed) > 1 else [file]


def _alike(pattern: Path) -> list[Path]:
    """Give what a shell would make of a pattern; the folder before it may be called anything."""
    place = next(folder for folder in pattern.parents if folder.exists())
    like = str(pattern.relative_to(place))
    names = glob(like, root_dir=place, recursive=True)  # noqa: PTH207  # Path: hidden ones, too
    return sorted(one for one in (place / name for name in names) if one.exists())


def _may_be(file: Path, folder: Path, more: tuple[str, ...]) -> bool:
    """Whether a file of a folder may be a recording; what computers hide there is none."""
    if any(part.startswith(HIDDEN) for part in file.relative_to(folder).parts):
        return False
    name = file.name.lower().removesuffix(".gz")
    return file.is_file() and name.endswith(SUFFIXES + more)
