"""Write a simulation as a recording, as if a host had received it."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from firmware_sim.runner.runner import Runner
from firmware_sim.scenario import faults, scenario_file
from firmware_sim.scenario.model import PodSpec, Scenario
from firmware_sim.sensors.pod import FootPod, PodPacket, TruthSink
from firmware_sim.sensors.straps import (
    HeartStrap,
    PowerPod,
    SpeedPod,
    Thermometer,
    Treadmill,
)
from firmware_sim.truth.truth_files import TRUTH_FILES, TruthFiles
from monitor.files.output import check_outputs
from monitor.session.finish import write_recording
from monitor.session.header import RecordingHeader
from monitor.types import Packet
from monitor.wire import link, symptom, uuids
from monitor.wire.link import Link, LinkState

HOST: Final = "host"
"""Sensor name of what the host itself notes."""

_STARTED: Final = datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
"""Wall time of every simulated session: the same seed gives the same bytes."""
_HEADER: Final = RecordingHeader(_STARTED, software="firmware-sim", source="simulated")

Device = FootPod | HeartStrap | SpeedPod | PowerPod | Treadmill | Thermometer

_MAKERS: Final[dict[str, Callable[[Scenario, PodSpec, int], Device]]] = {
    "heart": HeartStrap,
    "rsc": SpeedPod,
    "power": PowerPod,
    "treadmill": Treadmill,
    "thermometer": Thermometer,
}


def devices(
    scenario: Scenario, seed: int | None = None, watch: TruthSink | None = None
) -> list[Device]:
    """The devices of a scenario, each to be asked once for its packets.

    ``watch`` is given the truth of both feet, by the first pod of each.
    """
    seed = scenario.seed if seed is None else seed
    made: list[Device] = []
    watched: set[str | None] = set()
    for spec in scenario.pod:
        match spec.kind:
            case "foot":
                mine = None if spec.side in watched else watch
                watched.add(spec.side)
                made.append(FootPod(scenario, _with_dead_cells(scenario, spec), seed, mine))
            case _:
                made.append(_MAKERS[spec.kind](scenario, spec, seed))
    return made


def packets(
    scenario: Scenario,
    duration_s: float | None = None,
    seed: int | None = None,
    watch: TruthSink | None = None,
) -> Iterator[Packet]:
    """Everything that a host would have received, in the order of arrival.

    Parameters
    ----------
    scenario : Scenario
    duration_s : float or None
        Length of the session; None is the scenario's.
    seed : int or None
        None is the scenario's.
    watch : callable or None
        Is given the truth.
    """
    import scipy.signal  # noqa: F401  # long blocks are filtered by it: firmware_sim/recursive.py

    seed = scenario.seed if seed is None else seed
    stop_s = scenario.duration_s if duration_s is None else duration_s
    streams = []
    for device in devices(scenario, seed, watch):
        mine = [fault for fault in scenario.fault if fault.pod in (None, device.name)]
        seen = faults.suffer(device.packets(), mine, device.values, seed)
        streams.append(_received(device, seen, stop_s))
    if scenario.taps:
        streams.append(_taps(scenario, seed, stop_s))
    return heapq.merge(*streams, key=lambda packet: packet.t_rx_s)


def record(
    scenario: str | Path | Scenario,
    out: Path,
    *,
    duration_s: float | None = None,
    seed: int | None = None,
    truth_dir: Path | None = None,
    force: bool = False,
) -> int:
    """Write a session, and the truth beside it; gives the number of packets.

    Parameters
    ----------
    scenario : str, Path or Scenario
        Name, file, or the thing itself.
    out : Path
        The recording.
    duration_s, seed
        None is the scenario's.
    truth_dir : Path or None
        Where the truth goes (``firmware_sim.truth.truth_files``).
    force : bool
        Replace files that are there.

    Raises
    ------
    RecordingError
        If a file exists already, is the scenario's own, or cannot be written.
    """
    known = scenario if isinstance(scenario, Scenario) else scenario_file.load(scenario)
    seed = known.seed if seed is None else seed
    length_s = known.duration_s if duration_s is None else duration_s
    _check_outputs(scenario, out, truth_dir, force=force)
    if truth_dir is None:
        return write_recording(out, _HEADER, packets(known, length_s, seed), force=force)
    with TruthFiles(truth_dir, known, seed, length_s, force=force) as truth:
        made = packets(known, length_s, seed, truth.watch)
        count = write_recording(out, _HEADER, made, force=force)
        truth.finish()
    return count


def _check_outputs(
    scenario: str | Path | Scenario, out: Path, truth_dir: Path | None, *, force: bool
) -> None:
    """Refuse to write onto the scenario, or onto a file that is there."""
    truths = [] if truth_dir is None else [truth_dir / name for name in TRUTH_FILES]
    source = None if isinstance(scenario, Scenario) else scenario_file.path_of(scenario)
    check_outputs([out, *truths], inputs=[source], force=force)


def _with_dead_cells(scenario: Scenario, spec: PodSpec) -> PodSpec:
    """The pod with the cells that faults kill."""
    dead = tuple(
        fault.cell
        for fault in scenario.fault
        if fault.kind == "dead_cell" and fault.pod in (None, spec.name)
    )
    if spec.insole is None or not dead:
        return spec
    return replace(spec, insole=replace(spec.insole, dead_cells=spec.insole.dead_cells + dead))


def _received(device: Device, sent: Iterator[PodPacket], stop_s: float) -> Iterator[Packet]:
    """A device's packets after the host has connected and read it."""
    first = True
    for packet in sent:
        if packet.t_s >= stop_s:
            return
        if first:
            first = False
            t_s = max(0.0, packet.t_s - 0.05)
            yield Packet(device.name, uuids.LINK, t_s, link.encode(LinkState(Link.CONNECTED)))
            for characteristic, value in device.values.items():
                yield Packet(device.name, characteristic, t_s, value)
        yield Packet(device.name, packet.characteristic, packet.t_s, packet.payload)


def _taps(scenario: Scenario, seed: int, stop_s: float) -> Iterator[Packet]:
    """The runner's taps, simulated one piece ahead, because a tap comes later than the feeling."""
    runner = Runner(scenario, seed)
    waiting: list[tuple[float, bytes]] = []
    made, known_s = 0, 0.0
    while known_s < stop_s:
        known_s = float(runner.advance(60).t_s[-1])
        for tap in runner.taps[made:]:
            payload = symptom.encode(symptom.Tap(tap.feeling, tap.side, tap.zone))
            waiting.append((tap.t_s, payload))
        made = len(runner.taps)
        waiting.sort()
        while waiting and waiting[0][0] <= min(known_s, stop_s):
            t_s, payload = waiting.pop(0)
            yield Packet(HOST, uuids.SYMPTOM, t_s, payload)


def served(scenario: Scenario, seed: int | None = None) -> Sequence[Device]:
    """Devices for the air; their faults there are the scenario's of the kinds in ``faults.AIR``."""
    return devices(scenario, seed)
