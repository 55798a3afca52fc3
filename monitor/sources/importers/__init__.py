"""Recordings of other people's sensors: one file a format, files in, packets out."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.fit_file import import_fit
from monitor.sources.importers.gpx_tcx import import_gpx, import_tcx
from monitor.sources.importers.moticon import import_moticon
from monitor.sources.importers.opening import Source
from monitor.sources.importers.pedar import import_pedar
from monitor.sources.importers.streams import ImportedRun

Importer = Callable[[Sequence[Source], Path | None], ImportedRun]
"""Files and, where the format wants one, a map."""

IMPORT_FORMATS: Final[dict[str, Importer]] = {
    "csv": import_csv,
    "moticon": import_moticon,
    "pedar": import_pedar,
    "fit": import_fit,
    "gpx": import_gpx,
    "tcx": import_tcx,
}
"""Every format that can be imported, by its name on the command line."""
