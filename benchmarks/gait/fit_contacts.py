"""Compare ways of reading a running foot's contacts, each runner left out; fit the lines in use.

    python -m benchmarks.gait.fit_contacts [FOLDER_OF_RBDS]

Three families: the turn of the foot (pitch rate and shock), its sole's motion (lines of a few
cues), and the whole wave (a template; a ridge regression). The split is by runner: who is scored
taught nothing. The lines of ``RunContactLimits`` are those of all runners with RBDS, every
laboratory with the same weight: ways of measuring differ more than runners do.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.gait.contact_sets import Known, recordings
from monitor.gait.imu.contacts_running import landing, landing_cues, leaving, leaving_cues
from monitor.gait.imu.limits_contacts import RunContactLimits
from monitor.ingest.interpolate import at_columns
from monitor.types import FloatArray

LIMITS = RunContactLimits()
SPAN_S = np.arange(-0.06, 0.0601, 0.01)
"""Instants of a wave, about where the foot's turn puts a contact."""
SHIFTS_S = np.arange(-0.05, 0.0501, 0.001)
RIDGE = 30.0
WIDTH_S = 0.012
"""An error this large counts half."""
TURNS = 6
LINES = "the sole, lines"
LEAST_RUNNERS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One row a window: who ran, true contacts, what each family reads; s from its own start."""

    source: list[str]
    runner: list[str]
    name: list[str]
    true_s: FloatArray
    turn_s: FloatArray
    said_s: FloatArray
    cues: tuple[FloatArray, FloatArray]
    base_s: FloatArray
    waves: tuple[FloatArray, FloatArray]


def rows_of(known: list[Known]) -> Rows:
    """Read every window once. Arrays of contacts have the columns ic and tc."""
    parts = [_read(one) for one in known]
    source = [one.source for one in known for _ in one.ic]
    runner = [one.runner for one in known for _ in one.ic]
    name = [one.name for one in known for _ in one.ic]
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
    true_s, turn_s, said_s, base_s, ic_cues, tc_cues, ic_wave, tc_wave = joined
    return Rows(
        source, runner, name, true_s, turn_s, said_s, (ic_cues, tc_cues), base_s, (ic_wave, tc_wave)
    )


def _read(one: Known) -> tuple[FloatArray, ...]:
    windows, paths, turned, dt_s = one.windows, one.paths, one.turned, one.windows.dt_s
    ic = landing_cues(windows, paths, turned, LIMITS)
    tc = leaving_cues(windows, paths, turned.lowest, LIMITS)
    said = (
        landing(windows, paths, turned, LIMITS),
        leaving(windows, paths, turned.lowest, LIMITS),
    )
    ic_cues = np.column_stack([ic.toes_up_rad, ic.apart_s, ic.slap_rad, tc.speed_m_s])
    tc_cues = np.column_stack([tc.speed_m_s, tc.stride_s, tc.lift_m_s2])
    return (
        dt_s * np.column_stack([one.ic, one.tc]),
        dt_s * np.column_stack([turned.ic, turned.tc]),
        dt_s * np.column_stack(said),
        dt_s * np.column_stack([ic.fall, tc.onward]),
        ic_cues,
        tc_cues,
        _wave(one, turned.ic),
        _wave(one, turned.tc),
    )


def _wave(one: Known, about: FloatArray) -> FloatArray:
    """Pitch rate and motion of the sole about an instant, wider than ``SPAN_S`` by the shifts."""
    windows, paths = one.windows, one.paths
    last = windows.last.astype(np.float64)
    columns = []
    for signal in (windows.gyr.z / 5.0, paths.onward_m_s, paths.upward_m_s):
        for off_s in np.arange(-0.11, 0.1101, 0.005):
            at = np.clip(about + off_s / windows.dt_s, 0.0, last)
            columns.append(at_columns(signal, at))
    return np.column_stack(columns).reshape(len(about), 3, -1)


def weights(rows: Rows, keep: FloatArray) -> FloatArray:
    """Every laboratory alike, in it every foot of a recording; the simulator is one of them."""
    source, name = np.array(rows.source), np.array(rows.name)
    out = np.zeros(len(name))
    for lab in np.unique(source[keep > 0]):
        mine = (source == lab) & (keep > 0)
        names, place, count = np.unique(name[mine], return_inverse=True, return_counts=True)
        out[mine] = 1.0 / (count[place] * len(names))
    return out * len(out) / out.sum()


def lines(rows: Rows, k: int, train: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Delay of the cue as a line in the others, large errors counting less; and its weights."""
    design = np.column_stack([np.ones(len(train)), rows.cues[k]])
    late_s = rows.base_s[:, k] - rows.true_s[:, k]
    real = train * (np.array(rows.source) != "simulator")  # its foot leaves as no real one does
    weight, soft = weights(rows, real), np.ones(len(train))
    line = np.zeros(design.shape[1])
    for _ in range(TURNS):
        root = np.sqrt(weight * soft)
        line = np.linalg.lstsq(design * root[:, np.newaxis], late_s * root, rcond=None)[0]
        soft = 1.0 / np.sqrt(1.0 + ((late_s - design @ line) / WIDTH_S) ** 2)
    return rows.base_s[:, k] - design @ line, line


def template(rows: Rows, k: int, train: FloatArray) -> FloatArray:
    """Shift of the mean wave, as it is about the true contact, that fits a window best."""
    waves = rows.waves[k]
    grid_s = np.arange(-0.11, 0.1101, 0.005)
    off_s = rows.true_s[:, k] - rows.turn_s[:, k]
    weight = weights(rows, train)
    used = (weight > 0) & (np.abs(off_s) < SHIFTS_S[-1])
    about = _resampled(waves[used], grid_s, off_s[used, np.newaxis] + SPAN_S)
    mean = np.average(about, axis=0, weights=weight[used])
    best_s, least = np.zeros(len(waves)), np.full(len(waves), np.inf)
    for shift_s in SHIFTS_S:
        moved = _resampled(
            waves, grid_s, np.broadcast_to(shift_s + SPAN_S, (len(waves), len(SPAN_S)))
        )
        off = ((moved - mean) ** 2).sum(axis=(1, 2))
        best_s = np.where(off < least, shift_s, best_s)
        least = np.minimum(off, least)
    return rows.turn_s[:, k] + best_s


def _resampled(waves: FloatArray, grid_s: FloatArray, at_s: FloatArray) -> FloatArray:
    share = np.clip((at_s - grid_s[0]) / (grid_s[1] - grid_s[0]), 0.0, len(grid_s) - 1.001)
    before = share.astype(np.intp)[:, np.newaxis, :]
    part = share[:, np.newaxis, :] - before
    low = np.take_along_axis(waves, np.broadcast_to(before, (*waves.shape[:2], at_s.shape[1])), 2)
    high = np.take_along_axis(waves, np.broadcast_to(before + 1, low.shape), 2)
    return np.asarray(low + part * (high - low))


def ridge(rows: Rows, k: int, train: FloatArray) -> FloatArray:
    """Return the true contact as a linear function of the wave: 40 weights."""
    wave = rows.waves[k][:, :, 10:35:2].reshape(len(rows.name), -1)
    scaled = (wave - wave[train > 0].mean(axis=0)) / (wave[train > 0].std(axis=0) + 1e-9)
    design = np.column_stack([scaled, np.ones(len(wave))])
    weight = weights(rows, train)[:, np.newaxis]
    penalty = np.diag([RIDGE] * scaled.shape[1] + [1e-9])
    off_s = rows.true_s[:, k] - rows.turn_s[:, k]
    beta = np.linalg.solve(design.T @ (design * weight) + penalty, (design * weight).T @ off_s)
    return np.asarray(rows.turn_s[:, k] + design @ beta)


FAMILIES: dict[str, Callable[[Rows, int, FloatArray], FloatArray]] = {
    "the foot's turn": lambda rows, k, _: rows.turn_s[:, k],
    LINES: lambda rows, k, train: lines(rows, k, train)[0],
    "template of the wave": template,
    "ridge on the wave": ridge,
}


def left_out_errors_s(rows: Rows, family: str, k: int) -> FloatArray:
    """Errors of a family, every runner scored by what the others taught."""
    runner = np.array(rows.runner)
    said_s = np.empty(len(runner))
    for one in np.unique(runner):
        out = runner == one
        said_s[out] = FAMILIES[family](rows, k, (~out).astype(np.float64))[out]
    return np.asarray(said_s - rows.true_s[:, k])


def print_families(rows: Rows) -> None:
    """Print errors by laboratory: mean over feet, their scatter, scatter within a foot, ms."""
    source = np.array(rows.source)
    labs = list(dict.fromkeys(rows.source))
    print(
        "Contacts of running by family, every runner left out (ms: mean of feet ± between ± within)"
    )
    families = list(FAMILIES)
    if len(set(rows.runner)) < LEAST_RUNNERS:
        print(
            "Split by runner: " + ", ".join(sorted(set(rows.runner))) + ". So few cannot teach the"
        )
        print("lines, which are shown as shipped (in sample here; by runner in docs/strides.md);")
        print("template and ridge learn from the simulator and from the other runner.")
        families.remove(LINES)
    print(f"{'':24}" + "".join(f"{lab:>24}" for lab in labs))
    for k, contact in enumerate(("ic", "tc")):
        for family in families:
            errors = left_out_errors_s(rows, family, k)
            cells = [_cell(errors[source == lab], rows, source == lab) for lab in labs]
            print(f"{contact} {family:21}" + "".join(f"{cell:>24}" for cell in cells))
        errors = rows.said_s[:, k] - rows.true_s[:, k]
        cells = [_cell(errors[source == lab], rows, source == lab) for lab in labs]
        print(f"{contact} {'as shipped':21}" + "".join(f"{cell:>24}" for cell in cells))


def _cell(errors_s: FloatArray, rows: Rows, mine: FloatArray) -> str:
    name = np.array(rows.name)[np.asarray(mine, dtype=np.bool_)]
    feet = [1e3 * errors_s[name == one] for one in np.unique(name)]
    means = [float(np.median(foot)) for foot in feet]
    within = float(np.median([foot.std() for foot in feet]))
    return f"{np.mean(means):+.1f} ±{np.std(means):.1f} ±{within:.1f}"


def main() -> None:
    """Print the families, and the lines of all runners."""
    rows = rows_of(recordings(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
    print(
        f"{len(rows.name)} windows of {len(set(rows.runner))} runners: {sorted(set(rows.runner))}"
    )
    print_families(rows)
    real = (np.array(rows.source) != "simulator").astype(np.float64)
    for k, names in enumerate(
        (("", "toes up", "apart", "slap", "speed"), ("", "speed", "stride", "lift"))
    ):
        line = lines(rows, k, real)[1]
        print(
            ("ic", "tc")[k],
            ", ".join(f"{n or 'delay'} {b:+.5f}" for n, b in zip(names, line, strict=True)),
        )


if __name__ == "__main__":
    main()
