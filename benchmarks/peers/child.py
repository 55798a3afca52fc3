"""The part of ``benchmarks.peers.run`` that runs inside the peers' own environment.

    python -m benchmarks.peers.child FOLDER [--quick]

Reads ``FOLDER/*.npz``, writes ``FOLDER/outcomes.jsonl``, prints one line a recording.
"""

import sys
import warnings
from pathlib import Path

from benchmarks.peers import by_gaitmap, by_orientation
from benchmarks.peers.exchange import OUTCOMES, read_samples, to_line


def main(folder: Path, *, quick: bool) -> None:
    """Run every peer on every recording of the folder."""
    warnings.simplefilter("ignore")  # gaitmap's own, about pandas
    samples = list(read_samples(folder))
    for _ in by_gaitmap.outcomes(samples[0], quick=True):
        pass  # numba compiles at the first call: not part of anybody's speed
    with (folder / OUTCOMES).open("w", encoding="utf-8") as out:
        for number, sample in enumerate(samples, start=1):
            print(f"==> peers: {number}/{len(samples)} {sample.name}", flush=True)
            for outcome in by_gaitmap.outcomes(sample, quick=quick):
                out.write(to_line(outcome) + "\n")
            for outcome in by_orientation.outcomes(sample):
                out.write(to_line(outcome) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), quick="--quick" in sys.argv[2:])
