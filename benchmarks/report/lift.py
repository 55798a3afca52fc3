"""Check the lift test against feet that are truly held up less.

Simulated tests, as the guide leads them: stand, walk, stand, 20 s on the heels, stand. Every runner
has feet that differ by nature, a way of walking on the heels, and tests on different days: pods are
put on anew, effort, pace and scatter change. First ``--runners`` take ``--days`` tests each on the
simulator, from packets to degrees, which tells how far the measured lift is off, by runner. Then
many more runners are drawn, each with the errors of one of those: some tests while well come before
one that counts, well (*false* alarms) or with one foot held up less by 6° (*found*). Ranges are
wider than what ``monitor/report/lift_test.py`` assumes; *scatter* stretches how much feet differ by
nature and from day to day beyond that.

*At best* is what a test of the difference finds that knows how far a runner's tests scatter, how
far feet differ by nature, and that a foot would lack 6°; it is set to 1 % false alarms.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from firmware_sim.record import packets
from firmware_sim.scenario.model import Change, FootName, ImuSpec, Person, Phase, PodSpec, Scenario
from monitor.home.lift import motions_of
from monitor.report.lift_guide import LiftTimes, spans_around
from monitor.report.lift_measure import FootLift, foot_lift
from monitor.report.lift_test import Lifts, LiftVerdict, judge_lift
from monitor.types import FloatArray, Gait, Packet, Side

TIMES: Final = LiftTimes()
DEFICIT_DEG: Final = 6.0
EARLIER: Final = (0, 1, 2, 3, 5, 8, 12)
"""Earlier tests, one row each."""
_LEAST_DEG: Final = 1.5
"""Nobody is drawn who walks on the toes."""
_LATE_S: Final = 1.0
"""People begin each step up to so much late."""
_BATCH: Final = 256
_DRAWN_BEST: Final = 100_000
_NATURE_DEG: Final = 3.0
_DAY_DEG: Final = 0.7
_DAY_SPREAD: Final = 0.35


@dataclass(frozen=True, slots=True)
class Runner:
    """One simulated runner; degrees. ``day`` is the scatter of each foot from test to test."""

    rng: np.random.Generator
    lift: float
    nature: float
    effort: float
    day: float
    swing: float
    roll: float
    toe_out: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn runner: earlier tests while well, then one well and one with a foot that is ill."""

    before: list[Lifts]
    well: Lifts
    lower: Lifts
    ill: Side


def runner(rng: np.random.Generator, scatter: float) -> Runner:
    """Draw a runner; ``scatter`` stretches how much feet differ by nature and from day to day."""
    return Runner(
        rng=rng,
        lift=rng.uniform(12.0, 26.0),
        nature=scatter * rng.normal(0.0, _NATURE_DEG),
        effort=rng.uniform(1.0, 4.0),
        day=scatter * _DAY_DEG * rng.lognormal(0.0, _DAY_SPREAD),
        swing=rng.uniform(5.0, 16.0),
        roll=rng.uniform(-5.0, 15.0),
        toe_out=rng.uniform(-2.0, 18.0),
    )


def day(who: Runner, less_deg: tuple[float, float] = (0.0, 0.0)) -> FloatArray:
    """Draw what both feet are held up by on one day, less what is missing of them."""
    both = who.lift + who.rng.normal(0.0, who.effort)
    feet = both + np.array([0.5, -0.5]) * who.nature + who.rng.normal(0.0, who.day, 2)
    return np.maximum(feet - np.array(less_deg), _LEAST_DEG)


def scenario(who: Runner, feet_deg: FloatArray) -> Scenario:
    """Give one day's test; feet tire a little, about their mean."""
    rng = who.rng
    late = rng.uniform(0.0, _LATE_S, 4)
    slope = rng.uniform(-0.015, 0.015)
    times = np.array([TIMES.stand_s + 2.0, TIMES.walk_s, TIMES.stand_again_s, TIMES.heels_s])
    lasts = times + np.diff(np.concatenate([[0.0], late]))
    gaits = (Gait.STAND, Gait.WALK, Gait.STAND, Gait.WALK, Gait.STAND)
    speeds = (0.0, rng.uniform(1.0, 1.6), 0.0, rng.uniform(0.45, 1.0), 0.0)
    turn = rng.uniform(-8.0, 8.0)
    phases = [
        Phase(duration_s=d, gait=g, speed_m_s=v, slope=slope, turn_deg_s=turn if v else 0.0)
        for d, g, v in zip((*lasts.tolist(), 1e4), gaits, speeds, strict=True)
    ]
    return Scenario(
        name="lift",
        phase=tuple(phases),
        change=_held(feet_deg, float(lasts[:3].sum()), rng),
        pod=tuple(_pod(side, rng) for side in Side),
        taps=False,
        runner=Person(
            heel_swing_deg=who.swing * rng.uniform(0.85, 1.15),
            heel_roll_deg=who.roll + rng.normal(0.0, 2.0),
            toe_out_deg=who.toe_out,
            variability=rng.uniform(0.01, 0.05),
        ),
    )


def _held(feet_deg: FloatArray, heels_s: float, rng: np.random.Generator) -> tuple[Change, ...]:
    changes = []
    for side, lift in zip(Side, feet_deg.tolist(), strict=True):
        tires = rng.uniform(0.0, 2.0)
        for at_s, over_s, to in (
            (heels_s - 0.6, 0.5, lift + tires),
            (heels_s, TIMES.heels_s, lift - tires),
        ):
            foot: FootName = "left" if side is Side.LEFT else "right"
            changes.append(
                Change(
                    at_s=at_s, over_s=over_s, quantity="heel_lift_deg", to=max(to, 1.5), side=foot
                )
            )
    return tuple(changes)


def _pod(side: Side, rng: np.random.Generator) -> PodSpec:
    turns = rng.uniform(-35.0, 35.0, 3).tolist()
    imu = ImuSpec(turn_deg=(turns[0], turns[1], turns[2]), gyr_bias_deg_s=1.0)
    return PodSpec(name=f"pod-{side}", side="left" if side is Side.LEFT else "right", imu=imu)


def lifts(made: Scenario, seed: int) -> tuple[FootLift, ...]:
    """Give what a test measures."""
    heels_s = 2.0 + TIMES.stand_s + TIMES.walk_s + TIMES.stand_again_s
    spans = spans_around(heels_s)
    ends_s = heels_s + TIMES.heels_s + TIMES.stand_last_s + 1.0
    motions = motions_of(_batches(packets(made, ends_s, seed)))
    return tuple(foot_lift(side, motions.get(side), spans) for side in Side)


def _batches(stream: Iterator[Packet]) -> Iterator[list[Packet]]:
    batch: list[Packet] = []
    for packet in stream:
        batch.append(packet)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def errors_of(number: int, days: int) -> list[FloatArray]:
    """Give how far measured lifts of one runner are off, both feet, a row a test; NaN: unknown."""
    who = runner(np.random.default_rng([number, 1]), 1.0)
    off = []
    for n in range(days):
        less = (0.0, DEFICIT_DEG, 0.0)[n % 3]
        feet = day(who, (less, 0.0))
        found = lifts(scenario(who, feet), 100 * number + n)
        known = [np.nan if foot.lift_deg is None else foot.lift_deg for foot in found]
        off.append(np.array(known) - feet)
    return off


@dataclass(slots=True)
class Tally:
    """Tests of one row."""

    false: int = 0
    found: int = 0
    wrong: int = 0
    limits: float = 0.0


def draw(rng: np.random.Generator, scatter: float, errors: list[list[FloatArray]]) -> Drawn:
    """Draw one runner's tests: as many well ones as any row needs, and the two that count."""
    who = runner(rng, scatter)
    mine = errors[rng.integers(len(errors))]

    def test(less_deg: tuple[float, float] = (0.0, 0.0)) -> Lifts:
        left, right = (day(who, less_deg) + mine[rng.integers(len(mine))]).tolist()
        return Lifts(left, right)

    before = [test() for _ in range(max(EARLIER))]
    ill = list(Side)[rng.integers(2)]
    less = (DEFICIT_DEG, 0.0) if ill is Side.LEFT else (0.0, DEFICIT_DEG)
    return Drawn(before, test(), test(less), ill)


def row(count: int, drawn: Sequence[Drawn]) -> Tally:
    """Judge the tests that count, with so many before them."""
    tally = Tally()
    for one in drawn:
        well, ill = (judge_lift(_feet(test), one.before[:count]) for test in (one.well, one.lower))
        tally.false += well.verdict is not LiftVerdict.ALIKE
        tally.found += one.ill in ill.lower
        tally.wrong += one.ill.other in ill.lower
        tally.limits += well.limit or 0.0
    return tally


def at_best(scatter: float, error_deg: float, earlier: int) -> float:
    """Give the share that is found by a test that knows all but which foot is ill, and if one is.

    ``error_deg`` is how far the measured difference of the feet is off.
    """
    rng = np.random.default_rng(earlier)
    day = np.sqrt(2.0) * scatter * _DAY_DEG * rng.lognormal(0.0, _DAY_SPREAD, _DRAWN_BEST)
    of_test = day**2 + error_deg**2
    expected = np.sqrt(of_test + 1.0 / ((scatter * _NATURE_DEG) ** -2 + earlier / of_test))
    well, off = expected * rng.normal(0.0, 1.0, (2, _DRAWN_BEST))
    ill = off + DEFICIT_DEG
    odds = [(np.abs(seen) - DEFICIT_DEG / 2.0) / expected**2 for seen in (well, ill)]
    return float(((odds[1] > np.quantile(odds[0], 0.99)) & (ill > 0.0)).mean())


def _feet(test: Lifts) -> tuple[FootLift, ...]:
    return tuple(FootLift(side=side, lift_deg=getattr(test, side)) for side in Side)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runners", type=int, default=60)
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--drawn", type=int, default=4000)
    asked = parser.parse_args(arguments)
    every = [errors_of(number, asked.days) for number in range(asked.runners)]
    errors = [kept for tests in every if (kept := [e for e in tests if np.isfinite(e).all()])]
    tests = asked.runners * asked.days
    unknown = tests - sum(map(len, errors))
    off = np.concatenate([np.diff(np.stack(kept), axis=1).ravel() for kept in errors])
    print(f"{tests} tests on the simulator: not assessed {unknown}; the measured difference of the")
    print(f"feet is off by {off.std():.1f}° (standard deviation), {np.abs(off).max():.1f}° at most")
    print(f"{asked.drawn} runners a row")
    print("scatter  earlier tests  told from   false  found  at best  other foot")
    for scatter in (0.7, 1.0, 1.5, 2.0):
        rng = np.random.default_rng(round(10 * scatter))
        drawn = [draw(rng, scatter, errors) for _ in range(asked.drawn)]
        for count in EARLIER:
            got = row(count, drawn)
            shares = [part / asked.drawn for part in (got.false, got.found, got.wrong)]
            print(
                f"{scatter:7.1f}  {count:13}  {got.limits / asked.drawn:8.1f}°"
                f"  {shares[0]:6.1%}  {shares[1]:5.0%}  {at_best(scatter, off.std(), count):7.0%}"
                f"  {shares[2]:10.1%}",
                flush=True,
            )
    print("targets: found 95 % at least, false 1 % at most")


if __name__ == "__main__":
    main()
