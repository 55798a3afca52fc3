"""What is told of a setting comes from its own docstring."""

import pytest
from msgspec import ValidationError, convert

from monitor.detectors.limits import DetectorLimits
from monitor.settings.athlete import Athlete
from monitor.settings.listing import is_owners, listed, sources_of
from monitor.settings.speech import SpeechSettings


def test_every_setting_has_its_key_its_value_and_its_meaning() -> None:
    known = {setting.key: setting for setting in listed(Athlete(mass_kg=70.0), "athlete")}

    assert set(known) == {f"athlete.{name}" for name in Athlete.__struct_fields__}
    mass = known["athlete.mass_kg"]
    assert (mass.value, mass.unit, mass.toml) == (70.0, "kg", "70.0")
    assert mass.sentence.startswith("Your weight")
    assert known["athlete.height_m"].toml is None


def test_what_stands_in_settings_is_the_owners() -> None:
    assert is_owners(SpeechSettings)
    assert not is_owners(DetectorLimits)


@pytest.mark.parametrize(
    ("meaning", "sources"),
    [
        ("Longest pause, s [P]: Somebody 2011.", ("paper",)),
        ("Bits, by definition.", ("definition",)),
        ("Tuned on the simulator; a rule of thumb before.",
         ("tuned on the simulator", "rule of thumb")),
        ("Longest pause, s.", ()),
    ],
)  # fmt: skip
def test_a_source_is_read_from_the_words(meaning: str, sources: tuple[str, ...]) -> None:
    assert sources_of(meaning) == sources


@pytest.mark.parametrize("wrong", [{"mass_kg": 0.0}, {"mass_kg": "heavy"}, {"weight": 70.0}])
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        convert(wrong, Athlete)
