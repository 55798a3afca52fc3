"""Print how far cells are off before and after calibration, and whether tight laces are found.

python -m benchmarks.cuff [TONGUES [RUNS]]      0 of either leaves it out
"""

import sys

import numpy as np

from benchmarks.cuff import laces
from benchmarks.cuff.calibrate import BEYOND_KPA, CELLS, LASTING_KPA, calibrate, errors
from monitor.types import FloatArray


def main() -> None:
    asked = [int(one) for one in sys.argv[1:3]]
    tongues, runs = [*asked, *(100, 20)[len(asked) :]]
    if tongues:
        cells_off(tongues)
    if runs:
        tight(runs)


def cells_off(tongues: int) -> None:
    made = [calibrate(seed) for seed in range(tongues)]
    plain = np.array([one.cells.ends_at(8.0) / 8.0 - 1.0 for one in made])
    left_out = sum(curve is None for one in made for curve in one.curves)
    print(f"{tongues} tongues of {CELLS} cells, {left_out} cells left out,")
    print(f"{np.median([one.seconds for one in made]):.0f} s under the cuff (median)")
    print(f"before, at 8 kPa:           {line(plain)}")
    print(f"after, at 4 to 12 kPa:      {line(np.array([errors(o, LASTING_KPA) for o in made]))}")
    print(f"after, at 2, 17 and 20 kPa: {line(np.array([errors(o, BEYOND_KPA) for o in made]))}")


def tight(runs: int) -> None:
    packets = laces.run()
    for name, with_curves in (("calibrated", True), ("as they say", False)):
        seen = []
        for seed in range(1000, 1000 + runs):
            one = calibrate(seed)
            curves = one.curves if with_curves else None
            seen.append(laces.found(laces.worn(packets, one.cells, curves, sole=seed % 2 == 0)))
        hits, false = (sum(column) for column in zip(*seen, strict=True))
        print(f"laces found, cells {name}: {hits} of {runs} runs, {false} with a false one")


def line(error: FloatArray) -> str:
    off = np.abs(error[np.isfinite(error)])
    return (
        f"median {np.median(off):.1%}, 95 % {np.quantile(off, 0.95):.1%}, worst {off.max():.1%}, "
        f"within 10 %: {np.mean(off <= 0.1):.1%}"
    )


if __name__ == "__main__":
    main()
