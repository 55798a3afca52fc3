"""How does one sensor live? Connected, read, started, watched; lost, and connected again."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bleak import BleakClient
from bleak.backends.device import BLEDevice

from monitor.errors import SourceError, WireError
from monitor.sources.ble_adapter import RADIO_ERRORS, Adapter, FoundSensor, SensorKind
from monitor.sources.ble_limits import RadioLimits
from monitor.sources.ble_profile import Profile
from monitor.types import Packet, Side
from monitor.wire import link, uuids
from monitor.wire.information import PodInformation
from monitor.wire.link import Link, LinkReason, LinkState

logger = logging.getLogger(__name__)

_MOST_PATIENCE = 64.0
"""How many times longer a sensor may be silent that stayed silent after new connections."""


class Feet:
    """Who measures what on which foot: two pods of one side are never mixed."""

    def __init__(self) -> None:
        self._holders: dict[tuple[Side, str], str] = {}
        self.known: set[Side] = set()
        """The feet that have had a pod in this session."""

    def claim(self, address: str, pod: PodInformation) -> None:
        """Give a pod its foot.

        Raises
        ------
        SourceError
            If another pod, connected now, measures the same on this foot.
        """
        roles = [(pod.side, "IMU")] * pod.has_imu + [(pod.side, "insole")] * pod.has_insole
        for side, part in roles:
            if self._holders.get((side, part), address) != address:
                raise SourceError(f"the {side} foot has another {part} already")
        self._holders.update(dict.fromkeys(roles, address))
        self.known.add(pod.side)

    def release(self, address: str) -> None:
        """Let another pod take the place of one that is gone."""
        self._holders = {
            role: holder for role, holder in self._holders.items() if holder != address
        }

    @property
    def sides(self) -> set[Side]:
        """The feet with at least one pod, connected now."""
        return {side for side, _ in self._holders}


@dataclass(frozen=True, slots=True)
class Session:
    """What all sensors of one session share."""

    adapter: Adapter
    limits: RadioLimits
    send: Callable[[Packet], None]
    now_s: Callable[[], float]
    feet: Feet = field(default_factory=Feet)

    def note(self, sensor: str, state: LinkState) -> None:
        """Put a change of a link among the packets."""
        self.send(Packet(sensor, uuids.LINK, self.now_s(), link.encode(state)))


class Sensor:
    """One sensor, for as long as the session lasts.

    Parameters
    ----------
    found : FoundSensor
    name : str
        What the packets call it; no other sensor of the session has this name.
    session : Session
    seek : callable
        Waits until an address is heard again.
    """

    def __init__(
        self,
        found: FoundSensor,
        name: str,
        session: Session,
        seek: Callable[[str], Awaitable[BLEDevice]],
    ) -> None:
        self._found = found
        self._name = name
        self._session = session
        self._limits = session.limits
        self._seek = seek
        self._label = str(found.kind)
        self._known = False
        self._up = False
        self._stalled = False
        self._mute = False
        self._patience = 1.0
        self._heard_s = 0.0

    async def run(self, device: BLEDevice) -> None:
        """Keep the sensor connected until cancelled."""
        while True:
            pause_s = await self._keep(device)
            await asyncio.sleep(pause_s)
            device = await self._seek(self._found.address)

    async def _keep(self, device: BLEDevice) -> float:
        """Connect and stay; return how long to wait before the sensor is sought again, s."""
        for attempt in range(self._limits.connect_attempts):
            pause_s = min(self._limits.backoff_s * 2.0**attempt, self._limits.backoff_max_s)
            try:
                reason = await self._live(device)
            except _Unwanted as refusal:
                self._say(LinkState(Link.MISSING, refusal.reason, f"{self._label}: {refusal}"))
                return self._limits.rescan_s
            except (SourceError, WireError, *RADIO_ERRORS) as error:
                logger.debug("%s: attempt %d: %r", self._name, attempt + 1, error)
                self._lose(LinkReason.DROPPED)
                await asyncio.sleep(pause_s)
            else:
                self._lose(reason)
                return 0.0
        logger.warning("%s: cannot be connected, still trying", self._name)
        return self._limits.backoff_max_s

    async def _live(self, device: BLEDevice) -> LinkReason:
        """One connection, from its start to its end; return why it ended."""
        lost = asyncio.Event()
        client = await self._session.adapter.connect(device, lost.set)
        if client.is_connected:
            lost.clear()  # BlueZ's aborted attempts are reported as losses too
        profile = Profile(client, self._emit, self._limits.request_s)
        try:
            pod = await self._greet(profile)
            await profile.subscribe(self._found.kind, pod)
            self._welcome()
            if pod is not None:
                await profile.start()
            return await self._watch(client, lost)
        except asyncio.CancelledError:
            if self._found.kind is SensorKind.POD:
                await profile.stop()
            raise
        finally:
            profile.close()
            self._session.feet.release(self._found.address)
            await self._session.adapter.disconnect(client)

    async def _greet(self, profile: Profile) -> PodInformation | None:
        """Learn who a pod is, and whether it is wanted."""
        if self._found.kind is not SensorKind.POD:
            return None
        try:
            pod = await profile.read_information()
        except WireError as error:
            raise _Unwanted(LinkReason.WRONG_VERSION, str(error)) from error
        self._label = f"{pod.side} pod"
        try:
            self._session.feet.claim(self._found.address, pod)
        except SourceError as error:
            raise _Unwanted(LinkReason.REFUSED, str(error)) from error
        return pod

    def _welcome(self) -> None:
        """Say that the sensor is there; if it was silent before, not until it speaks."""
        self._heard_s = self._session.now_s()
        self._stalled = self._mute
        if not self._mute:
            state = Link.RETURNED if self._known else Link.CONNECTED
            self._say(LinkState(state, detail=self._label))
            self._known = self._up = True

    async def _watch(self, client: BleakClient, lost: asyncio.Event) -> LinkReason:
        """Wait until the link is lost, or silent for too long: not every loss is reported."""
        slow = self._found.kind is not SensorKind.POD
        stall_s = self._limits.slow_stall_s if slow else self._limits.stall_s
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(stall_s / 4.0):
                    await lost.wait()
            if lost.is_set() or not client.is_connected:
                return LinkReason.DROPPED
            silent_s = self._session.now_s() - self._heard_s
            if silent_s >= stall_s + self._limits.reset_s * self._patience:
                # a strap that lies in a drawer is not connected again for ever
                self._patience = min(2.0 * self._patience, _MOST_PATIENCE)
                return LinkReason.NO_DATA
            if silent_s >= stall_s and not self._stalled:
                self._stalled = True
                self._say(LinkState(Link.STALLED, LinkReason.NO_DATA, self._label))

    def _emit(self, characteristic: str, payload: bytes) -> None:
        """Stamp what the sensor said with the time of its arrival."""
        now_s = self._session.now_s()
        if characteristic not in (uuids.INFORMATION, uuids.LAYOUT, uuids.BATTERY):
            self._heard_s = now_s
            self._patience = 1.0
            if self._stalled:
                self._stalled = self._mute = False
                self._up = True
                self._say(LinkState(Link.RETURNED, detail=self._label))
        self._session.send(Packet(self._name, characteristic, now_s, payload))

    def _lose(self, reason: LinkReason) -> None:
        self._mute |= reason is LinkReason.NO_DATA
        self._stalled = False
        if self._up:
            self._up = False
            self._say(LinkState(Link.LOST, reason, self._label))

    def _say(self, state: LinkState) -> None:
        logger.info("%s (%s): %s", self._label, self._name, state.state.name.lower())
        self._session.note(self._name, state)


class _Unwanted(Exception):  # noqa: N818  # an answer, not a failure
    """The sensor is there, but we will not use it now."""

    def __init__(self, reason: LinkReason, why: str) -> None:
        super().__init__(why)
        self.reason = reason
