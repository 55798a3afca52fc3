"""Make one recording of files that belong together, as their owner wishes them to be read."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from monitor.cli.common import header
from monitor.cli.who_runs import Worn
from monitor.errors import ConfigError, ImportFileError
from monitor.files.output import check_outputs

if TYPE_CHECKING:
    from monitor.session.inventory import Inventory
    from monitor.sources.importers.opening import Source
    from monitor.sources.importers.streams import ImportedRun
    from monitor.types import Packet

_AT_ONCE: Final = 512
"""Packets counted at once."""
_UNSAID: Final = Worn()
_WATCHES: Final = frozenset({"fit", "gpx", "tcx"})


class WhichFoot(StrEnum):
    """The words of ``--side``; `monitor.types` would load numpy for the help."""

    LEFT = "left"
    RIGHT = "right"


class Wishes:
    """How the owner wants files to be read."""

    def __init__(
        self,
        map_: str | None,
        format_: str | None,
        side: WhichFoot | None,
        laps_are: str | None,
        calibration: str | None = None,
        *,
        unsure_laps: bool = False,
    ) -> None:
        self.calibration = calibration
        self.map = map_
        self.format = format_
        self.side = side
        self.laps_are = laps_are
        self.unsure_laps = unsure_laps

    def check(self) -> None:
        """Refuse what cannot be meant, before any file is looked at.

        Raises
        ------
        ConfigError
        """
        from monitor.sources.importers import IMPORT_FORMATS

        if self.format is not None and self.format not in IMPORT_FORMATS:
            allowed = ", ".join(IMPORT_FORMATS)
            raise ConfigError("--format", self.format, f"expected one of {allowed}")
        if self.unsure_laps and self.laps_are is None:
            raise ConfigError("--unsure-laps", "", "goes with --laps-are: it says what they report")

    def held(self, form: str) -> "Wishes":
        """Leave out what makes no sense of a format, where files of several are read at once."""
        table, watch = form == "csv", form in _WATCHES
        return Wishes(
            self.map if table else None,
            self.format,
            self.side if table else None,
            self.laps_are if watch else None,
            None if watch else self.calibration,
            unsure_laps=self.unsure_laps and watch,
        )

    def of_foot(self, side: str | None) -> "Wishes":
        """Give the same wishes for a table of this foot."""
        changed = copy(self)
        changed.side = WhichFoot(side) if side else None
        return changed


class Made:
    """A recording that was made: what is in it, and what was repaired."""

    def __init__(self, found: "Inventory", run: "ImportedRun", packets: int) -> None:
        self.found = found
        self.shared = run.shared
        self.started = run.started
        self.clock_s = run.clock_s
        self.remarks = run.remarks.said
        self.packets = packets


def make_recording(
    files: "Sequence[Source]",
    output: Path,
    wishes: Wishes,
    worn: Worn = _UNSAID,
    *,
    force: bool,
) -> Made:
    """Import files that belong together into one recording, as a run in a shoe at a temperature.

    Raises
    ------
    ConfigError, ImportFileError, RecordingError
        If they cannot be read, or the recording cannot be written.
    """
    from monitor.config import Config
    from monitor.home.folder import Home, place
    from monitor.home.left_note import refuse_others
    from monitor.home.own_files import own_files
    from monitor.session.finish import write_recording
    from monitor.session.inventory import Inventory
    from monitor.sources.importers.csv_map import map_path
    from monitor.sources.importers.opening import paths_of
    from monitor.sources.importers.recognise import recognise

    import_map = map_path(wishes.map) if wishes.map else None
    read = [path for file in files for path in paths_of(file)]
    own = own_files(Home(place()), recordings=False)
    check_outputs([output], inputs=[*read, import_map, *own], force=force)
    form = wishes.format or ("csv" if import_map else recognise(files))
    imported = _imported(files, form, import_map, wishes)
    config = worn.settings(Config())
    found = Inventory(config.ingest)
    says = replace(
        header(f"import {form}", config, imported.started), file_clock_s=imported.clock_s
    )
    refuse_others(output, says.started)
    packets = _seen(_some(imported, str(files[0])), found)
    count = write_recording(output, says, packets, config.session, force=force)
    return Made(found, imported, count)


def _some(imported: "ImportedRun", file: str) -> "Iterator[Packet]":
    """Give the packets of an import; refuse one of none."""
    packets = iter(imported.packets)
    first = next(packets, None)
    if first is None:
        raise ImportFileError(file, "holds nothing that can be used")
    return chain([first], packets)


def _imported(
    files: "Sequence[Source]", form: str, import_map: Path | None, wishes: Wishes
) -> "ImportedRun":
    from monitor.sources.importers import IMPORT_FORMATS
    from monitor.sources.importers.csv_file import import_csv
    from monitor.sources.importers.laps import feeling_of, say_reports, with_reports
    from monitor.types import Side

    importer = IMPORT_FORMATS[form]
    if wishes.side is not None and form != "csv":
        raise ConfigError("--side", wishes.side, "is for tables; this format says its sides")
    if form == "csv":
        side = Side(wishes.side) if wishes.side else None
        imported = import_csv(files, import_map, side=side)
    else:
        imported = importer(files, import_map)
    if wishes.calibration is not None:
        from monitor.cli.calibrate_import import with_calibration

        imported = replace(imported, packets=with_calibration(imported.packets, wishes.calibration))
    if wishes.laps_are is None:
        return imported
    if form not in _WATCHES:
        raise ConfigError("--laps-are", wishes.laps_are, "is for activities of a watch, with laps")
    feeling = feeling_of(wishes.laps_are)
    reported = [*with_reports(imported.packets, feeling, unsure=wishes.unsure_laps)]
    say_reports(reported, imported.remarks)
    return replace(imported, packets=iter(reported))


def _seen(packets: "Iterator[Packet]", inventory: "Inventory") -> "Iterator[Packet]":
    """Pass packets on, and count what they hold."""
    while batch := list(islice(packets, _AT_ONCE)):
        inventory.push(batch)
        yield from batch
    inventory.finish()
