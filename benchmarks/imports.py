"""Time imports of an hour, and count the laps told apart. Run: ``python -m benchmarks.imports``.

The hour of a watch is written by fit-tool, a record a second; the hour of a table is a recording of
../shared/data/vicon_foot again and again, a time and six axes at 200 Hz. Each is imported by the
command that a person types; the program's own start counts. Laps are those of the FIT files of
../shared/data/fit, or of ``--laps FOLDER``, against what fitdecode says of them. Exits with 1 where
a target is missed.
"""

import argparse
import gzip
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import fitdecode
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.profile_type import FileType, Sport

from benchmarks.realdata import DATA
from monitor.errors import ImportFileError
from monitor.sources.importers import IMPORT_FORMATS
from monitor.types import LapTrigger
from monitor.wire import lap, uuids

HOUR_S = 3600
RATE_HZ = 200
FIT_S, TABLE_S = 5.0, 15.0
TOLD = 0.99
START_MS = 1_700_000_000_000
RUN = DATA / "fit" / "developer-types-sample.fit"
ON_FOOT = (None, "running", "walking", "hiking", "generic")
TABLE = DATA / "vicon_foot" / "2017-11-27-11-24-07.csv.gz"


class Told(NamedTuple):
    """Laps of some files that fitdecode calls pressed, otherwise ended, and ended by nobody knows.

    ``right`` counts those of the first two that the import tells so, ``kept`` those of the last.
    ``refused`` counts files that the import does not take for a run; their laps are left out.
    """

    pressed: int
    others: int
    unknown: int
    right: int
    kept: int
    refused: int = 0


def main() -> int:
    """Print all of it; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laps", type=Path, default=DATA / "fit", metavar="FOLDER")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = timed("1 h of FIT", watch(folder / "hour.fit"), folder, FIT_S)
        good &= timed("57 min of FIT, a watch's own", RUN, folder, FIT_S)
        words = ["--map", "vicon_foot"]
        good &= timed("1 h of CSV, 200 Hz", table(folder / "hour.csv"), folder, TABLE_S, *words)
    files = sorted(options.laps.rglob("*.fit"))
    told = laps(files)
    said = told.pressed + told.others
    print(f"laps of {len(files)} FIT files, {told.refused} of them refused as no runs:")
    print(f"{said} say what ended them ({told.pressed} the button);")
    print(f"told so {told.right} of {said}; {told.kept} of {told.unknown} others are left unknown")
    print(f"targets: {FIT_S:g} s, {TABLE_S:g} s, {TOLD:.0%} of the laps that say it")
    return int(not (good and told.right >= TOLD * said and told.kept == told.unknown))


def timed(what: str, file: Path, folder: Path, target_s: float, *words: str) -> bool:
    """Import a file and print how long it took; whether the target is met."""
    output = folder / f"{file.name}.mcap"
    command = [sys.executable, "-m", "monitor.cli", "import", str(file), "-o", str(output), *words]
    before, began_s = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took_s = time.perf_counter() - began_s
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size_mb = file.stat().st_size / 1e6
    print(f"{what:<30}{size_mb:5.1f} MB {took_s:5.1f} s, {cpu_s:.1f} s of a processor")
    return took_s <= target_s


def watch(path: Path) -> Path:
    """An hour of a watch and its pod."""
    first = FileIdMessage()
    first.type, first.time_created = FileType.ACTIVITY, START_MS
    builder = FitFileBuilder(auto_define=True)
    builder.add_all([first, *(record(second) for second in range(HOUR_S)), session()])
    path.write_bytes(builder.build().to_bytes())
    return path


def record(second: int) -> RecordMessage:
    one, wave = RecordMessage(), math.sin(second / 90.0)
    one.timestamp = START_MS + 1000 * second
    one.position_lat, one.position_long = 50.0 + 2.7e-5 * second, 8.0
    one.distance, one.speed = 3.0 * second, 3.0 + 0.1 * wave
    one.altitude, one.heart_rate = 200.0 + 10.0 * wave, 150 + round(5.0 * wave)
    one.cadence, one.power = 85, 250 + round(20.0 * wave)
    one.stance_time, one.vertical_oscillation = 240.0 + 5.0 * wave, 80.0
    one.temperature = 21
    return one


def session() -> SessionMessage:
    one = SessionMessage()
    one.timestamp, one.start_time = START_MS + 1000 * HOUR_S, START_MS
    one.total_elapsed_time, one.sport = float(HOUR_S), Sport.RUNNING
    return one


def table(path: Path) -> Path:
    """An hour of a foot at 200 Hz; its times are those of the row."""
    head, *rows = gzip.decompress(TABLE.read_bytes()).decode().splitlines()
    values = [row.partition(",")[2] for row in rows]
    with path.open("w") as file:
        file.write(f"{head}\n")
        file.writelines(
            f"{number / RATE_HZ:.3f},{values[number % len(values)]}\n"
            for number in range(HOUR_S * RATE_HZ)
        )
    return path


def laps(files: list[Path]) -> Told:
    """Compare the laps of files with what fitdecode says of them."""
    counts: Counter[tuple[LapTrigger, bool]] = Counter()
    refused = 0
    for file in files:
        try:
            found = by_import(file)
        except ImportFileError:
            refused += 1
            continue
        true = by_fitdecode(file)
        found += [None] * (len(true) - len(found))
        counts.update((one, one is own) for one, own in zip(true, found, strict=False))
    pressed, others, unknown = (
        counts[kind, True] + counts[kind, False]
        for kind in (LapTrigger.MANUAL, LapTrigger.AUTOMATIC, LapTrigger.UNKNOWN)
    )
    right = counts[LapTrigger.MANUAL, True] + counts[LapTrigger.AUTOMATIC, True]
    return Told(pressed, others, unknown, right, counts[LapTrigger.UNKNOWN, True], refused)


def by_fitdecode(file: Path) -> list[LapTrigger]:
    """Give the laps on foot, as far as fitdecode reads a file."""
    said = []
    with (
        suppress(fitdecode.FitError),
        fitdecode.FitReader(file, check_crc=fitdecode.CrcCheck.DISABLED) as frames,
    ):
        for frame in frames:
            if not isinstance(frame, fitdecode.FitDataMessage) or frame.name != "lap":
                continue
            if frame.get_value("sport", fallback=None) in ON_FOOT:
                said.append(frame.get_value("lap_trigger", fallback=None))
    words = {None: LapTrigger.UNKNOWN, "manual": LapTrigger.MANUAL}
    return [words.get(one, LapTrigger.AUTOMATIC) for one in said]


def by_import(file: Path) -> list[LapTrigger | None]:
    packets = IMPORT_FORMATS["fit"]([file], None).packets
    return [lap.decode(one.payload).trigger for one in packets if one.characteristic == uuids.LAP]


if __name__ == "__main__":
    sys.exit(main())
