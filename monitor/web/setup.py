"""Before a run: find and pair sensors, see that they feel the feet, say what is worn.

One thing at a time, as there is one radio. Whatever is skipped is only not known.
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

from msgspec import structs

from monitor.errors import MonitorError
from monitor.home.folder import Home, check_name
from monitor.home.paired import as_paired, merged, read_paired, write_paired
from monitor.home.remembered import (
    Gear,
    Remembered,
    known_athlete,
    read_remembered,
    write_remembered,
)
from monitor.sources.ble import FoundSensor
from monitor.sources.ble_kinds import SensorKind
from monitor.sources.pairing import Pairing
from monitor.types import Packet, Side
from monitor.web import wall_clock
from monitor.web.fit_check import FitCheck
from monitor.web.setup_files import SmallFiles
from monitor.web.setup_radio import SetupRadio
from monitor.web.setup_steps import Call, Find, Fit, Pair, Phrase, Stop, Wear, read_step
from monitor.wire import uuids

Json = dict[str, Any]
"""What becomes a JSON object; ``Any`` because that is what JSON is."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long each step lasts, s. Rule of thumb: the whole of it stays below 90 s."""

    find_s: float = 5.0
    pair_s: float = 60.0
    connect_s: float = 15.0
    """Longest wait until all insoles are heard."""
    lift_s: float = 5.0
    stand_s: float = 10.0


@dataclass(slots=True)
class Seen:
    """What the steps have shown so far."""

    found: list[FoundSensor] | None = None
    asked: str | None = None
    wrong_foot: bool = False
    fit_step: str | None = None
    fit: Json | None = None
    trouble: str = ""


class Setup:
    """The steps before a run.

    Parameters
    ----------
    home : Home
    radio : SetupRadio
    poke : callable
        Told whenever something changes.
    say : callable
        Says the test phrase.
    """

    def __init__(
        self,
        home: Home,
        radio: SetupRadio,
        poke: Callable[[], None],
        say: Callable[[], None],
        times: Times | None = None,
    ) -> None:
        self._home, self._radio = home, radio
        self._poke, self._say, self._times = poke, say, times or Times()
        self._seen, self._files = Seen(), SmallFiles(home)
        self._busy: asyncio.Task[None] | None = None
        self._what: str | None = None

    def take(self, text: bytes) -> None:
        """Begin a step; the one before it is left.

        Raises
        ------
        ValueError
            If the text names none.
        """
        step = read_step(text)
        self._seen.trouble = ""
        match step:
            case Phrase():
                self._say()
            case Wear():
                self._at_once(partial(self._wear, step))
            case Call():
                self._at_once(partial(self._call, step))
            case Find():
                self._begin("find", self._find())
            case Pair():
                self._begin("pair", self._pair())
            case Fit():
                self._begin("fit", self._fit())
            case Stop():
                self._cancel()
        self._poke()

    def fits(self) -> dict[Side, str] | None:
        """Give how the fit check came out, once: for the run that begins now."""
        found, self._seen.fit = self._seen.fit, None
        return {Side(side): str(one["fit"]) for side, one in found.items()} if found else None

    async def stop(self) -> None:
        """Leave what goes on, and let the radio go."""
        task = self._busy
        self._cancel()
        if task is not None:
            await asyncio.wait([task])

    def state(self) -> Json:
        """Give what the page shows."""
        seen, files = self._seen, self._files.read()
        charge = self._radio.charge()
        return {
            "busy": self._what,
            "found": seen.found
            and [{"name": one.name, "kind": one.kind, "rssi": one.rssi_dbm} for one in seen.found],
            "asked": seen.asked,
            "wrong_foot": seen.wrong_foot,
            "paired": [
                {
                    "address": one.address,
                    "name": one.name,
                    "called": one.called,
                    "kind": one.kind,
                    "side": one.side,
                    "battery": charge.get(one.name, charge.get(one.address)),
                }
                for one in files.paired
            ],
            "fit_step": seen.fit_step,
            "fit": seen.fit,
            "free_gb": self._files.free_gb(),
            "clock": wall_clock.is_trusted(),
            "worn": files.worn,
            "trouble": seen.trouble or files.trouble,
        }

    def _at_once(self, do: Callable[[], None]) -> None:
        """Change a small file: that needs no radio, and ends no step that uses it."""
        try:
            do()
        except MonitorError as error:
            self._seen.trouble = str(error)

    def _begin(self, what: str, step: Coroutine[Any, Any, None]) -> None:
        before = self._busy
        self._cancel()
        self._what = what
        self._busy = asyncio.create_task(self._do(before, step), name=f"setup-{what}")

    def _cancel(self) -> None:
        if self._busy is not None:
            self._busy.cancel()
        self._busy, self._what = None, None
        self._seen.asked = self._seen.fit_step = None

    async def _do(self, before: asyncio.Task[None] | None, step: Coroutine[Any, Any, None]) -> None:
        """Carry out a step once the one before has let the radio go."""
        if before is not None and not before.done():
            await asyncio.wait([before])
        try:
            await step
        except* MonitorError as group:
            self._seen.trouble = str(group.exceptions[0])
        finally:  # also after a slip of ours: no page waits for a step that is over
            if self._busy is asyncio.current_task():
                self._busy, self._what = None, None
                self._seen.asked = self._seen.fit_step = None
            self._poke()

    async def _find(self) -> None:
        self._seen.found = await self._radio.scan(self._times.find_s)

    async def _pair(self) -> None:
        found = self._seen.found or await self._radio.scan(self._times.find_s)
        self._seen.found, self._seen.wrong_foot = found, False
        pairing = Pairing(found)
        with contextlib.suppress(TimeoutError):
            async with (
                asyncio.timeout(self._times.pair_s),
                self._radio.packets([one.address for one in found]) as packets,
            ):
                while pairing.asked is not None:
                    self._ask(pairing.asked)
                    packet = await packets.get()
                    was = pairing.asked
                    if pairing.push(packet) and pairing.asked is was:
                        self._seen.wrong_foot = packet.characteristic != uuids.INFORMATION
                        self._poke()
        pairing.give_up()
        if pairing.silent:
            self._seen.trouble = "silent_pod"
        if pairing.asked is not None:
            self._seen.trouble = f"not_tapped.{pairing.asked}"
        mine = [as_paired(one) for one in pairing.chosen()]
        if mine:
            write_paired(self._home, merged(read_paired(self._home), mine))

    def _ask(self, side: str) -> None:
        if self._seen.asked != side:
            self._seen.asked = side
            self._poke()

    async def _fit(self) -> None:
        check, times = FitCheck(), self._times
        paired = read_paired(self._home)
        feet = {Side(one.side) for one in paired if one.side} or set(Side)
        others = {one.side for one in paired if one.kind != SensorKind.MAPPED}
        for one in paired:
            if one.side and one.side not in others:  # a sensor of a map has no cells
                check.wears_none(one.name, Side(one.side))
        async with self._radio.packets([one.address for one in paired]) as packets:
            with contextlib.suppress(TimeoutError):  # whoever is there by then is checked
                async with asyncio.timeout(times.connect_s):
                    while not check.is_ready(feet):
                        check.push(await packets.get(), lifted=True)
            check.forget()
            steps = (("lift", times.lift_s), ("stand", times.stand_s))
            for name, lasts_s in steps if check.is_of_use(feet) else ():
                await self._gather(packets, check, name, lasts_s)
        self._seen.fit = {
            side: {"fit": fit, "laces_kpa": check.laces_kpa(side)}
            for side, fit in check.fits().items()
        }

    async def _gather(
        self, packets: asyncio.Queue[Packet], check: FitCheck, name: str, lasts_s: float
    ) -> None:
        """Let a check take packets for so long."""
        loop = asyncio.get_running_loop()
        end_s = loop.time() + lasts_s
        self._seen.fit_step = name
        self._poke()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(end_s):
                while True:
                    check.push(await packets.get(), lifted=name == "lift")

    def _call(self, call: Call) -> None:
        called = check_name(call.called, "sensor") if call.called else ""
        known = read_paired(self._home)
        new = [
            structs.replace(one, called=called) if one.address == call.address else one
            for one in known
        ]
        if new != known:
            write_paired(self._home, new)

    def _wear(self, worn: Wear) -> None:
        known = read_remembered(self._home)
        name = known_athlete(self._home, worn.athlete) if worn.athlete else known.athlete
        if name is None:
            return
        gear = known.worn.get(name, Gear())
        said = {
            what: check_name(value, what) if value else None
            for what in ("shoe", "insole", "lacing")
            if (value := getattr(worn, what)) is not None
        }
        if worn.try_cues is not None:
            gear = structs.replace(gear, try_cues=worn.try_cues)
        all_worn = {**known.worn, name: structs.replace(gear, **said)}
        write_remembered(self._home, Remembered(athlete=name, worn=all_worn))
