"""The states of the radio and of a sensor, what moves them on, and what is said.

Pure: the code that walks these tables is in ``ble_supervisor`` and ``ble_sensor``. The tables in
docs/bluetooth.md are drawn from here.
"""

from enum import Enum, StrEnum
from typing import Final

from monitor.wire.link import Link


class Radio(StrEnum):
    """How the computer's adapter is."""

    STARTING = "starting"
    """Nothing was asked of it yet."""
    LISTENING = "listening"
    """It does what it is asked: it listens, connects, and rests in between."""
    WAITING = "waiting"
    """There is no Bluetooth: somebody has to plug in, switch on or start something."""
    FAILING = "failing"
    """There is Bluetooth, but it refuses or does not answer."""
    RESETTING = "resetting"
    """It is switched off and on again, as the last resort."""


class Signal(StrEnum):
    """What happened to the adapter."""

    LISTENED = "a window was listened to"
    ABSENT = "no service, no adapter, switched off, not allowed"
    REFUSED = "listening failed, or hung"
    WORN_OUT = "refused too often, or no sensor can be connected"
    DEAF = "sensors are sought, none is connected, nothing is heard"
    WAS_RESET = "it was switched off and on, or that could not be done"


class Trouble(Enum):
    """Why the adapter cannot listen; the value says it, with the mend."""

    NO_SERVICE = (
        "Bluetooth is not available: the system's Bluetooth service does not run"
        " (sudo systemctl start bluetooth)"
    )
    NOT_INSTALLED = (
        "Bluetooth is not available: the system's Bluetooth service, BlueZ, is not installed"
        " (sudo apt install bluez)"
    )
    NO_ADAPTER = "Bluetooth is not available: there is no adapter; plug one in"
    OTHER_ADAPTER = "Bluetooth is not available: there is no such adapter; name another"
    OFF = "Bluetooth is switched off (bluetoothctl power on, or rfkill unblock bluetooth)"
    DENIED = "Bluetooth is not allowed for this user"
    BUSY = "Bluetooth is busy"
    HUNG = "Bluetooth does not answer"
    OTHER = "Bluetooth cannot listen for sensors"

    @property
    def is_absence(self) -> bool:
        """Whether somebody has to do something: trying again and again is no use."""
        return self in _ABSENCES


_ABSENCES: Final = {
    Trouble.NO_SERVICE,
    Trouble.NOT_INSTALLED,
    Trouble.NO_ADAPTER,
    Trouble.OTHER_ADAPTER,
    Trouble.OFF,
    Trouble.DENIED,
}


RADIO: Final[dict[Radio, dict[Signal, Radio]]] = {
    Radio.STARTING: {
        Signal.LISTENED: Radio.LISTENING,
        Signal.ABSENT: Radio.WAITING,
        Signal.REFUSED: Radio.FAILING,
    },
    Radio.LISTENING: {
        Signal.ABSENT: Radio.WAITING,
        Signal.REFUSED: Radio.FAILING,
        Signal.WORN_OUT: Radio.RESETTING,
        Signal.DEAF: Radio.RESETTING,
    },
    Radio.WAITING: {
        Signal.LISTENED: Radio.LISTENING,
        Signal.REFUSED: Radio.FAILING,
    },
    Radio.FAILING: {
        Signal.LISTENED: Radio.LISTENING,
        Signal.ABSENT: Radio.WAITING,
        Signal.WORN_OUT: Radio.RESETTING,
    },
    Radio.RESETTING: {
        Signal.ABSENT: Radio.WAITING,
        Signal.WAS_RESET: Radio.STARTING,
    },
}
"""A signal that is not named changes nothing."""


class Sensing(StrEnum):
    """How one sensor is."""

    SOUGHT = "sought"
    """Listened for."""
    CONNECTING = "connecting"
    """Connected, read and started, in this order."""
    PAUSING = "pausing"
    """An attempt failed; the next comes after a growing pause."""
    STREAMING = "streaming"
    """It sends."""
    STALLED = "stalled"
    """It is connected, and says nothing."""
    REFUSED = "refused"
    """It is there, and not used: another has its place, or it speaks another version."""
    REPAIRING = "repairing"
    """It lacks what it must have: what the system remembers of it is thrown away."""


class Step(StrEnum):
    """What happened to a sensor."""

    HEARD = "heard"
    READY = "ready, or speaks again"
    FAILED = "an error, a time-out"
    AGAIN = "the pause is over"
    TIRED = "too many attempts"
    SILENT = "silent for too long"
    LOST = "the link ended, or was ended"
    UNWANTED = "not wanted"
    INCOMPLETE = "a service is not there"


SENSING: Final[dict[Sensing, dict[Step, Sensing]]] = {
    Sensing.SOUGHT: {Step.HEARD: Sensing.CONNECTING},
    Sensing.CONNECTING: {
        Step.READY: Sensing.STREAMING,
        Step.SILENT: Sensing.STALLED,
        Step.FAILED: Sensing.PAUSING,
        Step.UNWANTED: Sensing.REFUSED,
        Step.INCOMPLETE: Sensing.REPAIRING,
    },
    Sensing.PAUSING: {Step.AGAIN: Sensing.CONNECTING, Step.TIRED: Sensing.SOUGHT},
    Sensing.STREAMING: {
        Step.SILENT: Sensing.STALLED,
        Step.LOST: Sensing.SOUGHT,
        Step.FAILED: Sensing.PAUSING,
    },
    Sensing.STALLED: {
        Step.READY: Sensing.STREAMING,
        Step.LOST: Sensing.SOUGHT,
        Step.FAILED: Sensing.PAUSING,
    },
    Sensing.REFUSED: {Step.AGAIN: Sensing.SOUGHT},
    Sensing.REPAIRING: {Step.AGAIN: Sensing.SOUGHT},
}
"""A step that is not named cannot happen."""

SAID: Final[dict[Sensing, Link]] = {
    Sensing.STREAMING: Link.RETURNED,
    Sensing.STALLED: Link.STALLED,
    Sensing.SOUGHT: Link.LOST,
    Sensing.PAUSING: Link.LOST,
    Sensing.REFUSED: Link.MISSING,
}
"""What is said of a sensor that comes to a state: of a new one ``CONNECTED`` instead of
``RETURNED``, and ``LOST`` only of one that was there."""


def next_radio(state: Radio, signal: Signal) -> Radio:
    """State of the adapter after a signal.

    >>> next_radio(Radio.WAITING, Signal.LISTENED).name, next_radio(Radio.WAITING, Signal.DEAF).name
    ('LISTENING', 'WAITING')
    """
    return RADIO[state].get(signal, state)
