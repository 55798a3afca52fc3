"""Motion of a shoe in the milliseconds after it has landed."""

import numpy as np
import numpy.typing as npt
from scipy import special

from firmware_sim.gait.jet import Jet, sin_cos
from firmware_sim.gait.style import Contacts
from firmware_sim.runner.track import RUN
from monitor.types import FloatArray

Rows = npt.NDArray[np.intp]

_RUN_S, _WALK_S = 4.5e-3, 16.0e-3
"""Standard deviation of the impact pulse; a walker's heel slides and sinks in slowly."""
_REACH = 6.0
_RING_HZ, _RING_S, _RING_RAD_S = 45.0, 6.0e-3, 8.0e-3
"""Ringing of the shoe after impact: frequency, decay, and its angle per m/s of falling."""


def impact_s(c: Contacts) -> FloatArray:
    """Standard deviation of the pulse of each contact."""
    return np.where(c.gait == RUN, _RUN_S, _WALK_S)


def soften(c: Contacts, t_s: FloatArray, k: Rows, place: tuple[Jet, ...]) -> tuple[Jet, Jet, Jet]:
    """Let the landing velocity vanish within milliseconds instead of at once.

    A ramp that stops at once differs from one that stops along a Gaussian by
    σ φ(u) − |τ| Φ(−|u|), u = τ/σ: small, and with the pulse as its second derivative.
    ``k`` is the number of the stride at each time.
    """
    x, y, z = (Jet(j.value.copy(), j.rate.copy(), j.acc.copy()) for j in place)
    spread_s = impact_s(c)
    for contact in (k, k + 1):
        tau = t_s - c.t_s[contact]
        near = np.flatnonzero(np.abs(tau) < _REACH * spread_s[contact])
        n = contact[near]
        sigma_s = spread_s[n]
        u = tau[near] / sigma_s
        bell = np.exp(-0.5 * u * u) / np.sqrt(2.0 * np.pi)
        tail = special.ndtr(-np.abs(u))
        drift = sigma_s * (bell - np.abs(u) * tail)
        step, pulse = -np.sign(u) * tail, bell / sigma_s
        speed, angle = -c.landing_m_s[n], c.heading_rad[n]
        jumps = (speed * np.cos(angle), c.falling_m_s[n], -speed * np.sin(angle))
        for axis, jump in zip((x, y, z), jumps, strict=True):
            axis.value[near] += jump * drift
            axis.rate[near] += jump * step
            axis.acc[near] += jump * pulse
    return x, y, z


def ringing(c: Contacts, t_s: FloatArray, k: Rows) -> Jet:
    """How the shoe rocks about the ball: s² e⁻ˢ sin(2πft), s in decay times; rad."""
    tau = t_s - c.t_s[k]
    near = np.flatnonzero(tau < 25.0 * _RING_S)
    s, one = tau[near] / _RING_S, np.full(len(near), 1.0 / _RING_S)
    scale = -_RING_RAD_S * c.falling_m_s[k[near]]
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
