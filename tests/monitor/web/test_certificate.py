"""The page is encrypted by a certificate that stays, fits its names, and is ours alone to read."""

import asyncio
import ssl
from pathlib import Path

from monitor.settings.page import PageSettings
from monitor.web.certificate import certificate_in
from monitor.web.door import open_door, serving
from monitor.web.power import Power
from monitor.web.station import Station
from tests.monitor.web.serving import free_port, radio


def test_a_certificate_is_made_once_and_anew_for_another_name(tmp_path: Path) -> None:
    made = certificate_in(tmp_path, ["127.0.0.1", "localhost"])
    first = made.file.read_bytes()
    again = certificate_in(tmp_path, ["localhost"]).file.read_bytes()
    moved = certificate_in(tmp_path, ["localhost", "10.0.0.7"]).file.read_bytes()

    assert first == again
    assert first != moved
    assert made.key.stat().st_mode & 0o777 == 0o600


async def test_a_client_that_trusts_the_certificate_is_served(tmp_path: Path) -> None:
    settings = PageSettings(port=free_port(), https=True)
    station = Station(radio(tmp_path), Power(None), lambda _: False)
    with open_door(settings, tmp_path / "pairing.json") as door:
        assert door.certificate is not None
        trusting = ssl.create_default_context(cafile=str(door.certificate.file))
        async with serving(door, station):
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", settings.port, ssl=trusting, server_hostname="localhost"
            )
            writer.write(b"GET / HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % settings.port)
            status = await reader.readline()
            writer.close()
            await writer.wait_closed()

    assert status == b"HTTP/1.1 200 OK\r\n"
    assert door.urls[0].startswith("https://")
