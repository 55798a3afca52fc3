"""Read the identity of a press that is none, so that whoever sent it hears which one it was."""

import msgspec


class _Named(msgspec.Struct):
    id: str | None = None


def id_of(text: str | bytes) -> str | None:
    """Give the identity in a text that could not be taken; None if that cannot be read either.

    >>> id_of('{"id": "mine", "what": "sore"}'), id_of("[" * 9000), id_of("no JSON")
    ('mine', None, None)
    """
    try:
        return msgspec.json.decode(text, type=_Named).id
    except (ValueError, RecursionError):
        return None
