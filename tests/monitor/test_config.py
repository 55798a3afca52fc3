import ast
import runpy
from pathlib import Path

import pytest
from msgspec import Struct, structs

from monitor import config
from monitor.config import Config
from monitor.errors import ConfigError
from monitor.settings.listing import listed
from monitor.shipped import SHIPPED
from monitor.sources.importers.limits import ImportLimits

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "monitor" / "settings"
GONE = {
    "detectors.fatigue.cusum_drift",
    "detectors.fatigue.cusum_most",
    "detectors.fatigue.cusum_alarm",
    "detectors.fatigue.recent_bundles",
    "detectors.fatigue.concordant",
    "detectors.lacing.relearn_runs",
    "risk.other_foot_fraction",
    "gait.load.overstride.residual_speed_only_m",
}
"""Constants of algorithms that are no more."""
OWNERS = [setting for setting in listed(Config()) if setting.is_owners]


def kinds_of(struct: Struct) -> set[str]:
    """Names of the kinds of struct in a tree."""
    inner = [getattr(struct, field.name) for field in structs.fields(struct)]
    return {type(struct).__name__}.union(*(kinds_of(i) for i in inner if isinstance(i, Struct)))


def test_a_recording_names_no_broker_user_or_network() -> None:
    secret = ["mqtt.host=broker.home", "mqtt.username=ada", "page.wifi_name=attic"]

    text = config.dump(config.load(None, secret)).decode()

    assert not [word for word in ("broker.home", "ada", "attic") if f'"{word}"' in text]


def test_the_default_file_says_what_the_code_says() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "default_config.py"))

    written = (ROOT / "configs" / "default.toml").read_text(encoding="utf-8")

    assert written == script["text"]()
    assert config.load(ROOT / "configs" / "default.toml") == Config()


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        (
            "[ingest]\ngap = 2.0\n",
            "ingest.gap",
            "unknown key; did you mean gap_s? `",
        ),
        (
            "[speech]\ngap = 2.0\n",
            "speech.gap",
            "did you mean gap_s? Allowed: treadmill, mute_cues",
        ),
        ("[advice]\npass_s = 2.0\n", "advice.pass_s", "did you mean passed_s or pair_s? `"),
        ("[advice]\nxyz = 2.0\n", "advice.xyz", "settings --all` lists all "),
        ("[speach]\ngap_s = 2.0\n", "speach", "did you mean speech? Allowed: effort, speech"),
        ("[ingest]\ngap_s = 'long'\n", "ingest.gap_s", "expected `float`, got `str`"),
        ("[ingest]\ngap_s = -1.0\n", "ingest.gap_s", "> 0"),
        ("[ingset]\n", "ingset", "unknown key"),
        ("[ingest\n", "", "expected TOML"),
        ("[speech]\ngap_s = 0\n", "speech.gap_s", "> 0"),
        ("speech = 3\n", "speech", "expected a section"),
        ("[athlete]\nmass_kg = inf\n", "athlete.mass_kg", "expected a finite number"),
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
    file.write_text("[ingest]\ngap_s = 3.0\nstream_wait_s = 0.5\n")

    loaded = config.load(file, ["ingest.gap_s=4.0", "lacing.sustained_s=45"])

    assert loaded.ingest.gap_s == 4.0
    assert loaded.ingest.stream_wait_s == 0.5
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
    shipped = {file.relative_to(SHIPPED) for file in SHIPPED.rglob("*.toml")}

    assert SHIPPED.parent == Path(config.__file__).parent
    assert shipped == {f.relative_to(ROOT / "configs") for f in (ROOT / "configs").rglob("*.toml")}


def test_a_recorded_configuration_is_read_back() -> None:
    changed = config.change(Config(), ["advice.gap_s=30"])

    assert config.read_dump(config.dump(changed)) == (changed, [])


def test_a_recording_of_another_version_keeps_the_settings_that_are_still_known() -> None:
    text = b'{"ingest": {"unheard_of": 1, "gap_s": 3.0}, "gone": {}}'

    recorded, left_out = config.read_dump(text)

    assert recorded == config.change(Config(), ["ingest.gap_s=3.0"])
    assert sorted(left_out) == ["gone", "ingest.unheard_of"]


def test_a_recording_of_version_0_1_keeps_the_settings_that_have_moved() -> None:
    text = b"""{"advice": {"treadmill": true, "gap_s": 7.0, "risk_act": 0.9},
        "detectors": {"calf_load": {"dose_min": 40.0, "z": 2.0},
                      "cardiac_drift": {"air_temperature_c": 30.0}},
        "gait": {"imu": {"path": {"lever_up_m": 0.09, "lever_forward_m": 0.01}}},
        "ingest": {"low_battery_percent": 5, "hole_s": 2.0, "lane_wait_s": 1.5}}"""

    recorded, left_out = config.read_dump(text)

    expected = ["speech.treadmill=true", "speech.gap_s=7", "advice.risk_act=0.9", "calf_load.z=2"]
    expected += [
        "effort.longest_run_min=40",
        "effort.air_temperature_c=30",
        "pod.above_ground_m=0.09",
    ]
    expected += ["gait.imu.path.lever_forward_m=0.01"]
    expected += ["sensors.low_battery_percent=5", "ingest.dropout_s=2"]
    expected += ["ingest.stream_wait_s=1.5"]
    assert (recorded, left_out) == (config.load(None, expected), [])


def test_every_setting_of_version_0_1_is_still_read() -> None:
    text = (Path(__file__).parent / "config_of_0_1.json").read_bytes()

    recorded, left_out = config.read_dump(text)

    assert set(left_out) <= GONE
    assert recorded.advice.speech.gap_s == 20.0


def test_a_setting_has_the_same_name_in_a_file_and_on_the_command_line(tmp_path: Path) -> None:
    for setting in OWNERS:
        section, _, name = config.owner_key(setting.key).rpartition(".")
        value = setting.toml or ("1.5" if setting.unit else '"name"')
        file = tmp_path / "one.toml"
        file.write_text(f"[{section}]\n{name} = {value}\n")

        assert config.load(file) == config.load(None, [f"{section}.{name}={value}"])


def test_an_owner_finds_about_forty_settings_with_a_sentence_each() -> None:
    assert 30 <= len(OWNERS) <= 62
    assert [s.key for s in OWNERS if not s.sentence.endswith(".") or not s.group] == []
    assert [s.key for s in OWNERS if "``" in s.sentence or "[" in s.sentence] == []


def test_every_number_has_a_meaning_and_a_source() -> None:
    known = [*listed(Config()), *listed(ImportLimits(), "import")]
    numbers = [s for s in known if type(s.value) in {int, float}]

    assert [s.key for s in known if not s.meaning] == []
    assert [s.key for s in known if "..." in s.meaning] == []  # each is read alone
    assert [s.key for s in numbers if not s.sources] == []


def test_no_limits_of_a_room_are_forgotten() -> None:
    """What stands in a room's limits is reached by ``--set`` and listed by ``--all``."""
    rooms = [*Path(config.__file__).parent.rglob("limits*.py"), *SETTINGS.glob("*.py")]
    declared = {
        node.name
        for room in rooms
        for node in ast.parse(room.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Limits", "Settings"))
    }

    # an import takes no --config
    assert declared - kinds_of(Config()) - {"CoreLimits"} == {"ImportLimits"}


@pytest.mark.parametrize("text", [b'{"ingest": {"gap_s": -1}}', b"[]", b"{", b'"x"'])
def test_a_recorded_configuration_that_cannot_be_used_is_refused(text: bytes) -> None:
    with pytest.raises(ConfigError, match=r"recording: "):
        config.read_dump(text)
