import pytest

from monitor.errors import WireError
from monitor.wire import control
from monitor.wire.control import Answer, Identify, Opcode, Result, SetRate, Stream


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("", "80 01"),
        ("00", "80 01"),
        ("09 01 02", "89 01"),
        ("ff 00 00", "ff 01"),
        ("01 00", "81 02"),
        ("03 03 80 2c 03 00", "83 02"),
        ("03 01 00 00 00 00", "83 02"),
        ("04 3d", "84 02"),
    ],
)
def test_a_pod_answers_also_what_it_cannot_read(written: str, answered: str) -> None:
    request = bytes.fromhex(written)

    with pytest.raises(WireError):
        control.decode(request)
    assert control.encode(control.refusal(request)) == bytes.fromhex(answered)


@pytest.mark.parametrize("opcode", Opcode)
@pytest.mark.parametrize("result", Result)
def test_every_answer_can_be_told_from_every_request(opcode: Opcode, result: Result) -> None:
    answer = Answer(opcode, result)

    assert control.decode(control.encode(answer)) == answer


@pytest.mark.parametrize(
    "wrong",
    [SetRate(Stream.IMU, 0.0), SetRate(Stream.IMU, 1e9), Identify(0), Identify(61)],
)
def test_an_argument_that_no_pod_accepts_is_not_written(wrong: SetRate | Identify) -> None:
    with pytest.raises(ValueError, match=r"rate of|identify for"):
        control.encode(wrong)


def test_an_unknown_result_is_refused() -> None:
    with pytest.raises(WireError, match="result 9 is none of"):
        control.decode(bytes([0x81, 9]))
