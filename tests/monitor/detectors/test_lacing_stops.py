"""Laces around a stop, at which they may be changed, and laces that became tight later."""

from collections.abc import Callable

from monitor.detectors.lacing import Comfort, Lacing, lacing
from monitor.detectors.limits import DetectorLimits
from monitor.types import (
    Feeling,
    Finding,
    FindingStatus,
    Gait,
    GaitChange,
    InputEvent,
    Side,
    Stride,
    Symptom,
    Zone,
)
from tests.monitor.detectors.running import changed, run

LIMITS = DetectorLimits()
CEILING_KPA = LIMITS.lacing.ceiling_kpa


def pressed(until_s: float, kpa: Callable[[float], float]) -> list[InputEvent]:
    """Strides of the left foot with a pressure under the laces that is told."""

    def press(stride: Stride) -> Stride:
        return changed(stride, instep_swing_kpa=kpa(stride.ic_s), instep_peak_kpa=16.0)

    return [press(s) for s in run(until_s, sides=(Side.LEFT,)) if isinstance(s, Stride)]


def with_stop(
    events: list[InputEvent], from_s: float, until_s: float, *others: InputEvent
) -> list[InputEvent]:
    """Let the runner stand for a while; the strides of that time are none."""
    kept = [e for e in events if not (isinstance(e, Stride) and from_s < e.next_ic_s < until_s)]
    stop = GaitChange(Side.LEFT, from_s, Gait.STAND)
    start = GaitChange(Side.LEFT, until_s, Gait.RUN)
    return sorted([*kept, stop, start, *others], key=lambda event: event.known_s)


def found(events: list[InputEvent]) -> list[Finding]:
    detector = lacing(Side.LEFT, LIMITS)
    return [f for event in events for f in detector.push(event)]


def active(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if f.status is FindingStatus.ACTIVE]


def test_laces_loosened_at_a_stop_are_not_called_tight_by_what_pressed_before_it() -> None:
    def kpa(t_s: float) -> float:
        return 11.0 if t_s < 300.0 else 15.3 if t_s < 328.0 else 8.0

    assert active(found(with_stop(pressed(450.0, kpa), 328.0, 388.0))) == []


def test_laces_that_grow_tight_are_not_said_to_be_so_from_the_start() -> None:
    (finding,) = active(found(pressed(1100.0, lambda t_s: 11.0 if t_s < 900.0 else 14.8)))

    assert not finding.from_start


def test_laces_tight_from_the_first_stride_are_so_from_the_start_also_after_a_stop() -> None:
    (finding,) = active(found(with_stop(pressed(300.0, lambda _t: 18.0), 30.0, 50.0)))

    assert finding.from_start


def agreed_kpa(*events: InputEvent) -> float:
    quantity = Lacing(Side.LEFT, LIMITS)
    for event in events:
        quantity.read(event)
    return quantity.ceiling.kpa


def test_an_ok_after_loosening_agrees_to_no_pressure_from_before_it() -> None:
    events = pressed(400.0, lambda t_s: 18.0 if t_s < 200.0 else 8.0)
    for ok_s in (215.0, 248.0, 265.0):
        ok = Symptom(ok_s, Feeling.OK, Side.LEFT)
        assert agreed_kpa(*with_stop(events, 200.0, 240.0, ok)) == CEILING_KPA


def test_an_ok_while_running_agrees_to_what_presses() -> None:
    ok = Symptom(200.0, Feeling.OK, Side.LEFT)
    events = sorted([*pressed(220.0, lambda _t: 18.0), ok], key=lambda event: event.known_s)

    assert agreed_kpa(*events) > 18.0


def test_a_tight_calf_withdraws_nothing_that_was_agreed_for_the_laces() -> None:
    strides = pressed(300.0, lambda _t: 18.0)

    def after(*taps: InputEvent) -> float:
        return agreed_kpa(*sorted([*strides, *taps], key=lambda event: event.known_s))

    ok = Symptom(200.0, Feeling.OK, Side.LEFT)
    for feeling in (Feeling.TIGHT, Feeling.SWOLLEN):
        assert after(ok, Symptom(250.0, feeling, Side.LEFT)) > 18.0
        assert after(ok, Symptom(250.0, feeling, Side.LEFT, Zone.TOP)) == CEILING_KPA
    assert after(ok, Symptom(250.0, Feeling.NUMB, Side.LEFT)) == CEILING_KPA


def test_short_bouts_between_stops_are_not_called_clear_by_what_pressed_before_them() -> None:
    comfort = Comfort("instep_swing_kpa", Side.LEFT, LIMITS.lacing)
    told: list[float | None] = []
    for at_s, for_s, kpa in ((0.0, 60.0, 8.0), (75.0, 20.0, 20.0), (110.0, 20.0, 20.0)):
        strides = [s for s in pressed(at_s + for_s, lambda _t: 0.0) if isinstance(s, Stride)]
        for stride in strides:
            if stride.ic_s >= at_s:
                comfort.above_kpa(stride, kpa)
        told.append(comfort.sustained_kpa)
        comfort.stop()
        comfort.stop()  # said twice, it is one stop

    assert told == [8.0, 8.0, None]
