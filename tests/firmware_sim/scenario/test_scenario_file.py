import pytest

from firmware_sim.scenario import scenario_file
from firmware_sim.scenario.scenario_file import load, parse
from monitor.errors import ConfigError

GOOD = 'name = "x"\n'


@pytest.mark.parametrize("name", scenario_file.names())
def test_every_scenario_of_the_project_can_be_read(name: str) -> None:
    scenario = load(name)

    assert scenario.name == name
    assert scenario.summary


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("[runner]\nduty_factor = 1.2", "runner.duty_factor", "range 0.15 to 0.49"),
        ("[[phase]]\nduration_s = 9.0\nspeed_m_s = 20.0", "speed_m_s", "range 0.0 to 7.0"),
        ("[runner]\nshoe_size = 43", "runner.shoe_size", "unknown key; allowed: mass_kg"),
        ("sped = 3", "sped", "Allowed: name, summary, duration_s"),
        ("[runner]\nmass_kg = 'heavy'", "runner.mass_kg", "range 30.0 to 150.0"),
        ("[[pod]]\nside = 'left'", "pod[0].name", "is missing"),
        ("[[pod]]\nname = 'a'\nimu = {}", "pod[0].side", "left or right"),
        ("[[pod]]\nname = 'a'\nside = 'left'", "pod[0].imu", "imu, insole or both"),
        (
            "[[phase]]\nduration_s = 9.0\ngait = 'walk'\nspeed_m_s = 3.5",
            "phase[0].speed_m_s",
            "2.5",
        ),
        (
            "[[phase]]\nduration_s = 9.0\ngait = 'hop'",
            "gait",
            "expected stand, walk or run, got 'hop'",
        ),
        ("phase = []", "phase", "at least one"),
        ("[[fault]]\nkind = 'stall'\npod = 'nobody'", "fault[0].pod", "nobody"),
        ("[[pod]]\nname='a'\nside='left'\nimu={rate_hz=50.0}", "imu.rate_hz", "100.0 to 416.0"),
        ("[[change]]\nat_s=1.0\nquantity='weight'\nto=2.0", "quantity", "weight"),
    ],
)
def test_what_cannot_be_is_refused_with_file_key_and_range(
    text: str, key: str, expected: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(GOOD + text, "my.toml")

    assert caught.value.file == "my.toml"
    assert key in caught.value.key
    assert expected in caught.value.expected


def test_what_is_not_toml_is_refused_with_the_file() -> None:
    with pytest.raises(ConfigError, match=r"my\.toml: expected TOML"):
        parse("name = ", "my.toml")


def test_an_unknown_scenario_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(ConfigError, match="easy_run"):
        load("marathon_on_the_moon")
