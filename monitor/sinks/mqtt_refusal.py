"""Say why a broker was not reached, in one plain line, and what mends it."""

import os
import socket
import ssl
from typing import Final, NamedTuple

from aiomqtt.exceptions import MqttConnectError

from monitor.errors import ConfigError
from monitor.settings.mqtt import MqttSettings
from monitor.sinks.mqtt_certificates import check_certificates

_NOT_LET_IN: Final = frozenset({4, 5, 134, 135})
"""Bad user name or password, not authorised: of MQTT 3.1.1, and of MQTT 5."""
_ANOTHER_NAME: Final = frozenset({62, 64})
"""OpenSSL's numbers of a certificate that names another host, or another address."""
_NO_WORD: Final = "Operation timed out"
"""What aiomqtt says where a connection stands, and nobody greets."""


class Refusal(NamedTuple):
    """Why a broker was not reached, and what mends it."""

    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.what} ({self.mend})"


_OF_SYSTEM: Final[tuple[tuple[type[OSError], str, str], ...]] = (
    (socket.gaierror, "no host of the name {host} is known here", "look at mqtt.host"),
    (
        ConnectionRefusedError,
        "{host} refuses connections to port {port}",
        "start the broker, or look at mqtt.port (1883, with TLS 8883)",
    ),
    (TimeoutError, "no answer from {host}:{port}", "ping {host}"),
    (OSError, "{host}:{port}: {why}", "ping {host}"),
)
"""What the system says, the narrower first: what it means, and what mends it."""


def refusal(error: Exception, settings: MqttSettings) -> Refusal:
    """Say why a broker was not reached, and what mends it."""
    if settings.tls:
        try:
            check_certificates(settings)  # a file may have gone since they were looked at
        except ConfigError as gone:
            return Refusal(f"{gone.key}: {gone.expected}", "the broker was not asked")
    code = getattr(getattr(error, "rc", None), "value", getattr(error, "rc", None))
    if isinstance(error, MqttConnectError) and code in _NOT_LET_IN:
        return _not_let_in(settings)
    if _NO_WORD in str(error):
        mend = f"ping {settings.host}"
        if not settings.tls:
            mend = "is it a port of TLS? then set mqtt.tls = true"
        return Refusal(f"no answer in MQTT from {settings.host}:{settings.port}", mend)
    # aiomqtt keeps the words of an error of the system, and hides the error itself
    cause = error if isinstance(error, OSError) else error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _not_trusted(cause, settings)
    if isinstance(cause, OSError):
        return _of_system(cause, settings)
    return Refusal(str(error), "see the broker's log")


def _of_system(error: OSError, settings: MqttSettings) -> Refusal:
    hung_up = settings.tls and isinstance(error, ConnectionResetError)
    if isinstance(error, ssl.SSLError) or hung_up:
        why = getattr(error, "reason", None) or error.strerror or error
        what = f"no TLS with {settings.host}:{settings.port}: {why}"
        return Refusal(what, "is it the port of TLS, 8883? else set mqtt.tls = false")
    given = {"host": settings.host, "port": settings.port, "why": error.strerror or str(error)}
    what, mend = next(told for kind, *told in _OF_SYSTEM if isinstance(error, kind))
    return Refusal(what.format(**given), mend.format(**given))


def _not_let_in(settings: MqttSettings) -> Refusal:
    if settings.username is None:
        mend = f"set mqtt.username, and {settings.password_env}"
        return Refusal("the broker wants a user name and a password", mend)
    name = repr(settings.username)
    if settings.password_env not in os.environ:
        mend = f"export {settings.password_env}=…"
        return Refusal(f"the broker refuses the user name {name} without a password", mend)
    mend = f"look at mqtt.username and {settings.password_env}"
    return Refusal(f"the broker refuses the user name {name} or its password", mend)


def _not_trusted(error: ssl.SSLCertVerificationError, settings: MqttSettings) -> Refusal:
    why = error.verify_message
    if error.verify_code in _ANOTHER_NAME:
        what = f"the broker's certificate is not of {settings.host}: {why}"
        return Refusal(what, "set mqtt.host to a name that the certificate holds")
    mend = "set mqtt.ca_file to the certificate of its authority"
    if "expired" in why or "not yet valid" in why:
        mend = "renew it, or set this machine's clock"
    return Refusal(f"the broker's certificate is not trusted: {why}", mend)
