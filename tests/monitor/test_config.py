import runpy
from pathlib import Path

import pytest

from monitor import config
from monitor.config import Config
from monitor.errors import ConfigError

ROOT = Path(__file__).parents[2]


def test_the_default_file_says_what_the_code_says() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "default_config.py"))

    written = (ROOT / "configs" / "default.toml").read_text(encoding="utf-8")

    assert written == script["text"]()
    assert config.load(ROOT / "configs" / "default.toml") == Config()


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("[ingest]\ngap = 2.0\n", "ingest", "unknown field `gap`"),
        ("[ingest]\ngap_s = 'long'\n", "ingest.gap_s", "Expected `float`, got `str`"),
        ("[ingest]\ngap_s = -1.0\n", "ingest.gap_s", "> 0"),
        ("[ingset]\n", "", "unknown field `ingset`"),
        ("[ingest\n", "", "not TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_file_key_and_expectation(
    tmp_path: Path, text: str, key: str, expected: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)

    with pytest.raises(ConfigError) as caught:
        config.load(file)

    assert caught.value.file == str(file)
    assert caught.value.key == key
    assert expected in str(caught.value)


def test_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: No such file"):
        config.load(tmp_path / "nowhere.toml")


def test_settings_are_put_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[ingest]\ngap_s = 3.0\nlane_wait_s = 0.5\n")

    loaded = config.load(file, ["ingest.gap_s=4.0", "lacing.sustained_s=45"])

    assert loaded.ingest.gap_s == 4.0
    assert loaded.ingest.lane_wait_s == 0.5
    assert loaded.detectors.lacing.sustained_s == 45.0


@pytest.mark.parametrize("setting", ["ingest.gap_s", "=1", "ingest.gap_s.x=1", "ingest.gap_s=soon"])
def test_a_wrong_setting_is_refused(setting: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.load(None, ["ingest.gap_s=2.0", setting])

    assert caught.value.file == "--set"


@pytest.mark.parametrize(
    ("setting", "key"),
    [
        ("risk.threshold_least=1.4", "risk.threshold_least"),
        ("risk.threshold_most=0.2", "risk.threshold_least"),
        ("advice.risk_act=0.6", "advice.risk_ease"),
        ("lacing.rise_kpa=inf", "detectors.lacing.rise_kpa"),
        ("lacing.prior.value=nan", "detectors.lacing.prior.value"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(setting: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.load(None, [setting])

    assert (caught.value.file, caught.value.key) == ("--set", key)


def test_a_detector_by_itself_in_a_file_is_told_where_it_belongs(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text("[lacing]\nsustained_s = 45.0\n")

    with pytest.raises(ConfigError, match=r"own.toml: lacing: .* \[detectors.lacing\]"):
        config.load(file)
    assert config.load(None, ["lacing.sustained_s=45.0"]).detectors.lacing.sustained_s == 45.0


def test_what_comes_with_the_program_lies_within_its_package() -> None:
    shipped = {file.relative_to(config.SHIPPED) for file in config.SHIPPED.rglob("*.toml")}

    assert config.SHIPPED.parent == Path(config.__file__).parent
    assert shipped == {f.relative_to(ROOT / "configs") for f in (ROOT / "configs").rglob("*.toml")}


def test_a_recorded_configuration_is_read_back() -> None:
    changed = config.change(Config(), ["advice.gap_s=30"])

    assert config.read_dump(config.dump(changed)) == (changed, [])


def test_a_recording_of_another_version_keeps_the_settings_that_are_still_known() -> None:
    text = b'{"ingest": {"unheard_of": 1, "gap_s": 3.0}, "gone": {}}'

    recorded, left_out = config.read_dump(text)

    assert recorded == config.change(Config(), ["ingest.gap_s=3.0"])
    assert sorted(left_out) == ["gone", "ingest.unheard_of"]


@pytest.mark.parametrize("text", [b'{"ingest": {"gap_s": -1}}', b"[]", b"{", b'"x"'])
def test_a_recorded_configuration_that_cannot_be_used_is_refused(text: bytes) -> None:
    with pytest.raises(ConfigError, match=r"recording: "):
        config.read_dump(text)
