"""What is remembered of a runner from one run to the next, as a versioned record.

Pure: :func:`load` and :func:`dump` turn bytes into a profile and back; the shell reads and writes
the file. One run moves what is remembered only a little (:class:`PaceLine` weighs it against what
earlier runs taught), and a run with a finding about a quantity teaches nothing about it.
"""

from collections.abc import Collection, Iterable
from itertools import combinations
from math import isclose, sqrt
from typing import Final

import msgspec
from msgspec import Struct, structs

from monitor.baseline.pace_line import TERMS, BaselineState, PaceLine
from monitor.detectors import BOTH_FEET, PER_FOOT
from monitor.detectors.ceiling import AgreedPressure
from monitor.detectors.limits import DetectorLimits
from monitor.detectors.question import Detector
from monitor.errors import ConfigError
from monitor.reader import from_tree, json_tree
from monitor.types import Feeling, Side, Zone

VERSION: Final = 1
"""Version of the profile's layout; a file with another one is refused."""

FIRST_THRESHOLD: Final = 1.0
"""Threshold of a zone where everybody starts; lessons move it."""

MOST: Final = 1e12
"""No quantity of a runner, nor its variance, comes near; squares of it are still finite."""

ROUNDING: Final = 1e-3
"""Rounding errors of a covariance, relative."""


class Lesson(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One tap and what it taught: the history of a personal threshold.

    ``run`` counts the runs of the profile from 1; 0 where an older file did not say. ``share`` is
    below 1 for a tap on the other foot.
    """

    run: int = 0
    t_s: float
    feeling: Feeling
    measured: float
    before: float
    after: float
    share: float = 1.0


class ThresholdState(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The runner's own threshold of one nerve zone of one foot, and how it came about."""

    side: Side
    zone: Zone
    threshold: float
    lessons: tuple[Lesson, ...] = ()


class OnsetState(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When this runner's feet make themselves felt, run by run; kept in the profile.

    ``minutes``: of the latest runs with a report, from the start to the first one; ``share``: part
    of the usual minutes after which a walk is offered.
    """

    minutes: tuple[float, ...] = ()
    share: float = 0.7


class _Head(Struct, frozen=True):
    """What has to stand in a file before the rest is looked at."""

    version: int | None = None


class AthleteProfile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is remembered of a runner."""

    version: int = VERSION
    runs: int = 0
    baselines: tuple[BaselineState, ...] = ()
    thresholds: tuple[ThresholdState, ...] = ()
    onsets: OnsetState | None = None
    """Minutes to the first symptom of the latest runs that had one."""
    agreed: tuple[AgreedPressure, ...] = ()
    """Pressures under the laces that the runner said are fine."""
    taught_by: tuple[str, ...] = ()
    """Names of the latest sessions, so that none teaches twice."""


def load(data: bytes, file: str) -> AthleteProfile:
    """Read a profile.

    Raises
    ------
    ConfigError
        With file and key, if it is not a profile, of another version, or not finite.
    """
    tree = json_tree(data, file)
    if from_tree(tree, _Head, file).version is None:
        raise ConfigError(file, "version", f"expected {VERSION}, got none")
    profile = from_tree(tree, AthleteProfile, file)
    if profile.version != VERSION:
        raise ConfigError(file, "version", f"expected {VERSION}, got {profile.version}")
    _check_profile(file, profile)
    return profile


def dump(profile: AthleteProfile) -> bytes:
    """Write a profile, for people to read.

    >>> load(dump(AthleteProfile(runs=3)), "me.json").runs
    3
    """
    return msgspec.json.format(msgspec.json.encode(profile), indent=2)


def recall(profile: AthleteProfile, detectors: Iterable[Detector]) -> None:
    """Let detectors start from what earlier runs taught; to be called before the first event."""
    known = {(state.name, state.side): state for state in profile.baselines}
    for detector in detectors:
        for line in detector.baselines:
            state = known.get((line.name, line.side))
            if state is not None:
                line.recall(state)


def learned(
    profile: AthleteProfile,
    detectors: Iterable[Detector],
    thresholds: Collection[ThresholdState],
    onsets: OnsetState | None = None,
) -> AthleteProfile:
    """What to remember after a run; detectors that found something teach nothing."""
    kept = {(state.name, state.side): state for state in profile.baselines}
    for detector in detectors:
        for line in detector.baselines:
            state = _lesson(detector, line)
            if state is not None:
                kept[line.name, line.side] = state
    # lessons of this run carry no number yet; equal ones that are known keep theirs
    run = profile.runs + 1
    places = {(t.side, t.zone): t for t in profile.thresholds}
    for taught in thresholds:
        place = (taught.side, taught.zone)
        before = places[place].lessons if place in places else ()
        lessons = tuple(x if x in before else structs.replace(x, run=run) for x in taught.lessons)
        places[place] = structs.replace(taught, lessons=lessons)
    return AthleteProfile(
        runs=run,
        baselines=tuple(kept.values()),
        thresholds=tuple(places.values()),
        onsets=onsets or profile.onsets,
        agreed=profile.agreed,
        taught_by=profile.taught_by,
    )


def _lesson(detector: Detector, line: PaceLine) -> BaselineState | None:
    """What a run taught of one line; None where nothing changes."""
    return None if detector.spoilt else line.state()


def _check_profile(file: str, profile: AthleteProfile) -> None:
    """Refuse what no runs can have taught."""
    if profile.runs < 0:
        raise ConfigError(file, "runs", "expected 0 or more")
    _check_onsets(file, profile.onsets or OnsetState())
    _check_agreed(file, profile.agreed)
    known = _known()
    lines: set[tuple[str, Side | None]] = set()
    for number, state in enumerate(profile.baselines):
        _check(file, f"baselines[{number}]", state)
        line = (state.name, state.side)
        if line not in known or line in lines:
            raise ConfigError(
                file, f"baselines[{number}].name", "expected every line that detectors learn, once"
            )
        lines.add(line)
    zones: set[tuple[Side, Zone]] = set()
    for number, threshold in enumerate(profile.thresholds):
        _check_threshold(file, f"thresholds[{number}]", threshold, profile.runs)
        zone = (threshold.side, threshold.zone)
        if zone in zones:
            raise ConfigError(file, f"thresholds[{number}].zone", "expected every zone once")
        zones.add(zone)


def _check_onsets(file: str, onsets: OnsetState) -> None:
    for number, minutes in enumerate(onsets.minutes):
        if not 0.0 < minutes <= MOST:
            raise ConfigError(
                file, f"onsets.minutes[{number}]", f"expected above 0, up to {MOST:g}"
            )
    if not 0.0 < onsets.share <= 1.0:
        raise ConfigError(file, "onsets.share", "expected above 0, up to 1")


def _check_agreed(file: str, agreed: tuple[AgreedPressure, ...]) -> None:
    places = [(one.side, one.shoe) for one in agreed]
    for number, one in enumerate(agreed):
        if not 0.0 < one.kpa <= MOST:
            raise ConfigError(file, f"agreed[{number}].kpa", f"expected above 0, up to {MOST:g}")
        if (one.side, one.shoe) in places[:number]:
            raise ConfigError(file, f"agreed[{number}].shoe", "expected every foot and shoe once")


def _check_threshold(file: str, key: str, state: ThresholdState, runs: int) -> None:
    if not 0.0 < state.threshold <= MOST:
        raise ConfigError(file, f"{key}.threshold", f"expected above 0, up to {MOST:g}")
    for number, lesson in enumerate(state.lessons):
        _check_lesson(file, f"{key}.lessons[{number}]", lesson, runs)


def _known() -> set[tuple[str, Side | None]]:
    """Names of all lines that detectors learn."""
    limits = DetectorLimits()
    detectors = [make(side, limits) for make in PER_FOOT for side in Side]
    detectors += [make(limits) for make in BOTH_FEET]
    return {(line.name, line.side) for detector in detectors for line in detector.baselines}


def _check_lesson(file: str, key: str, lesson: Lesson, runs: int) -> None:
    wrong = {
        "run": (not 0 <= lesson.run <= runs, f"0 to {runs}, the number of runs"),
        "t_s": (not 0.0 <= lesson.t_s <= MOST, f"0 to {MOST:g}"),
        "measured": (not 0.0 <= lesson.measured <= MOST, f"0 to {MOST:g}"),
        "before": (not 0.0 < lesson.before <= MOST, f"above 0, up to {MOST:g}"),
        "share": (not 0.0 < lesson.share <= 1.0, "above 0, up to 1"),
        "after": (not 0.0 < lesson.after <= MOST, f"above 0, up to {MOST:g}"),
    }
    for name, (is_wrong, expected) in wrong.items():
        if is_wrong:
            raise ConfigError(file, f"{key}.{name}", f"expected {expected}")


def _check(file: str, key: str, state: BaselineState) -> None:
    if len(state.covariance) != TERMS * TERMS:
        raise ConfigError(file, f"{key}.covariance", f"expected {TERMS * TERMS} numbers")
    _check_covariance(file, f"{key}.covariance", state.covariance)
    wrong = {
        "line": (not all(abs(value) <= MOST for value in state.line), f"numbers up to {MOST:g}"),
        "spread": (not 0.0 < state.spread <= MOST, f"a value above 0, up to {MOST:g}"),
        "rho": (not 0.0 <= state.rho < 1.0, "a value from 0 to below 1"),
        "runs": (state.runs < 1, "1 or more"),
        "refused": (
            not all(abs(value) <= MOST for value in state.refused),
            f"numbers up to {MOST:g}",
        ),
    }
    for name, (is_wrong, expected) in wrong.items():
        if is_wrong:
            raise ConfigError(file, f"{key}.{name}", f"expected {expected}")


def _check_covariance(file: str, key: str, flat: tuple[float, ...]) -> None:
    """Refuse what cannot be a covariance: no variance is below 0, no correlation beyond ±1."""
    if not all(abs(value) <= MOST for value in flat):
        raise ConfigError(file, key, f"expected numbers up to {MOST:g}")
    variances = flat[:: TERMS + 1]
    if any(variance < 0.0 for variance in variances):
        raise ConfigError(file, key, "expected a diagonal of 0 or more")
    for i, j in combinations(range(TERMS), 2):
        upper, lower = flat[i * TERMS + j], flat[j * TERMS + i]
        most = sqrt(variances[i] * variances[j])
        if not isclose(upper, lower, rel_tol=ROUNDING, abs_tol=ROUNDING * most):
            raise ConfigError(file, key, "expected a symmetric matrix")
        if abs(upper) > most * (1.0 + ROUNDING):
            raise ConfigError(file, key, "expected correlations between -1 and 1")
