"""What does a shoe do in the milliseconds after it has landed?"""

import numpy as np
import numpy.typing as npt
from scipy import special

from firmware_sim.jet import Jet, sin_cos
from firmware_sim.steps import Contacts
from monitor.types import FloatArray

Rows = npt.NDArray[np.intp]

IMPACT_S = 4.5e-3
"""Standard deviation of the impact pulse."""
_REACH_S = 6.0 * IMPACT_S
_RING_HZ, _RING_S, _RING_M_S = 45.0, 6.0e-3, 6.0e-4
"""Ringing of shoe and pod after impact: frequency, decay, amplitude per m/s."""


def soften(c: Contacts, t_s: FloatArray, k: Rows, place: tuple[Jet, ...]) -> tuple[Jet, Jet, Jet]:
    """Let the landing velocity vanish within milliseconds instead of at once.

    A ramp that stops at once differs from one that stops along a Gaussian by
    σ φ(u) − |τ| Φ(−|u|), u = τ/σ: small, and with the pulse as its second derivative.
    ``k`` is the number of the stride at each time.
    """
    x, y, z = (Jet(j.value.copy(), j.rate.copy(), j.acc.copy()) for j in place)
    for contact in (k, k + 1):
        tau = t_s - c.t_s[contact]
        near = np.flatnonzero(np.abs(tau) < _REACH_S)
        u, n = tau[near] / IMPACT_S, contact[near]
        bell = np.exp(-0.5 * u * u) / np.sqrt(2.0 * np.pi)
        tail = special.ndtr(-np.abs(u))
        drift = IMPACT_S * (bell - np.abs(u) * tail)
        step, pulse = -np.sign(u) * tail, bell / IMPACT_S
        speed, angle = -c.landing_m_s[n], c.heading_rad[n]
        jumps = (speed * np.cos(angle), c.falling_m_s[n], -speed * np.sin(angle))
        for axis, jump in zip((x, y, z), jumps, strict=True):
            axis.value[near] += jump * drift
            axis.rate[near] += jump * step
            axis.acc[near] += jump * pulse
    return x, y, z


def ringing(c: Contacts, t_s: FloatArray, k: Rows) -> Jet:
    """Vertical ringing of shoe and pod: s² e⁻ˢ sin(2πft), s in decay times."""
    tau = t_s - c.t_s[k]
    near = np.flatnonzero(tau < 25.0 * _RING_S)
    s, one = tau[near] / _RING_S, np.full(len(near), 1.0 / _RING_S)
    scale = _RING_M_S * c.falling_m_s[k[near]]
    envelope = np.exp(-s)
    decay = Jet(s, one, np.zeros_like(s)).chain(
        s * s * envelope, (2.0 * s - s * s) * envelope, (2.0 - 4.0 * s + s * s) * envelope
    )
    w = 2.0 * np.pi * _RING_HZ
    swing, _ = sin_cos(Jet(w * tau[near], np.full(len(near), w), np.zeros_like(s)))
    ring = (decay * swing).scale(scale)
    full = Jet(*(np.zeros(len(t_s)) for _ in range(3)))
    full.value[near], full.rate[near], full.acc[near] = ring.value, ring.rate, ring.acc
    return full
