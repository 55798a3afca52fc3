"""Choose the file to read, for formats that have one file for each run."""

from collections.abc import Sequence
from pathlib import Path

from monitor.errors import ImportFileError
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.opening import InputFile, Source, expand
from monitor.sources.importers.recognise import only_of
from monitor.sources.importers.remarks import Remarks, listed


def only_file(
    files: Sequence[Source], map_path: Path | None, form: str, limits: ImportLimits
) -> tuple[InputFile, Remarks]:
    """Give the one file that was named, or the one of this format in a ZIP; the others are said.

    Raises
    ------
    ImportFileError
        If there are several, or a map, which nobody would read.
    """
    what = "an activity" if form in {"fit", "gpx", "tcx"} else "an export"
    if len(files) > 1:
        raise ImportFileError(
            str(files[1]), f"{what} is one file: name a folder for a recording of each (-o FOLDER)"
        )
    if map_path is not None:
        raise ImportFileError(str(files[0]), "this format needs no map")
    everything = expand(files, limits)
    found = only_of(form, everything, limits) if len(everything) > 1 else everything
    if len(found) != 1:
        reason = f"holds {len(found)} such files, and {what} is one: import it into a folder"
        raise ImportFileError(str(files[0]), reason)
    remarks = Remarks(found[0].title)
    if others := [file.member for file in everything if file not in found]:
        remarks.add(f"of the ZIP not read: {listed(others)}")
    return found[0], remarks
