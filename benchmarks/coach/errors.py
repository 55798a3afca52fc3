"""Measure how wrong the pods are: full physics through the whole pipeline, against the truth.

    python -m benchmarks.coach.errors

For each quantity: mean error and its spread from run to run and foot to foot, spread from stride
to stride, and of 20 strides together. Errors of neighbours are alike, so that the last is more
than the square root would say; ``measured.py`` is chosen from these. Then: what the pods show of
the heel's distance ahead, as a line over speed and strike angle.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice, product
from typing import Final

import numpy as np
from msgspec import convert

from firmware_sim.record import packets
from firmware_sim.scenario.model import Change, Person, Phase, Scenario, Shoe
from firmware_sim.truth.strides import Sensing, StrideRun
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import QUANTITIES, FloatArray, Gait, Side, Stride

NAMES: Final = (
    "contact_time_s",
    "stride_time_s",
    "stride_length_m",
    "rise_m",
    "path_height_m",
    "toe_clearance_m",
    "foot_strike_angle_rad",
    "pitch_mid_swing_rad",
    "heel_to_pelvis_m",
    "peak_force_n",
    "instep_swing_kpa",
    "plantar_swing_kpa",
    "edge_medial_swing_kpa",
    "edge_lateral_swing_kpa",
)
RUNS: Final = tuple(product(("rearfoot", "midfoot", "forefoot"), (2.2, 3.0, 4.2), (0.0, 0.05)))
"""Strike, speed (m/s) and overstride after ``CHANGE_S`` (m)."""
CHANGE_S, DURATION_S, FROM_S = 200.0, 380.0, 40.0
PUSH, BLOCK, NEAR_S = 2000, 20, 0.1
Rows = dict[tuple[Side, str], list[tuple[float, float]]]
"""Truth and what was measured, by foot and quantity."""


def main() -> None:
    """Print the table and the line."""
    with ProcessPoolExecutor(2) as pool:
        runs = list(pool.map(compare, range(len(RUNS))))
    for line in [*table(runs), *heel(runs)]:
        print(line)


def compare(number: int) -> Rows:
    """One run through the pipeline, stride by stride beside the truth."""
    scenario = _scenario(number)
    true = [e for s in StrideRun(scenario, number, EXACT).stretches() for e in s.events]
    measured = list(_measured(scenario, number))
    rows: Rows = {}
    for side in Side:
        own = [e for e in true if isinstance(e, Stride) and e.side is side]
        when = np.array([e.ic_s for e in own])
        for stride in measured:
            nearest = int(np.argmin(abs(when - stride.ic_s)))
            if stride.side is not side or abs(when[nearest] - stride.ic_s) > NEAR_S:
                continue
            for name in NAMES:
                pair = QUANTITIES[name](own[nearest]), QUANTITIES[name](stride)
                if None not in pair and stride.ic_s > FROM_S:
                    rows.setdefault((side, name), []).append(pair)
    return rows


EXACT: Final = convert(
    {
        name: 0.0
        for name in Sensing.__struct_fields__
        if isinstance(getattr(Sensing(), name), float)
    },
    Sensing,
)


def _scenario(number: int) -> Scenario:
    strike, speed_m_s, ahead_m = RUNS[number]
    rng = np.random.default_rng(number)
    return Scenario(
        name="errors",
        duration_s=DURATION_S,
        runner=Person(
            strike=strike,  # type: ignore[arg-type]  # the names are Person's
            mass_kg=float(rng.uniform(45.0, 110.0)),
            cadence_spm=float(rng.uniform(155.0, 190.0)),
        ),
        left=Shoe(lace_kpa=float(rng.uniform(4.0, 16.0)), edge_kpa=float(rng.uniform(0.5, 6.0))),
        right=Shoe(lace_kpa=float(rng.uniform(4.0, 16.0)), edge_kpa=float(rng.uniform(0.5, 6.0))),
        phase=(
            Phase(duration_s=8.0, gait=Gait.STAND, speed_m_s=0.0),
            Phase(duration_s=1e5, speed_m_s=speed_m_s),
        ),
        change=(Change(at_s=CHANGE_S, quantity="overstride_m", to=ahead_m),),
    )


def _measured(scenario: Scenario, seed: int) -> Iterator[Stride]:
    pipeline, stream = Pipeline(Config()), packets(scenario, seed=seed)
    for batch in iter(lambda: list(islice(stream, PUSH)), []):
        yield from (e for e in pipeline.push(batch) if isinstance(e, Stride))
    yield from (e for e in pipeline.finish() if isinstance(e, Stride))


def table(runs: list[Rows]) -> Iterator[str]:
    """One line for each quantity."""
    yield f"{'quantity':<26}{'bias':>10}{'between':>10}{'stride':>10}{f'of {BLOCK}':>10}"
    for name in NAMES:
        errors = [_errors(run[side, name]) for run in runs for side in Side if (side, name) in run]
        long = [e for e in errors if len(e) >= 3 * BLOCK]
        if not long:
            continue
        means = np.array([e.mean() for e in long])
        blocks = [e[: len(e) // BLOCK * BLOCK].reshape(-1, BLOCK).mean(axis=1) for e in long]
        within = np.median([e.std() for e in long]), np.median([b.std() for b in blocks])
        row = (means.mean(), means.std(), *within)
        yield f"{name:<26}" + "".join(f"{value:>10.4f}" for value in row)


def _errors(pairs: list[tuple[float, float]]) -> FloatArray:
    both = np.array(pairs, dtype=float)
    return np.asarray(both[:, 1] - both[:, 0])


def heel(runs: list[Rows]) -> Iterator[str]:
    """What the pods show of the heel's distance, over the true speed and strike angle."""
    rows = []
    for number, run in enumerate(runs):
        for side in Side:
            angle = run.get((side, "foot_strike_angle_rad"), [])
            shown = run.get((side, "heel_to_pelvis_m"), [])
            speed_m_s = RUNS[number][1]
            for (true_rad, _), (_, shown_m) in zip(angle, shown, strict=False):
                rows.append((1.0, speed_m_s - 3.0, true_rad, shown_m))
    data = np.array(rows)
    line, *_ = np.linalg.lstsq(data[:, :3], data[:, 3], rcond=None)
    left = data[:, 3] - data[:, :3] @ line
    yield f"heel ahead: {line[0]:.4f} m at 3 m/s, {line[1]:.4f} per m/s, {line[2]:.4f} per rad"
    yield f"            spread {left.std():.4f} m"


if __name__ == "__main__":
    main()
