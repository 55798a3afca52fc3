"""What is not assessed is said by name, once, two minutes after the first stride."""

from monitor.sinks.at_start import NO_TEMPERATURE, AtStart
from monitor.types import NERVE_ZONES, Event, Risk, Side, Stride, Temperature, Zone, stride_of


def stride(t_s: float) -> Stride:
    return stride_of(side=Side.LEFT, ic_s=t_s - 0.7, tc_s=t_s - 0.5, next_ic_s=t_s)


def risk(side: Side, zone: Zone, level: float | None) -> Risk:
    return Risk(side=side, zone=zone, t_s=20.0, level=level, coverage=1.0)


def told(*events: Event, unmeasured: tuple[str, ...] = ()) -> list[str]:
    start = AtStart(unmeasured)
    strides = [stride(float(t_s)) for t_s in range(1, 300)]
    lines = [start.push(event) for event in [strides[0], *events, *strides[1:]]]
    return [line for line in lines if line is not None]


def everywhere(level: float | None, *, but: Zone | None = None) -> list[Event]:
    return [risk(side, zone, level) for side in Side for zone in NERVE_ZONES if zone is not but]


def test_zones_without_a_sensor_are_named_once_and_heat_that_nobody_told() -> None:
    lines = told(*everywhere(0.1, but=Zone.SOLE), unmeasured=(NO_TEMPERATURE,))

    assert lines == ["heat (no temperature was told), sole of both feet"]


def test_a_zone_of_one_foot_is_named_with_its_side() -> None:
    seen = [*everywhere(0.1, but=Zone.TOP), risk(Side.RIGHT, Zone.TOP, 0.2)]

    assert told(*seen, risk(Side.LEFT, Zone.TOP, None)) == ["left top"]


def test_nothing_is_said_where_all_is_assessed_and_a_thermometer_speaks() -> None:
    air = Temperature(5.0, 12.0)

    assert told(air, *everywhere(0.1), unmeasured=(NO_TEMPERATURE,)) == []


def test_a_run_shorter_than_two_minutes_says_nothing() -> None:
    start = AtStart((NO_TEMPERATURE,))

    assert [start.push(stride(float(t_s))) for t_s in range(1, 100)] == [None] * 99
