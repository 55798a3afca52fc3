"""Look after the adapter: say once what is wrong, wait, and reset it as the last resort."""

import logging
from collections.abc import Callable

from monitor.sources.ble_limits import RadioLimits
from monitor.sources.ble_states import Radio, Signal, next_radio
from monitor.sources.ble_trouble import RadioError
from monitor.wire.link import Link, LinkReason, LinkState

logger = logging.getLogger(__name__)


class Supervisor:
    """Walks the table of the radio.

    Parameters
    ----------
    limits : RadioLimits
    say : callable
        Puts a change of the radio among the packets.
    """

    def __init__(self, limits: RadioLimits, say: Callable[[LinkState], None]) -> None:
        self._limits = limits
        self._say = say
        self.state = Radio.STARTING
        self._told = ""
        self._refusals = 0
        self._pause_s = limits.backoff_s
        self._heard_s = 0.0
        self._can_hear = True
        self._can_connect = True

    @property
    def pause_s(self) -> float:
        """How long to wait before the adapter is asked again, s; longer each time."""
        pause_s = self._pause_s
        self._pause_s = min(2.0 * pause_s, self._limits.backoff_max_s)
        return pause_s

    def listened(self, now_s: float, *, heard: bool, alone: bool) -> None:
        """A window was listened to.

        Parameters
        ----------
        now_s : float
        heard : bool
            Whether any sensor was heard.
        alone : bool
            Whether sensors are sought and none is connected.
        """
        self._move(Signal.LISTENED)
        self._refusals = 0
        self._pause_s = self._limits.backoff_s
        if self._told:
            self._told = ""
            self._say(LinkState(Link.RETURNED))
        if not alone:
            self._can_connect = True
        if heard or not alone:
            self._heard_s, self._can_hear = now_s, True
        elif self._can_hear and now_s - self._heard_s >= self._limits.deaf_s:
            self._can_hear = False  # one reset, until something was heard again
            self._move(Signal.DEAF)

    def failed(self, error: RadioError, *, alone: bool) -> None:
        """Listening could not be begun.

        Parameters
        ----------
        error : RadioError
        alone : bool
            Whether no sensor is connected: a reset would end its link.
        """
        if error.trouble.is_absence:
            self._move(Signal.ABSENT)
        else:
            self._move(Signal.REFUSED)
            self._refusals += 1
            if self._refusals < self._limits.refusals:
                return  # busy for a moment is not worth a word
            if alone:
                self._move(Signal.WORN_OUT)
                self._refusals = 0
        if str(error) != self._told:
            self._told = str(error)
            logger.info("radio: %s", error)
            self._say(LinkState(Link.MISSING, LinkReason.NO_RADIO, str(error)))

    def tired(self, *, alone: bool) -> None:
        """A sensor that was heard could not be connected, in a whole series of attempts.

        One reset for that, until one was connected again: the sensor itself may be at fault, and a
        headset would be cut off each time.
        """
        if alone and self._can_connect and self.state is Radio.LISTENING:
            self._can_connect = False
            self._move(Signal.WORN_OUT)

    def was_reset(self) -> None:
        """The adapter was switched off and on, or that could not be done."""
        self._move(Signal.WAS_RESET)

    def _move(self, signal: Signal) -> None:
        before, self.state = self.state, next_radio(self.state, signal)
        if self.state is not before:
            logger.info("radio: %s → %s (%s)", before, self.state, signal)
