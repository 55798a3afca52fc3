"""Make the recordings of the cohort once, into a folder that is kept; a second call goes on."""

import os
from pathlib import Path

from firmware_sim.record import record
from firmware_sim.scenario import scenario_file

SCENARIOS = ("easy_run", "tight_laces", "hills_intervals", "walk_run", "fatigue")


def made(cache: Path, different: int, minutes: float) -> list[Path]:
    """Paths of so many different recordings; those that are there are not made again."""
    folder = cache / f"{minutes:g}min"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(different):
        name = SCENARIOS[number % len(SCENARIOS)]
        path = folder / f"{number:02d}_{name}.mcap"
        if not path.exists():
            part = path.with_suffix(".part")
            scenario = scenario_file.load(name)
            record(scenario, part, duration_s=60.0 * minutes, seed=number, force=True)
            part.replace(path)
        paths.append(path)
    return paths


def copies(paths: list[Path], each: int, folder: Path) -> list[Path]:
    """Give every recording so many names, as hard links: other runs to the cohort."""
    folder.mkdir()
    named = []
    for path in paths:
        for copy in range(each):
            named.append(folder / f"{path.stem}_{copy}.mcap")
            os.link(path, named[-1])
    return named
