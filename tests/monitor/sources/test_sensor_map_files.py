"""A map of a sensor that cannot be meant is refused, with its key and what is expected."""

from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.sources.sensor_maps import read_sensor_maps

GOOD = """[[sensor]]
name = "WT901*"
side = "left"
characteristic = "ffe4"
rate_hz = 100.0
acc = { at = 2, type = "i16", scale = 0.0048 }
gyr = { at = 8, type = "i16", scale = -0.001 }
"""


def _read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "m.toml"
    path.write_text(text)
    return read_sensor_maps(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("i16", "i24"), r"acc\.type: expected u8, i8, u16, i16, u32, i32 or f32"),
        (GOOD.replace("0.0048", "0.0"), r"acc\.scale: expected another number than 0"),
        (GOOD.replace("at = 8", "at = 4"), r"gyr\.at: expected gyr and acc apart"),
        (GOOD + "samples = 4\nstep = 2\n", r"step: expected 12 or more"),
        (GOOD + GOOD, r"sensor\[1\]: expected another sensor: it is there twice"),
        (
            GOOD.replace("ffe4", "ffe"),
            r"characteristic: expected four hexadecimal digits, or a UUID",
        ),
        (GOOD + 'prefix = "5"\n', r"prefix: expected bytes such as \"55 61\""),
        (GOOD + 'service = "x"\n', r"service: expected four hexadecimal digits"),
    ],
)
def test_a_map_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        _read(tmp_path, text)


def test_a_sound_map_is_read(tmp_path: Path) -> None:
    assert _read(tmp_path, GOOD)
    assert _read(tmp_path, GOOD + "samples = 4\nstep = 12\n")
