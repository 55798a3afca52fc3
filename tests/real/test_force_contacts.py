"""Contacts from a treadmill's force, thinned to 100 Hz, against 40 N at 500 Hz.

Peer: force-sum methods reach 1.0 ms (ic) and 5.2 ms (tc) against a plate (Blades 2023).
"""

from pathlib import Path

import numpy as np
import pytest

from monitor.gait.contacts_load import LoadContacts, LoadEdgeKind
from monitor.limits.gait_load import ContactLimits
from monitor.types import FloatArray, FootBlock, Side
from monitor.units import STANDARD_GRAVITY_M_S2

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "treadmill_force"
RECORDINGS = sorted(DATA.glob("*.csv.gz"))
MASS_KG = 76.8
LEVEL_N = 40.0
SHORTEST_CONTACT_S = 0.05

pytestmark = pytest.mark.skipif(not RECORDINGS, reason="no recordings beside the repository")


def reference_s(t_s: FloatArray, force_n: FloatArray, *, rising: bool) -> FloatArray:
    """Crossings of 40 N at 500 Hz; ringing of the plate before landing is no contact."""
    on = force_n >= LEVEL_N
    edges = np.flatnonzero(on[1:] != on[:-1])
    share = (LEVEL_N - force_n[edges]) / (force_n[edges + 1] - force_n[edges])
    at_s = t_s[edges] + share * (t_s[edges + 1] - t_s[edges])
    up = on[edges + 1]
    length_s = np.diff(at_s, append=np.inf)
    before_s = np.diff(at_s, prepend=-np.inf)
    long = (length_s if rising else before_s) > SHORTEST_CONTACT_S
    keep = long & (up == rising)
    return at_s[keep & (at_s > t_s[0] + 0.04) & (at_s < t_s[-1] - 0.06)]


def found_s(t_s: FloatArray, force_n: FloatArray, kind: LoadEdgeKind) -> FloatArray:
    n = len(t_s)
    contacts = LoadContacts(100.0, ContactLimits())
    none = np.empty((n, 0))
    block = FootBlock(Side.LEFT, 0, 100.0, t_s, none, none, none, none, force_n)
    edges = contacts.push(block) + contacts.finish()
    return t_s[0] + np.array([edge.at for edge in edges if edge.kind is kind]) / 100.0


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.name.split(".csv")[0])
def test_contacts_are_within_half_a_millisecond_of_40_n_at_every_slope(path: Path) -> None:
    t_s, force_bw = np.loadtxt(path, delimiter=",", skiprows=1).T
    force_n = force_bw * MASS_KG * STANDARD_GRAVITY_M_S2

    for phase in range(5):
        thin_s, thin_n = t_s[phase::5].copy(), force_n[phase::5].copy()
        for kind, bound_s in ((LoadEdgeKind.IC, 0.0005), (LoadEdgeKind.TC, 0.0002)):
            true_s = reference_s(t_s, force_n, rising=kind is LoadEdgeKind.IC)
            own_s = found_s(thin_s, thin_n, kind)
            inside = (own_s > t_s[0] + 0.04) & (own_s < t_s[-1] - 0.06)
            assert inside.sum() == len(true_s)
            assert np.abs(own_s[inside] - true_s).mean() < bound_s
