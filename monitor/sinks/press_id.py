"""Read the identity in a press that cannot be read, so that its sender hears which was refused."""

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
