import pytest

from monitor.errors import WireError
from monitor.types import Feeling, Side, Zone
from monitor.wire import symptom
from monitor.wire.symptom import Tap


@pytest.mark.parametrize(
    ("payload", "tap"),
    [
        (b"\x01\x00\x00", Tap(Feeling.NUMB)),
        (b"\x02\x01\x01", Tap(Feeling.TINGLING, Side.LEFT, Zone.TOP)),
        (b"\x03\x02\x02", Tap(Feeling.PAIN, Side.RIGHT, Zone.SOLE)),
        (b"\x04\x01\x03", Tap(Feeling.OK, Side.LEFT, Zone.FOREFOOT)),
    ],
)
def test_a_tap_says_feeling_foot_and_place(payload: bytes, tap: Tap) -> None:
    assert symptom.decode(payload) == tap
    assert symptom.encode(tap) == payload


@pytest.mark.parametrize("payload", [b"", b"\x01\x00", b"\x01\x00\x00\x00", b"\x09\x00\x00"])
def test_a_tap_that_says_nothing_known_is_refused(payload: bytes) -> None:
    with pytest.raises(WireError, match=r"tap of|feeling 9"):
        symptom.decode(payload)
