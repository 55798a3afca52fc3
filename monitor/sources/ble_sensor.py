"""Keep one sensor: connected, read, started, watched; lost, and connected again."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bleak import BleakClient
from bleak.backends.device import BLEDevice

from monitor.errors import SourceError, WireError
from monitor.sources.ble_adapter import FoundSensor
from monitor.sources.ble_kinds import SensorKind
from monitor.sources.ble_profile import Profile
from monitor.sources.ble_session import Seeker, Session
from monitor.sources.ble_states import SAID, SENSING, Sensing, Step
from monitor.sources.ble_trouble import RADIO_ERRORS, OutdatedError, is_forgotten, lacks_service
from monitor.types import Packet
from monitor.wire import calibration, uuids
from monitor.wire.information import PodInformation
from monitor.wire.link import Link, LinkReason, LinkState

logger = logging.getLogger(__name__)

_NO_SAMPLES = (uuids.INFORMATION, uuids.LAYOUT, uuids.BATTERY, uuids.SENSOR_MAP)
"""What says nothing of whether a sensor still measures."""
_MOST_BACKOFF = 64.0
"""How many times longer a sensor may be silent that stayed silent after new connections. Rule of
thumb."""
_MOST_REPAIRS = 3
"""So often what the system remembers of a sensor is thrown away, with growing pauses; then the
sensor itself lacks what is missing. Of a pod it is thrown away each time it was left alone, too: a
pod may take up a new firmware meanwhile, and has no pairing to lose. Rule of thumb."""


@dataclass(slots=True)
class _Seen:
    """What became of a sensor so far.

    ``since_s`` and ``heard_s`` are the times of the present link and of its latest data; a sensor
    is ``mute`` that was connected and sent nothing, and ``backoff`` grows with every such time.
    ``attempts`` are those that failed before the system forgot it: an adapter that can connect
    nobody gives it time for that, again and again.
    """

    known: bool = False
    up: bool = False
    mute: bool = False
    backoff: float = 1.0
    repairs: int = 0
    attempts: int = 0
    refused: str | None = None
    since_s: float = 0.0
    heard_s: float = 0.0


class Sensor:
    """One sensor, for as long as the session lasts; walks the table of ``ble_states``.

    Parameters
    ----------
    found : FoundSensor
    name : str
        What the packets call it; no other sensor of the session has this name.
    session : Session
    seeker : Seeker
    """

    def __init__(self, found: FoundSensor, name: str, session: Session, seeker: Seeker) -> None:
        self._found = found
        self._name = name
        self._session = session
        self._limits = session.limits
        self._seeker = seeker
        self._label = str(found.kind)
        self._state = Sensing.SOUGHT
        self._seen = _Seen()

    async def run(self, device: BLEDevice) -> None:
        """Keep the sensor connected until cancelled."""
        while True:
            self._move(Step.HEARD)
            await self._keep(device)
            wanted = self._seen.refused is None
            device = await self._seeker.seek(self._found.address, urgent=wanted)

    async def _keep(self, device: BLEDevice) -> None:
        """Connect and stay, until the sensor has to be sought again."""
        begin, self._seen.attempts = self._seen.attempts, 0
        for attempt in range(begin, self._limits.connect_attempts):
            try:
                reason = await self._live(device)
            except _Unwanted as refusal:
                await self._leave_alone(refusal)
                return
            except (SourceError, WireError, *RADIO_ERRORS) as error:
                logger.debug("%s: attempt %d: %r", self._name, attempt + 1, error)
                if self._lacks(error) and self._seen.repairs >= _MOST_REPAIRS:
                    await self._leave_alone(_Unwanted(LinkReason.REFUSED, "it lacks a service"))
                    self._seen.repairs -= self._found.kind is SensorKind.POD
                    return
                if await self._failed(error, device, attempt):
                    return
            else:
                self._seen.mute |= reason is LinkReason.NO_DATA
                self._move(Step.LOST, reason)
                return
        logger.info("%s: cannot be connected, still trying", self._name)
        self._move(Step.TIRED)
        self._seeker.tired()
        await asyncio.sleep(self._limits.backoff_max_s)

    async def _leave_alone(self, refusal: "_Unwanted") -> None:
        """Say that the sensor is not used, and let it be for a while."""
        self._move(Step.UNWANTED, refusal.reason, f"{self._label}: {refusal}")
        await asyncio.sleep(self._limits.rescan_s)
        self._move(Step.AGAIN)

    def _lacks(self, error: Exception) -> bool:
        """Whether a connection ended because the sensor has not what it must have."""
        return lacks_service(error) and self._state is Sensing.CONNECTING

    async def _failed(self, error: Exception, device: BLEDevice, attempt: int) -> bool:
        """Pause after an error; whether the sensor has to be heard again before it is tried."""
        if self._lacks(error):
            await self._repair(device)
            return True
        self._move(Step.FAILED, LinkReason.DROPPED)
        await asyncio.sleep(min(self._limits.backoff_s * 2.0**attempt, self._limits.backoff_max_s))
        if attempt + 1 == self._limits.connect_attempts:
            return False
        if is_forgotten(error):
            self._seen.attempts = attempt + 1
            self._move(Step.TIRED)
            return True
        self._move(Step.AGAIN)
        return False

    async def _repair(self, device: BLEDevice) -> None:
        """Let the system forget services that the sensor does not have any more, or not yet."""
        self._move(Step.INCOMPLETE)
        await self._session.adapter.forget(device)
        self._seen.repairs += 1
        pause_s = self._limits.backoff_s * 2.0**self._seen.repairs
        await asyncio.sleep(min(pause_s, self._limits.rescan_s))
        self._move(Step.AGAIN)

    async def _live(self, device: BLEDevice) -> LinkReason:
        """One connection, from its start to its end; return why it ended."""
        lost = asyncio.Event()
        client = await self._session.adapter.connect(device, lost.set)
        if client.is_connected:
            lost.clear()  # BlueZ's aborted attempts are reported as losses too
        profile = Profile(client, self._emit, self._limits.request_s)
        self._session.links.add(lost)
        try:
            pod = await self._greet(profile)
            mapped = self._found.mapped
            if mapped is None:
                await profile.subscribe(self._found.kind, pod)
            else:
                await profile.follow_map(mapped)
            self._welcome()
            if pod is not None:
                await profile.start()
            if mapped is not None:
                await profile.start_mapped(mapped)
            return await self._watch(client, profile, lost)
        except asyncio.CancelledError:
            if self._found.kind is SensorKind.POD:
                await profile.stop()
            raise
        finally:
            profile.close()
            self._session.links.discard(lost)
            self._session.feet.release(self._found.address)
            await self._session.adapter.disconnect(client)

    async def _greet(self, profile: Profile) -> PodInformation | None:
        """Learn who a pod is, and whether it is wanted."""
        if self._found.mapped is not None:
            side = self._found.mapped.sensor_map.side
            self._label = f"{side} sensor"
            self._claim(lambda: self._session.feet.claim_mapped(self._found.address, side))
            return None
        if self._found.kind is not SensorKind.POD:
            return None
        try:
            return await profile.read_information(self._admit)
        except WireError as error:
            if self._session.adapter.remembers and not self._seen.repairs:
                raise OutdatedError("read in the place of another firmware's") from error
            raise _Unwanted(LinkReason.WRONG_VERSION, str(error)) from error

    def _admit(self, pod: PodInformation) -> None:
        """Give a pod its foot, before anybody hears of it."""
        self._label = f"{pod.side} pod"
        self._claim(lambda: self._session.feet.claim(self._found.address, pod))

    def _claim(self, claim: Callable[[], None]) -> None:
        """Take a foot, unless another sensor has it."""
        try:
            claim()
        except SourceError as error:
            raise _Unwanted(LinkReason.REFUSED, str(error)) from error

    def _welcome(self) -> None:
        """Say that the sensor is there; if it was silent before, not until it speaks."""
        self._seen.since_s = self._session.now_s()
        self._seen.heard_s = 0.0
        self._seen.repairs = 0
        self._move(Step.SILENT if self._seen.mute else Step.READY)

    async def _watch(
        self, client: BleakClient, profile: Profile, lost: asyncio.Event
    ) -> LinkReason:
        """Wait until the link is lost, or silent for too long: not every loss is reported."""
        stall_s = self._stall_s
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(stall_s / 4.0):
                    await lost.wait()
            if lost.is_set() or not client.is_connected:
                return LinkReason.DROPPED
            if self._found.kind is SensorKind.THERMOMETER:
                await profile.read_again(uuids.TEMPERATURE)
            silent_s = self._session.now_s() - max(self._seen.since_s, self._seen.heard_s)
            if silent_s >= stall_s + self._limits.reset_s * self._seen.backoff:
                # a strap that lies in a drawer is not connected again for ever
                self._seen.backoff = min(2.0 * self._seen.backoff, _MOST_BACKOFF)
                return LinkReason.NO_DATA
            if silent_s >= stall_s and self._state is Sensing.STREAMING:
                self._move(Step.SILENT, LinkReason.NO_DATA)

    @property
    def _stall_s(self) -> float:
        """How long a sensor of this kind may be silent, s."""
        match self._found.kind:
            case SensorKind.POD | SensorKind.MAPPED:
                return self._limits.stall_s
            case SensorKind.THERMOMETER:
                return self._limits.thermometer_stall_s
        return self._limits.slow_stall_s

    def _emit(self, characteristic: str, payload: bytes) -> None:
        """Stamp what the sensor said with the time of its arrival."""
        now_s = self._session.now_s()
        if characteristic not in _NO_SAMPLES:
            if not self._seen.heard_s:
                logger.debug("%s: first data", self._name)
            self._seen.heard_s = now_s
            self._seen.backoff = 1.0
            if self._state is Sensing.STALLED:
                self._seen.mute = False
                self._move(Step.READY)
        known = self._session.feet.calibrations.get(self._found.name)
        if characteristic == uuids.INFORMATION and known is not None:
            told = calibration.encode(known)
            self._session.send(Packet(self._name, uuids.CALIBRATION, now_s, told))
        self._session.send(Packet(self._name, characteristic, now_s, payload))

    def _move(
        self, step: Step, reason: LinkReason = LinkReason.NONE, detail: str | None = None
    ) -> None:
        """Go on to the next state, and say what a runner has to know of it."""
        before, self._state = self._state, SENSING[self._state][step]
        logger.debug("%s: %s → %s (%s)", self._name, before, self._state, step)
        link = SAID.get(self._state)
        if link is Link.RETURNED and not self._seen.known:
            link = Link.CONNECTED
        if link is Link.LOST and not self._seen.up:
            link = None
        if link is Link.STALLED and before is Sensing.CONNECTING:
            link = None  # it is still silent, which was said
        if link is None:
            return
        if link is Link.MISSING and detail == self._seen.refused:
            return  # it was said, and is asked again every minute
        self._seen.refused = detail if link is Link.MISSING else None
        if link is not Link.MISSING:
            self._seen.up = link is not Link.LOST
            self._seen.known = True
        logger.info("%s (%s): %s", self._label, self._name, link.name.lower())
        self._session.note(self._name, LinkState(link, reason, detail or self._label))


class _Unwanted(Exception):  # noqa: N818  # an answer, not a failure
    """The sensor is there, but we will not use it now."""

    def __init__(self, reason: LinkReason, why: str) -> None:
        super().__init__(why)
        self.reason = reason
