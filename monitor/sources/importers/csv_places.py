"""Find in which file each stream of a map is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from monitor.errors import ImportFileError
from monitor.sources.importers.columns import all_keys
from monitor.sources.importers.csv_header import find_header
from monitor.sources.importers.csv_map import (
    ForceStream,
    ImportMap,
    ImuStream,
    PressureStream,
    Stream,
)
from monitor.sources.importers.limits import ImportLimits
from monitor.sources.importers.lines import reading
from monitor.sources.importers.opening import InputFile
from monitor.sources.importers.remarks import Remarks, listed


@dataclass(frozen=True, slots=True)
class Part:
    """Columns of one stream that are in one file, and their times."""

    file: InputFile
    time: str | None
    values: tuple[str, ...]


Places = Mapping[Stream, tuple[Part, ...]]
"""One part a stream, or two of an IMU whose acceleration and angular rate are in two files."""


def value_columns(stream: Stream) -> tuple[str, ...]:
    """Columns of a stream's values, in the order of its channels."""
    match stream:
        case ImuStream(gyr=None):
            return stream.acc
        case ImuStream():
            return (*stream.acc, *(stream.gyr or ()))
        case PressureStream():
            return (*stream.cells, *stream.instep)
        case ForceStream():
            return (stream.force,)


class Finder:
    """Say in which of the given files each stream is."""

    def __init__(
        self,
        files: Sequence[InputFile],
        map_path: Path,
        import_map: ImportMap,
        limits: ImportLimits,
        remarks: Remarks,
    ) -> None:
        self._files = files
        self._map_path = map_path
        self._map = import_map
        self._limits = limits
        self._remarks = remarks

    def places(self) -> Places:
        """Say where each stream is; a pattern that fits no given file drops its stream.

        Raises
        ------
        ImportFileError
            If no stream is found, or a file that was given belongs to none.
        """
        streams = self._map.stream
        found = {stream: parts for stream in streams if (parts := self._parts(stream))}
        if not found:
            patterns = ", ".join(str(stream.file or _files(stream)) for stream in streams)
            reason = f"no stream of {self._map_path} is in it; they are in {patterns}"
            raise ImportFileError(str(self._files[0].whole), reason)
        self._refuse_unused({part.file for parts in found.values() for part in parts})
        return found

    def fits(self) -> bool:
        """Whether every stream is there with all of its columns, and no file is left over."""
        places = self.places()
        return len(places) == len(self._map.stream) and all(
            self._holds(part.file, all_keys([part.time or ""], part.values))
            for parts in places.values()
            for part in parts
        )

    def _refuse_unused(self, used: set[InputFile]) -> None:
        unused = [file for file in self._files if file not in used]
        for file in unused:
            if not file.spare:
                reason = f"no stream of {self._map_path} takes it; it would be left out"
                raise ImportFileError(str(file), reason)
        if unused:
            names = listed([file.inside for file in unused])
            place = "ZIP" if unused[0].member else "folder"
            self._remarks.add(f"of the {place} not read: {names}")

    def _parts(self, stream: Stream) -> tuple[Part, ...]:
        if isinstance(stream, ImuStream) and stream.gyr is not None:
            if stream.files is not None:
                first, second = (self._named(name) for name in stream.files)
                return self._pair(stream, first, second) if first and second else ()
            if stream.file is None and len(self._files) > 1 and not self._holder(stream):
                first, second = (self._only(columns) for columns in (stream.acc, stream.gyr))
                if first and second:
                    self._remarks.add(f"acceleration is of {first.name}, rate of {second.name}")
                    return self._pair(stream, first, second)
        file = self._holder(stream) if stream.file is None else self._named(stream.file)
        if stream.file is None and file is None:
            file = self._files[0]
        return (Part(file, stream.time_s, value_columns(stream)),) if file else ()

    def _pair(self, stream: ImuStream, first: InputFile, second: InputFile) -> tuple[Part, ...]:
        second_time = stream.gyr_time_s or stream.time_s
        return (
            Part(first, stream.time_s, stream.acc),
            Part(second, second_time, stream.gyr or ()),
        )

    def _named(self, name: str) -> InputFile | None:
        """Give the file of a name or pattern; a name is sought beside the map and the files too.

        Not beside what is whole in itself, a ZIP or a set: that would be another one's file.
        """
        fitting = [file for file in self._files if _is_called(file, name)]
        if fitting:
            return fitting[0]
        packed = [file for file in self._files if file.path.name == name]
        if packed:
            return packed[0]
        if "*" in name:
            return None
        if all(file.spare for file in self._files):
            reason = f"{name} is not in it, which {self._map_path} names"
            raise ImportFileError(str(self._files[0].whole), reason)
        folders = [self._map_path.parent, *(file.path.parent for file in self._files)]
        beside = [folder / name for folder in folders]
        return InputFile(next((path for path in beside if path.is_file()), beside[0]))

    def _holder(self, stream: Stream) -> InputFile | None:
        """Give the first of several files that holds all columns of a stream."""
        if len(self._files) == 1:
            return self._files[0]
        columns = all_keys([stream.time_s or ""], value_columns(stream))
        return next((file for file in self._files if self._holds(file, columns)), None)

    def _only(self, columns: Sequence[str]) -> InputFile | None:
        holding = [file for file in self._files if self._holds(file, columns)]
        return holding[0] if len(holding) == 1 else None

    def _holds(self, file: InputFile, columns: Sequence[str]) -> bool:
        try:
            unsaid = Remarks(file.name, aloud=False)
            with reading(file, self._limits, unsaid, self._map.encoding) as lines:
                find_header(file, iter(lines), columns, self._map.delimiter)
        except ImportFileError:
            return False
        return True


def _is_called(file: InputFile, name: str) -> bool:
    """Whether a name or pattern of a map, perhaps with folders, is that of a file.

    Large and small letters are one, as on some disks.
    """
    place, like = file.place.lower(), name.lower()
    whole = "/" in like and fnmatchcase(f"/{place}", f"*/{like}")
    return fnmatchcase(file.name.lower(), like) or file.member.lower() == like or whole


def _files(stream: Stream) -> str:
    return ", ".join(stream.files) if isinstance(stream, ImuStream) and stream.files else "?"
