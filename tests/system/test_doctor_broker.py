"""What the doctor says of a real mosquitto: it logs in as a run would."""

from pathlib import Path

import pytest

from monitor.config import Config
from monitor.doctor import Found, Machine, Mark, examine
from monitor.settings.mqtt import MqttSettings
from tests.system.test_mqtt import broker, free_port, settings
from tests.system.test_mqtt_brokers import certificates, mosquitto, tls
from tests.system.test_mqtt_commands import broker_with_password


def told(folder: Path, mqtt: MqttSettings) -> Found:
    machine = Machine(Config(mqtt=mqtt), folder)
    (line,) = [each for each in examine(machine) if each.what.startswith("broker")]
    return line


def test_a_broker_that_lets_anybody_in_is_good(tmp_path: Path) -> None:
    port = free_port()
    with broker(port, tmp_path):
        line = told(tmp_path, settings(port))

    assert (line.mark, line.what) == (Mark.GOOD, f"broker 127.0.0.1:{port} lets us in")


def test_a_broker_whose_presses_are_wanted_and_not_taken_is_a_doubt(tmp_path: Path) -> None:
    port = free_port()
    with broker(port, tmp_path):  # reached by an address that does not read like this machine
        line = told(tmp_path, MqttSettings(host="0.0.0.0", port=port, commands=True))

    assert line.mark is Mark.DOUBT
    assert "presses from this broker are not taken" in line.what
    assert line.mend


@pytest.mark.parametrize(
    ("name", "password", "mark", "says"),
    [
        ("me", "secret", Mark.DOUBT, "lets us in; the password travels readable"),
        ("me", "wrong", Mark.BAD, "refuses the user name 'me' or its password"),
        ("me", None, Mark.BAD, "refuses the user name 'me' without a password"),
        (None, None, Mark.BAD, "wants a user name and a password"),
    ],
)
def test_a_password_is_tried(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str | None,
    password: str | None,
    mark: Mark,
    says: str,
) -> None:
    monkeypatch.delenv("FOOTLOOSE_MQTT_PASSWORD", raising=False)
    if password is not None:
        monkeypatch.setenv("FOOTLOOSE_MQTT_PASSWORD", password)
    port = free_port()
    with broker_with_password(port, tmp_path):
        line = told(tmp_path, MqttSettings(host="127.0.0.1", port=port, username=name))

    assert (line.mark, says in line.what, bool(line.mend)) == (mark, True, True)


def test_certificates_are_tried(tmp_path: Path) -> None:
    certificates(tmp_path)
    (tmp_path / "other").mkdir()
    certificates(tmp_path / "other")
    port = free_port()
    good = tls(tmp_path, port, "footloose")
    lines = {
        "good": good,
        "other": tls(tmp_path / "other", port, "footloose"),
        "name": MqttSettings(host="localhost", port=port, tls=True, ca_file=good.ca_file),
        "plain": settings(port),
    }
    told_of = {}
    served = [
        f"{key}file {tmp_path / name}"
        for key, name in (("ca", "ca.crt"), ("cert", "host.crt"), ("key", "host.key"))
    ]
    with mosquitto(tmp_path, port, f"listener {port}", "allow_anonymous true", *served):
        for name, mqtt in lines.items():
            told_of[name] = told(tmp_path, mqtt)

    assert told_of["good"].mark is Mark.GOOD
    assert "is not trusted" in told_of["other"].what
    assert told_of["other"].mend.startswith("set mqtt.ca_file")
    assert "is not of localhost" in told_of["name"].what
    assert "mqtt.tls = true" in told_of["plain"].mend
    assert {told_of[name].mark for name in ("other", "name", "plain")} == {Mark.BAD}


def test_a_port_without_tls_is_named(tmp_path: Path) -> None:
    port = free_port()
    with broker(port, tmp_path):
        line = told(tmp_path, MqttSettings(host="127.0.0.1", port=port, tls=True))

    assert line.mark is Mark.BAD
    assert "mqtt.tls = false" in line.mend
