"""Maps of sensors, of every kind that can be written."""

from typing import Any

from hypothesis import strategies as st

from monitor.types import Side
from monitor.wire.sensor_map import Axes, Clock, Counter, NumberType, SensorMap


@st.composite
def sensor_maps(draw: Any) -> SensorMap:
    places, counting = st.integers(0, 512), st.sampled_from([NumberType.U8, NumberType.U32])
    axes = st.builds(Axes, at=places, type=st.sampled_from(NumberType), scale=st.floats(-1e6, 1e6))
    clock = st.builds(Clock, at=places, type=counting, per_s=st.floats(0.001, 1e9))
    acc, blocks = draw(axes), draw(st.booleans())
    return SensorMap(
        side=draw(st.sampled_from(Side)),
        rate_hz=draw(st.floats(20.0, 2000.0)),
        characteristic=draw(st.text(max_size=40)),
        acc=acc,
        gyr=acc if blocks else draw(axes),
        prefix=draw(st.binary(max_size=4).map(bytes.hex)),
        big_endian=draw(st.booleans()),
        samples=draw(st.integers(1, 64)),
        step=draw(st.integers(1, 512)),
        blocks=blocks,
        clock=draw(st.none() | clock),
        counter=draw(st.none() | st.builds(Counter, at=places, type=counting)),
    )
