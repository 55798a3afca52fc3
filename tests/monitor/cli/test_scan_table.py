"""The table of sensors, and what is said beside it."""

import pytest

from monitor.cli.scan_table import tell_trouble
from monitor.types import Packet
from monitor.wire import link, uuids
from monitor.wire.link import Link, LinkReason, LinkState


def test_only_a_radio_that_does_not_work_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    off = LinkState(Link.MISSING, LinkReason.NO_RADIO, "Bluetooth is switched off")
    for state in (off, LinkState(Link.MISSING)):
        tell_trouble(Packet("Bluetooth", uuids.LINK, 1.0, link.encode(state)))

    assert capsys.readouterr().out == "radio: Bluetooth is switched off\n"
