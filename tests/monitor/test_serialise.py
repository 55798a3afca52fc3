from enum import Enum
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.serialise import EVENT_TYPES, event_from_json, event_to_json
from monitor.types import (
    Action,
    Advice,
    Contribution,
    FindingKind,
    LoadMeasures,
    Risk,
    Side,
    Stride,
    StrideFlag,
    Zone,
)

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
FLAGS = st.lists(st.sampled_from(list(StrideFlag))).map(
    lambda flags: StrideFlag(sum({flag.value for flag in flags}))
)

st.register_type_strategy(float, FLOATS)
st.register_type_strategy(StrideFlag, FLAGS)


@pytest.mark.parametrize("name", EVENT_TYPES)
@given(data=st.data())
def test_every_event_comes_back_the_same_with_the_same_text(name: str, data: Any) -> None:
    event = data.draw(st.from_type(EVENT_TYPES[name]))
    # load that knows nothing is said as no load
    assume(not isinstance(event, Stride) or event.load != LoadMeasures())

    text = event_to_json(event)
    back = event_from_json(text)

    assert back == event
    assert event_to_json(back) == text
    assert "\n" not in text
    assert text.startswith(f'{{"type":"{name}",')


def test_a_stride_is_one_line_with_names_for_flags() -> None:
    stride = Stride(
        side=Side.LEFT,
        ic_s=0.1 + 0.2,
        tc_s=None,
        next_ic_s=1.0,
        flags=StrideFlag.GAP | StrideFlag.CLIPPED,
    )

    text = event_to_json(stride)

    assert text.startswith(
        '{"type":"stride","side":"left","ic_s":0.30000000000000004,"tc_s":null,"next_ic_s":1.0,'
        '"gait":"run","flags":["gap","clipped"],'
    )


def test_nested_reasons_come_back() -> None:
    risk = Risk(
        side=Side.LEFT,
        zone=Zone.TOP,
        t_s=3.0,
        level=None,
        coverage=0.5,
        contributions=(Contribution("laces", 0.25),),
    )
    advice = Advice(
        number=1,
        t_s=1.0,
        expires_s=2.0,
        action=Action.WALK,
        cause=FindingKind.LACING,
        side=None,
        text="„Geh' ein Stück“ – 5 °",
        reason='"quoted"\n',
    )

    assert event_from_json(event_to_json(risk)) == risk
    assert event_from_json(event_to_json(advice).encode()) == advice
    assert all(not isinstance(kind, Enum) for kind in EVENT_TYPES)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"type":"weather"}',
        '{"type":"stride"}',
        '{"type":"gait_change","side":"up","t_s":1.0,"gait":"run"}',
        '{"type":"stride","side":"left","ic_s":1,"tc_s":1,"next_ic_s":2,"flags":["odd"]}',
    ],
)
def test_what_is_no_event_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        event_from_json(text)
