"""Signals, tables of them, and what an import of a proposed map reads from those."""

from pathlib import Path

import numpy as np

from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.guess import propose
from monitor.sources.importers.streams import ImportedRun
from monitor.types import FloatArray, Side
from monitor.wire import imported, uuids

G = 9.80665
T_S = np.arange(300) / 100.0
ACC = np.stack([2.0 * np.sin(9.0 * T_S), G + 6.0 * np.sin(9.0 * T_S), np.cos(9.0 * T_S)])
GYR = np.stack([0.5 * np.sin(9.0 * T_S), 0.3 * np.cos(9.0 * T_S), 5.0 * np.sin(9.0 * T_S)])
DEG = np.degrees(GYR)


def write_table(path: Path, head: str, columns: list[FloatArray]) -> Path:
    rows = [",".join(f"{value:.6f}" for value in row) for row in np.array(columns).T]
    path.write_text("\n".join([head, *rows, ""]))
    return path


def streams_of(run: ImportedRun) -> dict[str, FloatArray]:
    found: dict[str, list[FloatArray]] = {}
    for packet in run.packets:
        if packet.characteristic == uuids.IMPORT_SAMPLES:
            frame = imported.decode(packet.payload)
            found.setdefault(packet.sensor, []).append(np.column_stack([frame.t_s, frame.values]))
    return {sensor: np.concatenate(frames) for sensor, frames in found.items()}


def read_proposed(
    folder: Path, files: list[Path], side: Side | None = None
) -> dict[str, FloatArray]:
    map_path = folder / "proposal.toml"
    map_path.write_text(propose(files, side).text, encoding="utf-8")
    return streams_of(import_csv(files, map_path))


def lines_of(*columns: FloatArray, words: str = "") -> list[str]:
    return [
        ",".join([f"{row[0]:.3f}", *([words] if words else []), *(f"{v:.5f}" for v in row[1:])])
        for row in np.column_stack(columns)
    ]
