"""Ask who serves a port of this machine."""

import ssl
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final

from monitor.settings.page import PageSettings

_PAGE_S: Final = 2.0
"""A page of this machine answers within this, s. Rule of thumb."""
_PAGE_BYTES: Final = 4096
"""Its title stands in so many bytes. Rule of thumb."""


def is_footloose(page: PageSettings) -> bool:
    """Whether who has the page's port is a hub or a run: its first page needs no token."""
    where = ("127.0.0.1", page.port)
    if page.https:
        trusting = ssl.create_default_context()  # a certificate of our own, on this machine
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        asking: HTTPConnection = HTTPSConnection(*where, timeout=_PAGE_S, context=trusting)
    else:
        asking = HTTPConnection(*where, timeout=_PAGE_S)
    try:
        with closing(asking):
            asking.request("GET", "/")
            return b"<title>Footloose</title>" in asking.getresponse().read(_PAGE_BYTES)
    except (OSError, HTTPException):
        return False
