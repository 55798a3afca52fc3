"""What bleak does not do about BlueZ: reset, forget, notice that it is gone."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, Final

from monitor.sources.ble_trouble import RADIO_ERRORS

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

logger = logging.getLogger(__name__)

HERE: Final = sys.platform == "linux"
"""Whether there is a BlueZ at all."""

_BLUEZ: Final = "org.bluez"
_ADAPTER: Final = "org.bluez.Adapter1"
_DBUS: Final = "org.freedesktop.DBus"
_OFF_S: Final = 1.0
"""How long an adapter stays off before it is switched on again, s. Rule of thumb."""
_ON_ATTEMPTS: Final = 10
"""How often to try: an adapter that we switched off and that stays off waits for somebody to switch
it on. Rule of thumb: a minute, on a computer too busy to answer."""
_ANSWER_S: Final = 5.0
"""Longest answer of BlueZ, s. Rule of thumb; D-Bus itself would wait 25 s."""
_END_S: Final = 15.0
"""How long a run that ends waits for its adapter to be switched on again, s. Rule of thumb: two
answers, and some."""
_RETRY_S: Final = 5.0
"""How long to wait for a D-Bus that is gone, s. Rule of thumb."""


def quiet_buses() -> None:
    """Let no traceback be printed where dbus-fast forgets a message as its bus ends.

    That the bus has ended is noticed by whoever waits for it, and said in a sentence. This lasts
    as long as the event loop: what was forgotten is reported when it is thrown away, which may be
    after the run. A loop that has a handler of its own keeps it.
    """
    loop = asyncio.get_running_loop()
    if loop.get_exception_handler() is None:
        loop.set_exception_handler(_forgive)


def _forgive(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Report what was wrong in an event loop, but not a message that a bus took with it."""
    error = context.get("exception")
    forgotten = "Future exception was never retrieved" in context.get("message", "")
    if forgotten and isinstance(error, OSError | EOFError):
        logger.debug("radio: a bus ended: %r", error)
    else:
        loop.default_exception_handler(context)


async def adapter_path(name: str) -> str:
    """Where BlueZ keeps the adapter that bleak listens with; "" if there is none.

    Parameters
    ----------
    name : str
        As in ``bluetooth.adapter``; "" is the first that is switched on.
    """
    from bleak.backends.bluezdbus.manager import get_global_bluez_manager

    if name:
        return f"/org/bluez/{name}"
    with contextlib.suppress(*RADIO_ERRORS):
        async with asyncio.timeout(_ANSWER_S):  # bleak itself waits for ever
            return (await get_global_bluez_manager()).get_default_adapter()
    return ""


async def reset_adapter(path: str) -> bool:
    """Switch an adapter off and on again; every link of it ends. Return whether that was done."""
    async with _bus() as bus:
        if bus is None:
            return False
        switching = asyncio.get_running_loop().create_task(_off_and_on(bus, path), name="ble-reset")
        try:
            return await asyncio.shield(switching)
        except asyncio.CancelledError:
            # a run that ends in the middle of it must not leave Bluetooth switched off
            await asyncio.wait({switching}, timeout=_END_S)
            raise
        finally:
            switching.cancel()


async def _off_and_on(bus: "MessageBus", path: str) -> bool:
    done = await _set_power(bus, path, on=False)
    for _ in range(_ON_ATTEMPTS):
        await asyncio.sleep(_OFF_S)
        if await _set_power(bus, path, on=True):
            return done
    return False


async def forget_device(path: str) -> bool:
    """Throw away what BlueZ remembers of a sensor, services too; it has to be found anew."""
    async with _bus() as bus:
        if bus is None:
            return False
        adapter = path.rpartition("/")[0]
        return await _call(bus, (adapter, _ADAPTER, "RemoveDevice"), "o", [path])


async def watch_service(gone: Callable[[], None]) -> None:
    """Call ``gone`` whenever BlueZ ends; its links end with it, and it tells nobody."""
    while HERE:
        async with _bus() as bus:
            if bus is not None:
                await _watch(bus, gone)
        await asyncio.sleep(_RETRY_S)


async def _watch(bus: "MessageBus", gone: Callable[[], None]) -> None:
    """Watch on one bus, until it ends."""
    rule = f"type='signal',sender='{_DBUS}',member='NameOwnerChanged',arg0='{_BLUEZ}'"

    def hear(message: "Message") -> None:
        if message.member == "NameOwnerChanged" and message.body[::2] == [_BLUEZ, ""]:
            logger.info("radio: the Bluetooth service ended")
            gone()

    bus.add_message_handler(hear)
    if await _call(bus, ("/org/freedesktop/DBus", _DBUS, "AddMatch"), "s", [rule], to=_DBUS):
        with contextlib.suppress(*RADIO_ERRORS):
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # dbus-fast's own
        gone()


async def _set_power(bus: "MessageBus", path: str, *, on: bool) -> bool:
    from dbus_fast import Variant

    body = [_ADAPTER, "Powered", Variant("b", on)]
    return await _call(bus, (path, "org.freedesktop.DBus.Properties", "Set"), "ssv", body)


async def _call(
    bus: "MessageBus",
    method: tuple[str, str, str],
    signature: str,
    body: list[Any],  # what D-Bus carries
    to: str = _BLUEZ,
) -> bool:
    """Call a method (path, interface, member); return whether it succeeded."""
    from dbus_fast import Message, MessageType

    path, interface, member = method
    message = Message(
        destination=to,
        path=path,
        interface=interface,
        member=member,
        signature=signature,
        body=body,
    )
    try:
        async with asyncio.timeout(_ANSWER_S):
            reply = await bus.call(message)
    except RADIO_ERRORS as error:
        logger.debug("radio: %s: %r", member, error)
        return False
    ok = reply is not None and reply.message_type is not MessageType.ERROR
    if not ok:
        logger.debug("radio: %s: %s", member, reply and reply.error_name)
    return ok


@contextlib.asynccontextmanager
async def _bus() -> "AsyncIterator[MessageBus | None]":
    """A connection to the system's bus; None where there is none."""
    from dbus_fast import BusType
    from dbus_fast.aio import MessageBus
    from dbus_fast.errors import DBusFastError

    bus = MessageBus(bus_type=BusType.SYSTEM)
    try:
        async with asyncio.timeout(_ANSWER_S):
            await bus.connect()
    except (DBusFastError, *RADIO_ERRORS) as error:
        logger.debug("radio: no D-Bus: %s", error)
        bus.disconnect()
        yield None
        return
    try:
        yield bus
    finally:
        bus.disconnect()
