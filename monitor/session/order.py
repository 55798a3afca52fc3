"""Which records of a recording may follow which."""

from typing import Final

from mcap.opcode import Opcode

_DATA: Final = frozenset(
    {Opcode.METADATA, Opcode.CHANNEL, Opcode.MESSAGE, Opcode.CHUNK, Opcode.DATA_END}
)
_SUMMARY: Final = frozenset(
    {
        Opcode.CHANNEL,
        Opcode.STATISTICS,
        Opcode.CHUNK_INDEX,
        Opcode.METADATA_INDEX,
        Opcode.SUMMARY_OFFSET,
        Opcode.FOOTER,
    }
)
START: Final = 0
FOLLOWERS: Final[dict[int, frozenset[Opcode]]] = {
    START: frozenset({Opcode.HEADER, *_DATA}),
    Opcode.HEADER: _DATA,
    Opcode.METADATA: _DATA,
    Opcode.CHANNEL: _DATA,
    Opcode.MESSAGE: _DATA,
    Opcode.CHUNK: frozenset({Opcode.MESSAGE_INDEX, *_DATA}),
    Opcode.MESSAGE_INDEX: frozenset({Opcode.MESSAGE_INDEX, *_DATA}),
    Opcode.DATA_END: _SUMMARY,
    Opcode.FOOTER: frozenset(),
}
"""Which records may follow which: a damaged opcode must not turn a packet into nothing."""
