"""What a hand at the laces changed: what was seen to, what presses on, what is left alone."""

from monitor.advice.activity import Motion
from monitor.advice.concerns import Concern, OpenAdvice
from monitor.advice.limits import AdviceLimits
from monitor.advice.outcome import presses_on
from monitor.advice.register import Register
from monitor.advice.runner import Runner
from monitor.advice.shoe_pressure import InstepPressure
from monitor.advice.soothed import Soothed
from monitor.types import Action, Side


class Shoes:
    """Follow the shoes of both feet, by their pressure and by whether the runner stopped."""

    def __init__(
        self,
        limits: AdviceLimits,
        motion: Motion,
        pressure: InstepPressure,
        runner: Runner,
        register: Register,
    ) -> None:
        self._limits = limits
        self._motion = motion
        self._pressure = pressure
        self._runner = runner
        self._register = register

    def see_pressure(self, side: Side) -> None:
        """Take note of a foot's newest stride: what rises clearly is no longer well."""
        kpa = self._pressure.settled_kpa(side)
        for concern in self._register.measured:
            if concern.side is side:
                concern.see_pressure(kpa, self._limits.rose_fraction)

    def soothe(self, report: Concern, now_s: float) -> None:
        """Take note that a place is well since its laces were seen to, unless it is pressed on."""
        sides = tuple(Side) if report.both or report.side is None else (report.side,)
        if self._runner.reduced_feeling or not self.saw_laces(sides, now_s):
            return
        for concern in self._register.measured:
            if concern.is_at(report) and not (concern.side and self._presses_on(concern.side)):
                concern.soothed = Soothed()

    def upset(self, report: Concern) -> None:
        """Take note that a place is not well again."""
        for concern in self._register.measured:
            if concern.is_at(report):
                concern.soothed = None

    def press_on(self, report: Concern) -> bool:
        """Whether the shoes that a report is of were seen to press as hard as before."""
        if report.side is not None:
            return self._presses_on(report.side)
        feet = [self._presses_on(side) for side in Side]
        return any(feet) if report.both else all(feet)

    def _presses_on(self, side: Side) -> bool:
        """Whether the strides since the last stop show no fall, after loosening was asked for."""
        told = [one.last for one in self._register.all if one.last is not None]
        return presses_on(side, told, self._pressure, self._limits)

    def were_seen_to(self, advice: OpenAdvice, now_s: float) -> bool:
        """Whether the runner was seen to stand or walk for as long as laces take."""
        rested_s = self._motion.rested_s(now_s) - advice.rested_s
        is_shoe = advice.action is Action.LOOSEN_LACES
        return is_shoe and self._motion.known and rested_s >= self._limits.at_laces_s

    def saw_laces(self, sides: tuple[Side, ...], now_s: float) -> bool:
        """Whether the laces of a foot were asked for and seen to in this run."""
        return any(
            one.in_vain > 0 or (one.last is not None and self.were_seen_to(one.last, now_s))
            for one in self._register.all
            if one.both or one.side is None or one.side in sides
        )

    def loosened(self, concern: Concern | None) -> bool:
        """Whether a sensor saw the laces of a foot loosened since they were last spoken of."""
        last = None if concern is None or not concern.is_shoe else concern.last
        if concern is None or last is None:
            return False
        least = self._limits.fell_fraction
        return self._pressure.fell(last.pressures, concern.side, last.spoken_s, least)
