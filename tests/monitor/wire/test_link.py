import pytest

from monitor.errors import WireError
from monitor.wire import link
from monitor.wire.link import Link, LinkReason, LinkState


def test_a_long_detail_is_cut_after_a_whole_character() -> None:
    note = LinkState(Link.LOST, LinkReason.DROPPED, "x" + "é" * 150)

    read = link.decode(link.encode(note))

    assert read == LinkState(Link.LOST, LinkReason.DROPPED, "x" + "é" * 99)


@pytest.mark.parametrize("payload", [b"", b"\x01", b"\x01\x63", b"\x01\x00\xff", b"\x01" * 203])
def test_a_note_that_says_nothing_known_is_refused(payload: bytes) -> None:
    with pytest.raises(WireError, match="link") as caught:
        link.decode(payload)

    assert caught.value.payload == payload
