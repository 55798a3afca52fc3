"""Show a name from the air or from a file so that it can do no harm to a terminal."""


def printable(text: str) -> str:
    r"""Text without NUL, and with every other character that cannot be seen escaped.

    >>> printable("pod\x1b[2J\x00 left")
    'pod\\x1b[2J left'
    >>> printable("línks ⚡")
    'línks ⚡'
    """
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode()
        for one in text
        if one != "\x00"
    )
