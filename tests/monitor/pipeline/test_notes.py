from typing import Any

import pytest

from monitor.ingest.limits import IngestLimits
from monitor.pipeline.notes import Notes
from monitor.types import (
    Feeling,
    HeartBeat,
    Packet,
    Power,
    ReferenceSpeed,
    Side,
    Symptom,
    Temperature,
)
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


@pytest.mark.parametrize("age_s", [0.0, 0.25, 180.0, 999.0])
def test_a_report_is_of_the_time_of_its_press_and_known_when_it_arrives(age_s: float) -> None:
    tap = symptom.Tap(Feeling.NUMB, Side.LEFT, press=Press("00" * 16, age_s))
    packet = Packet("runner", uuids.SYMPTOM, 1000.0, symptom.encode(tap))

    (said,) = Notes(IngestLimits()).read(packet, None)

    heard_s = 1000.0 if age_s else None
    assert said == Symptom(1000.0 - age_s, Feeling.NUMB, Side.LEFT, heard_s=heard_s)
    assert said.known_s == 1000.0


@pytest.mark.parametrize(("age_s", "heard"), [(0.0, 1), (180.0, 1), (899.0, 1), (901.0, 0)])
def test_a_press_from_before_the_run_counts_from_its_start_unless_it_is_old(
    age_s: float, heard: int
) -> None:
    tap = symptom.Tap(Feeling.NUMB, Side.LEFT, press=Press("00" * 16, age_s))
    packet = Packet("runner", uuids.SYMPTOM, 20.0, symptom.encode(tap))

    said = Notes(IngestLimits()).read(packet, None)

    assert [e.t_s for e in said if isinstance(e, Symptom)] == [max(20.0 - age_s, 0.0)] * heard


@pytest.mark.parametrize(
    ("uuid", "payload", "said"),
    [
        (uuids.POWER, "00 00 18 01", [Power(5.0, 280.0)]),
        (uuids.POWER, "20 00 18 01 40 1f a0 86", [Power(5.0, 280.0)]),
        (uuids.POWER, "00 00 ff ff", []),
        (uuids.TEMPERATURE, "2e 09", [Temperature(5.0, 23.5)]),
        (uuids.TEMPERATURE, "00 80", []),
        (uuids.TREADMILL, "00 00 38 04", [ReferenceSpeed(5.0, 3.0)]),
        (uuids.TREADMILL, "08 00 38 04 f6 ff ff 7f", [ReferenceSpeed(5.0, 3.0, slope=-0.01)]),
        (uuids.TREADMILL, "08 00 38 04 ff 7f 00 00", [ReferenceSpeed(5.0, 3.0)]),
        (uuids.TREADMILL, "ff 1f 00 00 01 00 00 0f 00 ff 7f", []),
        # as a treadmill of 2020 sends it: mean speed, distance, energy, heart rate, time
        (uuids.TREADMILL, "86 05 38 04 38 04 10 00 00 01 00 ff ff ff 00 0a 00",
         [ReferenceSpeed(5.0, 3.0)]),
    ],
)  # fmt: skip
def test_what_other_sensors_say_becomes_events(uuid: str, payload: str, said: list[Any]) -> None:
    packet = Packet("sensor", uuid, 5.0, bytes.fromhex(payload))

    assert Notes(IngestLimits()).read(packet, None) == said
