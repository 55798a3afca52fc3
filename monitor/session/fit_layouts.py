"""The messages of a FIT activity: their fields, and the names of our own.

Where a running site publishes the name under which it reads a foot of its own, the field has that
name; docs/exports.md says which sites read what, and where they say so.
"""

from typing import Final

from monitor.session.fit_writer import Base, Field, Layout
from monitor.types import NERVE_ZONES, Feeling, Side

STAMP: Final = Field(253, Base.UINT32)
APPLICATION: Final = bytes.fromhex("0e0d0001ea1d4e6288ebb36d8f4fc5ef")
"""Our own number: that of our Bluetooth service."""
RUNNING: Final = 1
"""The sport."""
DEVELOPMENT: Final = 255
"""The manufacturer of whoever has no number."""

FILE_ID: Final = Layout(0, (Field(0, Base.ENUM), Field(1, Base.UINT16), Field(2, Base.UINT16),
                            Field(3, Base.UINT32Z), Field(4, Base.UINT32)))  # fmt: skip
DEVELOPER_ID: Final = Layout(207, (Field(1, Base.BYTES, size=16), Field(3, Base.UINT8)))
DESCRIPTION: Final = Layout(206, (Field(0, Base.UINT8), Field(1, Base.UINT8), Field(2, Base.UINT8),
                                  Field(3, Base.STRING, size=32),
                                  Field(8, Base.STRING, size=16),
                                  Field(14, Base.UINT16)))  # fmt: skip
"""Of a developer field; the last number says of which message it is: a reader may leave out what
does not say so."""
EVENT: Final = Layout(21, (STAMP, Field(0, Base.ENUM), Field(1, Base.ENUM)))
LAP: Final = Layout(19, (STAMP, Field(2, Base.UINT32), Field(7, Base.UINT32, 1000.0),
                         Field(8, Base.UINT32, 1000.0), Field(9, Base.UINT32, 100.0),
                         Field(0, Base.ENUM), Field(1, Base.ENUM), Field(24, Base.ENUM),
                         Field(25, Base.ENUM), Field(254, Base.UINT16)))  # fmt: skip
SESSION: Final = Layout(18, (STAMP, Field(2, Base.UINT32), Field(7, Base.UINT32, 1000.0),
                             Field(8, Base.UINT32, 1000.0), Field(9, Base.UINT32, 100.0),
                             Field(0, Base.ENUM), Field(1, Base.ENUM), Field(5, Base.ENUM),
                             Field(25, Base.UINT16), Field(26, Base.UINT16)))  # fmt: skip
ACTIVITY: Final = Layout(34, (STAMP, Field(0, Base.UINT32, 1000.0), Field(1, Base.UINT16),
                              Field(2, Base.ENUM), Field(3, Base.ENUM),
                              Field(4, Base.ENUM)))  # fmt: skip
RECORD_NUMBER: Final = 20
DEVELOPER: Final = (
    ("RS_ContactTime_L", "ms"),
    ("RS_ContactTime_R", "ms"),
    *((f"instep_{side}", "kPa") for side in Side),
    *((f"risk_{side}_{zone}", "") for side in Side for zone in NERVE_ZONES),
    ("symptom", ""),
    ("advice", ""),
)
"""Developer fields: name and unit. The first two have the names under which Runalyze reads contact
times of each foot; *symptom* is the number in ``FELT``; *advice* its own number."""
RECORD: Final = Layout(
    RECORD_NUMBER,
    (
        STAMP,
        Field(5, Base.UINT32, 100.0),
        Field(6, Base.UINT16, 1000.0),
        Field(73, Base.UINT32, 1000.0),
        Field(3, Base.UINT8),
        Field(4, Base.UINT8),
        Field(53, Base.UINT8, 128.0),
        Field(41, Base.UINT16, 10.0),
        Field(40, Base.UINT16, 100.0),
        Field(84, Base.UINT16, 100.0),
        Field(85, Base.UINT16, 10.0),
    ),
    tuple(Field(number, Base.FLOAT32) for number in range(len(DEVELOPER))),
)
FELT: Final = {
    Feeling.OK: 0,
    Feeling.NUMB: 1,
    Feeling.TINGLING: 2,
    Feeling.PAIN: 3,
    Feeling.TIGHT: 4,
    Feeling.SWOLLEN: 5,
    Feeling.DIZZY: 6,
    Feeling.SOMETHING: 7,
}
"""Numbers of the reports; docs/exports.md names them."""
