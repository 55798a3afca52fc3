import pytest

from monitor.ingest.limits import IngestLimits
from monitor.pipeline.notes import Notes
from monitor.types import HeartBeat, Packet
from monitor.wire import heart_rate, uuids
from monitor.wire.heart_rate import HeartRate


def beats(rate_bpm: int, contact: bool | None) -> list[object]:
    payload = heart_rate.encode(HeartRate(rate_bpm, (), contact))
    return list(Notes(IngestLimits()).read(Packet("strap", uuids.HEART_RATE, 5.0, payload), None))


@pytest.mark.parametrize("contact", [None, True])
def test_a_strap_that_counts_a_heart_is_believed(contact: bool | None) -> None:
    assert beats(150, contact) == [HeartBeat(5.0, 150.0)]


@pytest.mark.parametrize(("rate_bpm", "contact"), [(0, None), (0, True), (150, False), (255, True)])
def test_a_strap_that_has_lost_the_heart_says_nothing(rate_bpm: int, contact: bool | None) -> None:
    assert beats(rate_bpm, contact) == []
