"""Score contacts from treadmill force at 100 Hz against 40 N at 500 Hz."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.load.blocks import DATA, block
from monitor.gait.load.contacts import LoadContacts, LoadEdgeKind
from monitor.gait.load.limits import ContactLimits
from monitor.types import FloatArray
from monitor.units import STANDARD_GRAVITY_M_S2

MASS_KG = 76.8
"""Of the runner of ``treadmill_force``, as its map says."""
LEVEL_N = 40.0
SHORTEST_CONTACT_S = 0.05
RECORDINGS = sorted((DATA / "treadmill_force").glob("*.csv.gz"))


def read(path: Path) -> tuple[FloatArray, FloatArray]:
    """Times and vertical force of a recording, s and N."""
    t_s, force_bw = np.loadtxt(path, delimiter=",", skiprows=1).T
    return t_s, force_bw * MASS_KG * STANDARD_GRAVITY_M_S2


@dataclass(frozen=True, slots=True)
class ForceScore:
    """Contacts of one treadmill recording at 100 Hz against 40 N at 500 Hz, all five phases."""

    name: str
    contacts: int
    missed: int
    invented: int
    ic_ms: FloatArray
    tc_ms: FloatArray
    line_ic_ms: FloatArray
    line_tc_ms: FloatArray


def treadmill(path: Path) -> ForceScore:
    """Score one recording."""
    t_s, force_n = read(path)
    errors: dict[str, list[float]] = {"ic": [], "tc": [], "line ic": [], "line tc": []}
    contacts = missed = invented = 0
    for phase in range(5):
        thin_s, thin_n = t_s[phase::5].copy(), force_n[phase::5].copy()
        for name, rising in (("ic", True), ("tc", False)):
            true_s = _inside(crossings_s(t_s, force_n, rising=rising), t_s)
            own_s = _inside(_found_s(thin_s, thin_n, rising=rising), t_s)
            line_s = crossings_s(thin_s, thin_n, rising=rising)
            pairs = np.abs(own_s - true_s[:, np.newaxis]) < SHORTEST_CONTACT_S
            contacts += len(true_s)
            missed += int((~pairs.any(axis=1)).sum())
            invented += int((~pairs.any(axis=0)).sum())
            errors[name] += _nearest_ms(own_s, true_s)
            errors[f"line {name}"] += _nearest_ms(line_s, true_s)
    arrays = [np.array(errors[name]) for name in ("ic", "tc", "line ic", "line tc")]
    return ForceScore(path.name.removesuffix(".csv.gz"), contacts, missed, invented, *arrays)


def crossings_s(t_s: FloatArray, force_n: FloatArray, *, rising: bool) -> FloatArray:
    """Instants of 40 N on straight lines; ringing of the plate before landing is no contact."""
    on = force_n >= LEVEL_N
    edges = np.flatnonzero(on[1:] != on[:-1])
    share = (LEVEL_N - force_n[edges]) / (force_n[edges + 1] - force_n[edges])
    at_s: FloatArray = t_s[edges] + share * (t_s[edges + 1] - t_s[edges])
    lasting_s = np.diff(at_s, append=np.inf) if rising else np.diff(at_s, prepend=-np.inf)
    return at_s[(lasting_s > SHORTEST_CONTACT_S) & (on[edges + 1] == rising)]


def _found_s(t_s: FloatArray, force_n: FloatArray, *, rising: bool) -> FloatArray:
    contacts = LoadContacts(100.0, ContactLimits())
    edges = contacts.push(block(t_s, 100.0, load_n=force_n)) + contacts.finish()
    kind = LoadEdgeKind.IC if rising else LoadEdgeKind.TC
    return t_s[0] + np.array([edge.at for edge in edges if edge.kind is kind]) / 100.0


def _inside(at_s: FloatArray, t_s: FloatArray) -> FloatArray:
    return at_s[(at_s > t_s[0] + SHORTEST_CONTACT_S) & (at_s < t_s[-1] - SHORTEST_CONTACT_S)]


def _nearest_ms(own_s: FloatArray, true_s: FloatArray) -> list[float]:
    nearest = np.abs(own_s - true_s[:, np.newaxis]).argmin(axis=1)
    error_ms: list[float] = (1000.0 * (own_s[nearest] - true_s)).tolist()
    return error_ms


def peak_forces_bw(path: Path) -> tuple[float, float]:
    """Mean peak force of a recording: from its times (Morin 2005) and measured, body weights."""
    t_s, force_n = read(path)
    on_s = crossings_s(t_s, force_n, rising=True)
    off_s = crossings_s(t_s, force_n, rising=False)
    on_s, off_s = on_s[on_s < off_s[-1]], off_s[off_s > on_s[0]]
    contact_s, flight_s = (off_s - on_s)[:-1].mean(), (on_s[1:] - off_s[:-1]).mean()
    pairs = zip(on_s.tolist(), off_s.tolist(), strict=True)
    peaks_n = [force_n[(t_s > start) & (t_s < stop)].max() for start, stop in pairs]
    weight_n = MASS_KG * STANDARD_GRAVITY_M_S2
    return float(np.pi / 2.0 * (flight_s / contact_s + 1.0)), float(np.mean(peaks_n)) / weight_n
