"""A certificate of our own, for a page that is to keep the screen on.

Nobody vouches for it, so a browser warns once. It is made on the first start, and made anew when
the names of this machine change or it runs out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from monitor.errors import RecordingError, SinkError
from monitor.files.output import write_file

_LASTS: Final = timedelta(days=397)
"""Browsers of phones take none that lasts longer. [S] Apple's limit of 398 days."""
_LEFT: Final = timedelta(days=30)
"""It is made anew when less is left. Rule of thumb."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where certificate and key are."""

    file: Path
    key: Path


def certificate_in(folder: Path, names: Sequence[str]) -> Certificate:
    """Give the certificate of this machine, made where there is none that fits.

    Raises
    ------
    SinkError
        If it cannot be written.
    """
    made = Certificate(folder / "page.crt", folder / "page.key")
    if not _fits(made, names):
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            write_file(made.key, _key_bytes(key), force=True)
            write_file(made.file, _signed(key, names), force=True)
        except RecordingError as error:
            raise SinkError(str(error)) from error
    return made


def ends(file: Path) -> datetime | None:
    """Give when a certificate runs out; None where there is none that can be read."""
    try:
        return x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return None


def _fits(made: Certificate, names: Sequence[str]) -> bool:
    end = ends(made.file)
    if end is None or not made.key.is_file() or end - datetime.now(UTC) < _LEFT:
        return False
    certificate = x509.load_pem_x509_certificate(made.file.read_bytes())
    known = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = {str(each) for each in known.get_values_for_type(x509.IPAddress)}
    return set(names) <= addresses | set(known.get_values_for_type(x509.DNSName))


def _signed(key: ec.EllipticCurvePrivateKey, names: Sequence[str]) -> bytes:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Footloose")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # a phone's clock and ours may differ
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _LASTS)
        .add_extension(x509.SubjectAlternativeName([_name(each) for each in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(text))
    except ValueError:
        return x509.DNSName(text)
