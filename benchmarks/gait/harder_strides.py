"""Strides of the recordings that were once too hard, scored as sets of their own.

    python -m benchmarks.gait.harder_strides

No limit was chosen on them, but for what docs/strides.md says.
"""

from benchmarks.gait.stride_score import Score
from benchmarks.gait.strides_score import judge_all
from benchmarks.realdata import DATA, FootRecording, read

HARDER = {
    "walk of 2018": ("vicon_foot", "MAPE ≤ 1.9 %; was 5.2: a foot that leaned gave a false zero"),
    "run52": ("surveyed_runs", "found ≥ 99.5 %; was 34 of 52: he turns and runs on sideways"),
    "walks outdoors": ("surveyed_walks", "all found; lengths are pseudo-truth"),
}
"""Folder in ``harder`` and target of each set."""


def load_harder(name: str) -> list[FootRecording]:
    """Recordings of one set, by name.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    folder = DATA / "harder" / HARDER[name][0]
    paths = [p for p in sorted(folder.glob("*.csv.gz")) if not p.name.endswith("_truth.csv.gz")]
    if not paths:
        raise FileNotFoundError(f"no recordings in {folder}")
    group = "vicon walking" if folder.name == "vicon_foot" else "surveyed"
    return [read(path, group) for path in paths]


def main() -> None:
    """Print a row a set."""
    print("Strides of recordings that were too hard (harder/), axes unknown")
    print(f"{'':18}{'true':>6}{'found':>7}{'inv.':>6}{'MAPE':>8}{'bias':>8}{'p95':>8}")
    for name, (_, target) in HARDER.items():
        print(f"{name:18}{_row(judge_all(load_harder(name)))}")
        print(f"{'':18}  target: {target}")


def _row(s: Score) -> str:
    length = f"{s.mape:8.2%}{s.bias:+8.2%}{1e3 * s.p95_m:5.0f} mm"
    return f"{s.true:6}{s.found:7}{s.invented:6}{length}"


if __name__ == "__main__":
    main()
