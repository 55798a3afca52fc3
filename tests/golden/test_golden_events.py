"""Ten sessions and what the product makes of them, word for word.

Whoever changes behaviour on purpose rewrites the texts with ``pytest --update-golden`` and
says in the commit what moved. Of three long ones only the first part is played here: until then
the same is said, whatever follows. `make soak` plays them to their end.
"""

import json
import math
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pytest

from firmware_sim import record
from firmware_sim.scenario import scenario_file
from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.serialise import event_to_json
from monitor.sources.importers import IMPORT_FORMATS
from monitor.types import (
    Event,
    Feeling,
    HeartBeat,
    Packet,
    ReferenceSpeed,
    Side,
    Step,
    Stride,
    Zone,
)
from monitor.wire import symptom, uuids
from monitor.wire.symptom import Tap
from tests.beside import needs

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DATA = ROOT.parent / "shared" / "data"
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
TIME = re.compile(r" (?:t_s|ic_s)=(\S+)")
LATE_S = 5.0
"""What happened this long before a session is cut was said before the cut."""
RELATIVE = 1e-6
"""Another processor may change a number's last bit, and what follows from it."""
NOTHING = 1e-9
PERIODIC = (Stride, Step, HeartBeat, ReferenceSpeed)
WHOLE = "FOOTLOOSE_GOLDEN" in os.environ
"""Play every session to its end."""


@dataclass(frozen=True)
class Simulated:
    """A scenario's first seconds; of the periodic events only each ``every``-th is written.

    ``enough_s`` ends the part of it that is always played.
    """

    scenario: str
    duration_s: float
    every: int
    taps: tuple[tuple[float, Tap], ...] = ()
    enough_s: float = math.inf

    def packets(self, *, whole: bool) -> Sequence[Packet]:
        until_s = math.inf if whole else self.enough_s
        session = record.packets(scenario_file.load(self.scenario), self.duration_s)
        made = list(takewhile(lambda packet: packet.t_rx_s < until_s, session))
        made += [Packet("host", uuids.SYMPTOM, t_s, symptom.encode(tap)) for t_s, tap in self.taps]
        return sorted(made, key=lambda packet: packet.t_rx_s)


@dataclass(frozen=True)
class Recorded:
    """A recording from real sensors."""

    path: str
    every: int = 1
    enough_s: float = math.inf

    def packets(self, *, whole: bool = True) -> Sequence[Packet]:
        assert whole
        path = DATA / self.path
        if path.suffix == ".txt":
            return list(IMPORT_FORMATS["moticon"]([path], None).packets)
        import_map = ROOT / "configs" / "maps" / f"{path.parent.name}.toml"
        return list(IMPORT_FORMATS["csv"]([path], import_map).packets)


SIMULATED = {
    "demo": Simulated("demo", 100.0, 1),
    "walk_run": Simulated(
        "walk_run",
        560.0,
        20,
        taps=(
            (120.0, Tap(Feeling.NUMB, Side.LEFT, Zone.TOP)),
            (330.0, Tap(Feeling.OK)),
            (400.0, Tap(Feeling.TINGLING, Side.RIGHT, Zone.SOLE)),
        ),
    ),
    "tight_laces": Simulated("tight_laces", 1200.0, 40, enough_s=620.0),
    "foot_drop": Simulated("foot_drop", 780.0, 40, enough_s=640.0),
    "hills_intervals": Simulated("hills_intervals", 1500.0, 40, enough_s=700.0),
    "every_fault": Simulated(str(HERE / "every_fault.toml"), 300.0, 5),
}
RECORDED = {
    "jogging": Recorded("vicon_foot/2017-11-27-11-24-07.csv.gz"),
    "outdoors": Recorded("surveyed_runs/run51.csv.gz"),
    "insoles": Recorded("moticon_walk/230927_102114.txt"),
    "force": Recorded("treadmill_force/run06_speed4.17_slope0.csv.gz"),
}


@pytest.mark.parametrize("name", SIMULATED)
def test_a_simulated_session_gives_the_events_it_gave(name: str, update_golden: bool) -> None:
    compare(name, SIMULATED[name], update_golden)


@pytest.mark.parametrize("name", RECORDED)
@needs(DATA)
def test_a_real_session_gives_the_events_it_gave(name: str, update_golden: bool) -> None:
    compare(name, RECORDED[name], update_golden)


def compare(name: str, session: Simulated | Recorded, update: bool) -> None:
    pipeline = Pipeline(Config())
    whole = WHOLE or update or session.enough_s == math.inf
    said = pipeline.push(session.packets(whole=whole)) + (pipeline.finish() if whole else [])
    lines = list(_lines(said, session.every))
    path = HERE / "sessions" / f"{name}.txt"
    if update:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    wanted = path.read_text(encoding="utf-8").splitlines()
    if not whole:
        sure_s = session.enough_s - LATE_S
        must_come = sum(1 for _ in takewhile(lambda line: _t_s(line) < sure_s, wanted))
        wanted = wanted[: max(len(lines), must_come)]

    first = next(
        (
            (number, then, now)
            for number, (then, now) in enumerate(zip(wanted, lines, strict=False), start=1)
            if not _same(then, now)
        ),
        None,
    )

    assert first is None, f"{path.name}:{first[0]}\nwas {first[1]}\nis  {first[2]}"
    assert len(lines) == len(wanted)


def _t_s(line: str) -> float:
    """Time of an event, s: the first that its line says."""
    match = TIME.search(line)
    assert match is not None, line
    return float(match[1])


def _lines(said: Sequence[Event], every: int) -> Iterator[str]:
    seen = dict.fromkeys(PERIODIC, 0)
    for event in said:
        kind = type(event)
        if kind in seen:
            seen[kind] += 1
            if seen[kind] % every:
                continue
        fields = json.loads(event_to_json(event))
        words = [f"{key}={_text(value)}" for key, value in fields.items() if value is not None]
        yield " ".join(words)


def _text(value: object) -> str:
    """A value in nine significant digits."""
    match value:
        case float():
            return f"{value:.9g}"
        case list() | tuple():
            return f"[{', '.join(_text(item) for item in value)}]"
        case dict():
            return f"{{{', '.join(f'{key}: {_text(item)}' for key, item in value.items())}}}"
        case _:
            return str(value)


def _same(then: str, now: str) -> bool:
    if then == now:
        return True
    if NUMBER.sub("#", then) != NUMBER.sub("#", now):
        return False
    pairs = zip(NUMBER.findall(then), NUMBER.findall(now), strict=True)
    return all(float(a) == pytest.approx(float(b), rel=RELATIVE, abs=NOTHING) for a, b in pairs)


@pytest.mark.parametrize(
    ("then", "now", "same"),
    [
        ("risk level=0.5", "risk level=0.5000001", True),
        ("risk level=0.5", "risk level=0.50001", False),
        ("risk level=0.5", "risk level=0.5 felt=True", False),
        ("advice text=left", "advice text=Left", False),
        ("t_s=1e-17", "t_s=-2e-17", True),
    ],
)
def test_numbers_may_differ_in_their_last_bits_and_words_not_at_all(
    then: str, now: str, same: bool
) -> None:
    assert _same(then, now) is same
