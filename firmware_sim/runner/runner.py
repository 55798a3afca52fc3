"""The runner's body over minutes and hours.

Second by second: pace plan, slope, fatigue, heart, sweat, foot volume, lace tension, nerves.
The gait follows from this state (``firmware_sim.gait.steps``). Equations: docs/simulator.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from firmware_sim.runner.body import Body, intensity_of
from firmware_sim.runner.symptoms import FeltTap, Nerves
from firmware_sim.runner.track import RUN, WALK, Plan, Track, track
from firmware_sim.scenario.model import Person, Quantity, Scenario, Shoe
from monitor.types import FloatArray, Side

SIDES: Final = (Side.LEFT, Side.RIGHT)

_SWELLING_S, _RELAXATION_S = 400.0, 240.0
"""Time constants of the swelling that comes with warming up, and of lace relaxation."""


@dataclass(frozen=True, slots=True)
class Slow:
    """The runner's state at whole seconds; per-foot quantities have two columns, left, right.

    ``gait`` is 0 standing, 1 walking, 2 running. ``x_m``, ``y_m``, ``z_m`` is the path of the
    body over the ground (forward, up, right at the start). ``numb`` is the loss of nerve
    conduction by foot and zone (top, sole, forefoot), 0 none, 1 complete.
    """

    t_s: FloatArray
    gait: FloatArray
    speed_m_s: FloatArray
    slope: FloatArray
    heading_rad: FloatArray
    x_m: FloatArray
    y_m: FloatArray
    z_m: FloatArray
    cadence_spm: FloatArray
    contact: FloatArray
    landing: FloatArray
    overstride_m: FloatArray
    fatigue: FloatArray
    heart_bpm: FloatArray
    water_kg: FloatArray
    temperature_c: FloatArray
    lace_kpa: FloatArray
    volume_percent: FloatArray
    instep_kpa: FloatArray
    edge_kpa: FloatArray
    drop_rad: FloatArray
    heels_rad: FloatArray
    slap: FloatArray
    numb: FloatArray

    def at(self, name: str, t_s: FloatArray, foot: int | None = None) -> FloatArray:
        """A quantity between the seconds, for one foot where it has two columns."""
        values: FloatArray = getattr(self, name)
        return np.interp(t_s, self.t_s, values if foot is None else values[:, foot])


class Runner:
    """The runner of a scenario, advanced in pieces; the pieces do not change the result.

    ``who``: the seed of another day's run of the same runner, whose nerves these are.
    """

    def __init__(self, scenario: Scenario, seed: int, who: int | None = None) -> None:
        self._scenario = scenario
        self._person = scenario.runner
        self._plan = Plan(scenario.phase)
        self._tracks = _Tracks.of(scenario)
        self._nerves = Nerves(scenario.runner, [seed, 11], None if who is None else [who, 11])
        self._second = 0
        self._body = Body(self._person, scenario.climate.drink_kg_h)
        self._path = np.zeros(4)
        self._rates = np.zeros(3)
        self._last: Slow | None = None
        self.taps: list[FeltTap] = []
        """What the runner tapped so far."""

    def advance(self, seconds: int) -> Slow:
        """The next stretch, including the second at its end."""
        start = self._second
        self._second = start + seconds
        first = start if self._last is None else start + 1
        t_s = np.arange(first, self._second + 1, dtype=float)
        new = self._simulate(t_s)
        whole = new if self._last is None else _joined(self._last, new)
        self._last = Slow(*(getattr(whole, f.name)[-1:] for f in fields(Slow)))
        return whole

    def _simulate(self, t_s: FloatArray) -> Slow:
        """State at new seconds."""
        plan, tracks, person = self._plan, self._tracks, self._person
        gait, speed, slope = plan.gait_index(t_s), plan.speed_m_s(t_s), plan.slope(t_s)
        temperature = tracks.temperature(t_s)
        intensity = intensity_of(person, gait, speed, slope)
        drunk_kg, added_bpm = tracks.drunk_kg(t_s), tracks.heart_bpm(t_s)
        body = self._body.advance(intensity, temperature, drunk_kg, gait, added_bpm)
        fatigue = np.clip(body[:, 0] + tracks.fatigue(t_s), 0.0, 1.5)
        over = tracks.overstride_m(t_s)
        path = self._walk_along(t_s, speed, slope)
        lace, volume, instep, edge = self._shoes(t_s, body[:, 3], temperature)
        numb, taps = self._nerves.advance(t_s, instep, edge, intensity, -body[:, 2])
        self.taps.extend(taps)
        return Slow(
            t_s=t_s,
            gait=gait,
            speed_m_s=speed,
            slope=slope,
            heading_rad=path[:, 3],
            x_m=path[:, 0],
            y_m=path[:, 1],
            z_m=path[:, 2],
            cadence_spm=_fresh_spm(person, gait, speed, slope) * tracks.quicker(t_s, fatigue, over),
            contact=(1.0 + _feet(tracks.contact, t_s)) * (1.0 + 0.06 * fatigue)[:, np.newaxis],
            landing=1.0 + _feet(tracks.landing, t_s),
            overstride_m=over,
            fatigue=fatigue,
            heart_bpm=body[:, 1],
            water_kg=body[:, 2],
            temperature_c=temperature,
            lace_kpa=lace,
            volume_percent=volume,
            instep_kpa=instep,
            edge_kpa=edge,
            drop_rad=np.radians(_feet(tracks.drop_deg, t_s)),
            heels_rad=np.radians(_feet(tracks.heels_deg, t_s)),
            slap=_feet(tracks.slap, t_s),
            numb=numb,
        )

    def _walk_along(self, t_s: FloatArray, speed: FloatArray, slope: FloatArray) -> FloatArray:
        """Path of the body (x, y, z) and heading, integrated over the seconds."""
        turn = self._plan.turn_rad_s(t_s)
        heading = self._path[3] + np.cumsum(turn) - (turn[0] if t_s[0] == 0.0 else 0.0)
        angle = np.arctan(slope)
        rates = np.column_stack(
            [
                speed * np.cos(angle) * np.cos(heading),
                speed * np.sin(angle),
                -speed * np.cos(angle) * np.sin(heading),
            ]
        )
        if t_s[0] == 0.0:
            steps = np.vstack([np.zeros(3), 0.5 * (rates[1:] + rates[:-1])])
        else:
            before = self._rates
            steps = 0.5 * (rates + np.vstack([before, rates[:-1]]))
        self._rates = rates[-1]
        path = np.column_stack([self._path[:3] + np.cumsum(steps, axis=0), heading])
        self._path = path[-1]
        return path

    def _shoes(
        self, t_s: FloatArray, warm_s: FloatArray, temperature: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Lace pressure, foot volume, unloaded instep and edge pressure of both feet."""
        laces, volumes, insteps = [], [], []
        for i, side in enumerate(SIDES):
            shoe: Shoe = self._scenario.shoe(side)
            lace = self._tracks.lace_kpa[i](t_s)
            lace = lace * (1.0 - shoe.lace_relaxation * (1.0 - np.exp(-t_s / _RELAXATION_S)))
            heat = 1.0 + 0.03 * (temperature - 14.0)
            volume = shoe.swelling_percent * np.maximum(heat, 0.2)
            volume = volume * (1.0 - np.exp(-warm_s / _SWELLING_S))
            volume += shoe.drift_percent_h * np.maximum(t_s - 900.0, 0.0) / 3600.0
            volume += self._tracks.volume_percent[i](t_s)
            laces.append(lace)
            volumes.append(volume)
            insteps.append(np.maximum(lace + shoe.kpa_per_percent * volume, 0.0))
        volume = np.column_stack(volumes)
        edge = _feet(self._tracks.edge_kpa, t_s) * (1.0 + 0.12 * np.maximum(volume, 0.0))
        return np.column_stack(laces), volume, np.column_stack(insteps), edge


@dataclass(frozen=True, slots=True)
class _Tracks:
    """Everything that the scenario's changes can change; lists have one track a foot."""

    lace_kpa: list[Track]
    edge_kpa: list[Track]
    drop_deg: list[Track]
    heels_deg: list[Track]
    slap: list[Track]
    volume_percent: list[Track]
    contact: list[Track]
    landing: list[Track]
    overstride_m: Track
    fatigue: Track
    cadence: Track
    temperature: Track
    drunk_kg: Track
    heart_bpm: Track

    def quicker(self, t_s: FloatArray, fatigue: FloatArray, overstride_m: FloatArray) -> FloatArray:
        """Cadence, over that of the runner who is fresh and does not overstride."""
        return 1.0 + self.cadence(t_s) - 0.02 * fatigue - 1.2 * overstride_m

    @classmethod
    def of(cls, scenario: Scenario) -> "_Tracks":
        """Read a scenario."""

        def feet(name: Quantity, start: Callable[[Side], float]) -> list[Track]:
            return [track(scenario, name, start(side), side) for side in SIDES]

        return cls(
            lace_kpa=feet("lace_kpa", lambda side: scenario.shoe(side).lace_kpa),
            edge_kpa=feet("edge_kpa", lambda side: scenario.shoe(side).edge_kpa),
            drop_deg=feet("foot_drop_deg", lambda side: scenario.shoe(side).foot_drop_deg),
            heels_deg=feet("heel_lift_deg", lambda _: 0.0),
            slap=feet("slap", lambda _: scenario.runner.slap),
            volume_percent=feet("volume_percent", lambda _: 0.0),
            contact=feet("contact_time", lambda _: 0.0),
            landing=feet("landing", lambda _: 0.0),
            overstride_m=track(scenario, "overstride_m", 0.0),
            fatigue=track(scenario, "fatigue", 0.0),
            cadence=track(scenario, "cadence", 0.0),
            temperature=track(scenario, "temperature_c", scenario.climate.temperature_c),
            drunk_kg=track(scenario, "drunk_kg", 0.0),
            heart_bpm=track(scenario, "heart_bpm", 0.0),
        )


def _fresh_spm(
    person: Person, gait: FloatArray, speed: FloatArray, slope: FloatArray
) -> FloatArray:
    """Steps per minute before fatigue: about 6 % more per m/s running, √v walking."""
    run = person.cadence_spm * (1.0 + 0.06 * (speed - 3.0) + 0.3 * slope)
    walk = person.cadence_spm * 0.655 * np.sqrt(np.maximum(speed, 0.2) / 1.35)
    return np.asarray(np.select([gait == RUN, gait == WALK], [run, walk], 0.0))


def _feet(tracks: list[Track], t_s: FloatArray) -> FloatArray:
    """Both feet's quantity, shape (n, 2)."""
    return np.column_stack([each(t_s) for each in tracks])


def _joined(first: Slow, second: Slow) -> Slow:
    """Two stretches as one."""
    return Slow(
        *(np.concatenate([getattr(first, f.name), getattr(second, f.name)]) for f in fields(Slow))
    )
