import pytest

from monitor.ingest.limits import IngestLimits
from monitor.pipeline.notes import Notes
from monitor.types import Feeling, HeartBeat, Packet, Side, Symptom
from monitor.wire import heart_rate, symptom, uuids
from monitor.wire.heart_rate import HeartRate
from monitor.wire.press import Press


def beats(rate_bpm: int, contact: bool | None) -> list[object]:
    payload = heart_rate.encode(HeartRate(rate_bpm, (), contact))
    return list(Notes(IngestLimits()).read(Packet("strap", uuids.HEART_RATE, 5.0, payload), None))


@pytest.mark.parametrize("contact", [None, True])
def test_a_strap_that_counts_a_heart_is_believed(contact: bool | None) -> None:
    assert beats(150, contact) == [HeartBeat(5.0, 150.0)]


@pytest.mark.parametrize(("rate_bpm", "contact"), [(0, None), (0, True), (150, False), (255, True)])
def test_a_strap_that_has_lost_the_heart_says_nothing(rate_bpm: int, contact: bool | None) -> None:
    assert beats(rate_bpm, contact) == []


@pytest.mark.parametrize(("age_s", "heard"), [(0.0, 1), (899.0, 1), (901.0, 0)])
def test_a_press_that_a_phone_kept_for_too_long_is_not_answered(age_s: float, heard: int) -> None:
    tap = symptom.Tap(Feeling.NUMB, Side.LEFT, press=Press("00" * 16, age_s))
    packet = Packet("runner", uuids.SYMPTOM, 1000.0, symptom.encode(tap))

    said = Notes(IngestLimits()).read(packet, None)

    assert said == [Symptom(1000.0, Feeling.NUMB, Side.LEFT)] * heard
