"""FIT files byte by byte, by the public description, for tests: odd ones too."""

import struct
from collections.abc import Sequence

from monitor.sources.importers.fit_crc import crc16

START = 1_130_000_000
"""Time of the first record, s since 1989-12-31."""
_TYPES = {
    "e": (0x00, "B"), "s8": (0x01, "b"), "u8": (0x02, "B"), "s16": (0x83, "h"), "u16": (0x84, "H"),
    "s32": (0x85, "i"), "u32": (0x86, "I"), "f32": (0x88, "f"), "f64": (0x89, "d"),
    "s64": (0x8E, "q"), "u64": (0x8F, "Q"), "byte": (0x0D, "B"), "str": (0x07, "s"),
}  # fmt: skip
Field = tuple[int, str] | tuple[int, str, int]
"""Number, type, and how many of it."""


class FitBytes:
    """A FIT file that grows: definitions, messages, and at the end the header around them."""

    def __init__(self, *, kind: int = 4, big: bool = False) -> None:
        self._big = big
        self._order = ">" if big else "<"
        self._body = b""
        self._layouts: dict[int, struct.Struct] = {}
        self.define(0, 0, [(0, "e")]).add(0, kind)

    def define(
        self, local: int, message: int, fields: Sequence[Field], apps: Sequence[Field] = ()
    ) -> "FitBytes":
        """Define a message; ``apps`` are fields of developer 0, whose type is free."""
        native = [_sized(*one) for one in fields]
        added = [_sized(*one) for one in apps]
        head = 0x40 | local | (0x20 if apps else 0)
        self._body += struct.pack(
            f"{self._order}BBBHB", head, 0, int(self._big), message, len(native)
        )
        self._body += b"".join(bytes([number, size, base]) for number, size, base, _ in native)
        if apps:
            self._body += bytes([len(added)])
            self._body += b"".join(bytes([number, size, 0]) for number, size, _, _ in added)
        form = "".join(form for *_, form in [*native, *added])
        self._layouts[local] = struct.Struct(self._order + form)
        return self

    def add(self, local: int, *values: float | bytes) -> "FitBytes":
        """Add a message."""
        self._body += bytes([local]) + self._layouts[local].pack(*values)
        return self

    def add_compressed(self, local: int, at: int, *values: float | bytes) -> "FitBytes":
        """Add a message whose time stands in its header."""
        self._body += bytes([0x80 | local << 5 | at & 31]) + self._layouts[local].pack(*values)
        return self

    def raw(self, content: bytes) -> "FitBytes":
        """Add bytes that no definition of this file describes."""
        self._body += content
        return self

    def lap(self, start: int, stop: int, trigger: int = 0) -> "FitBytes":
        """Add a lap; trigger 0 is the button."""
        self.define(13, 19, [(253, "u32"), (2, "u32"), (7, "u32"), (24, "e")])
        return self.add(13, stop, start, 1000 * (stop - start), trigger)

    def describe(self, number: int, name: bytes, units: bytes, base: int) -> "FitBytes":
        """Describe a field of an app."""
        self.define(15, 206, [(0, "u8"), (1, "u8"), (2, "u8"), (3, "str", 32), (8, "str", 16)])
        return self.add(15, 0, number, base, name, units)

    def session(self, start: int, stop: int, sport: int = 1) -> "FitBytes":
        """Add a session of a sport."""
        self.define(14, 18, [(253, "u32"), (2, "u32"), (5, "e")])
        return self.add(14, stop, start, sport)

    def file(self, header: int = 14) -> bytes:
        """Give the whole file."""
        head = struct.pack("<BBHI4s", header, 0x20, 2132, len(self._body), b".FIT")
        if header >= 14:
            head += struct.pack("<H", crc16(head))
        whole = head + self._body
        return whole + struct.pack("<H", crc16(whole))


def _sized(number: int, kind: str, count: int = 1) -> tuple[int, int, int, str]:
    base, form = _TYPES[kind]
    size = struct.calcsize(f"<{form}") * count
    return number, size, base, f"{count if count > 1 or form == 's' else ''}{form}"


def run(seconds: int = 60, start: int = START, speed: float = 3.0, cadence: int = 85) -> FitBytes:
    """Give an even run, a record a second, without its session."""
    made = FitBytes()
    made.define(1, 20, [(253, "u32"), (3, "u8"), (4, "u8"), (6, "u16")])
    for at in range(seconds):
        made.add(1, start + at, 150, cadence, round(1000 * speed))
    return made
