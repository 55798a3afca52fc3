"""See whether the files of TLS are there and hold what they should, before a broker is asked."""

import ssl
from pathlib import Path

from monitor.errors import ConfigError
from monitor.settings.mqtt import MqttSettings


def check_certificates(settings: MqttSettings) -> None:
    """Refuse files that cannot be read, or hold no certificate.

    Raises
    ------
    ConfigError
        Naming the setting.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for key in ("ca_file", "certificate_file", "key_file"):
        name = getattr(settings, key)
        if name and not Path(name).is_file():
            raise ConfigError("settings", f"mqtt.{key}", f"no such file: {name}")
    if settings.ca_file:
        try:
            context.load_verify_locations(settings.ca_file)
        except OSError as error:
            what = f"no certificate in {settings.ca_file}"
            raise ConfigError("settings", "mqtt.ca_file", what) from error
    if settings.certificate_file:
        try:
            context.load_cert_chain(settings.certificate_file, settings.key_file or None)
        except OSError as error:
            what = f"no certificate with its key in {settings.certificate_file}"
            raise ConfigError("settings", "mqtt.certificate_file", what) from error
