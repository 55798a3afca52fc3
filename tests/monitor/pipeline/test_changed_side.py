"""A pod whose side was wrong, and is set anew while it runs."""

from dataclasses import replace

import pytest

from monitor.config import Config
from monitor.pipeline import Pipeline
from monitor.types import Event, Notice, NoticeKind, Packet, Side, Stride
from monitor.wire import link, uuids
from monitor.wire.link import Link, LinkState
from tests.monitor.pipeline.devices import Device, merged

A = Device("A", pressure_hz=0.0)
B = Device("B", pressure_hz=0.0, tick=9)


def events(packets: list[Packet], size: int | None = None) -> list[Event]:
    pipeline, size = Pipeline(Config()), size or len(packets)
    said = [e for i in range(0, len(packets), size) for e in pipeline.push(packets[i : i + size])]
    return [*said, *pipeline.finish()]


def made_until_s(said: list[Event]) -> dict[Side, float]:
    return {one.side: one.next_ic_s for one in said if isinstance(one, Stride)}


@pytest.mark.parametrize("rate_hz", [200.0, 400.0])
@pytest.mark.parametrize("size", [1, 50, None])
def test_a_pod_that_went_to_the_other_foot_leaves_its_place_to_another(
    rate_hz: float, size: int | None
) -> None:
    other = replace(A, side=Side.RIGHT, imu_hz=rate_hz)
    first = merged(A.describe(0.2), A.packets(1.0, 6.0))
    then = merged(other.describe(6.5), B.describe(8.0))
    both = merged(other.packets(9.0, 30.0), B.packets(9.0, 30.0))

    said = events([*first, *then, *both], size)

    assert [
        e
        for e in said
        if isinstance(e, Notice) and e.kind in {NoticeKind.SIDES_SWAPPED, NoticeKind.CROSSED}
    ] == []
    assert {side: t_s > 27.0 for side, t_s in made_until_s(said).items()} == dict.fromkeys(
        (Side.LEFT, Side.RIGHT), True
    )


@pytest.mark.parametrize("size", [1, None])
def test_a_pod_that_comes_back_to_its_foot_is_of_that_foot(size: int | None) -> None:
    other = replace(A, side=Side.RIGHT)
    there = merged(A.describe(0.2), A.packets(1.0, 12.0))
    away = merged(other.describe(12.5), other.packets(13.0, 25.0))
    back = merged(A.describe(25.5), A.packets(26.0, 45.0))

    until_s = made_until_s(events([*there, *away, *back], size))

    assert 20.0 < until_s[Side.RIGHT] < 25.5
    assert until_s[Side.LEFT] > 43.0


def links(state: Link, t_s: float, *names: str) -> list[Packet]:
    said = link.encode(LinkState(state))
    return [Packet(name, uuids.LINK, t_s, said) for name in names]


def sight(said: list[Event]) -> set[tuple[NoticeKind, Side | None]]:
    kinds = (NoticeKind.UNSEEN, NoticeKind.SEEN)
    return {(one.kind, one.side) for one in said if isinstance(one, Notice) and one.kind in kinds}


def test_a_foot_is_unseen_without_the_pods_that_are_on_it_now() -> None:
    other = replace(A, side=Side.RIGHT)
    there = merged(A.describe(0.2), A.packets(1.0, 6.0))
    both = merged(other.describe(6.5), B.describe(8.0), other.packets(9.0, 20.0))
    said = events(merged(there, both, B.packets(9.0, 20.0), links(Link.LOST, 20.2, "A", "B")))

    assert sight(said) == {(NoticeKind.UNSEEN, side) for side in Side}


def test_a_foot_is_seen_with_another_pod_in_place_of_the_lost_one() -> None:
    right = Device("R", Side.RIGHT, pressure_hz=0.0)
    other = merged(right.describe(0.1), right.packets(1.0, 30.0))
    lost = merged(A.describe(0.2), A.packets(1.0, 6.0), links(Link.LOST, 6.2, "A"))
    new = merged(B.describe(14.0), links(Link.LOST, 16.0, "B"), links(Link.RETURNED, 18.0, "B"))

    assert sight(events(merged(other, lost, new))) == {
        (NoticeKind.UNSEEN, Side.LEFT),
        (NoticeKind.SEEN, Side.LEFT),
    }
