"""FIT files whose values are sound in their type, and can be of no activity."""

import math
import random
import struct

from tests.fit_bytes import START, FitBytes, run

RECORD, LAP, SESSION, EVENT, ACTIVITY, BEATS = 20, 19, 18, 21, 34, 132
FIELDS = {
    RECORD: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 39, 41, 53, 73, 78, 108),
    LAP: (2, 7, 24),
    SESSION: (2, 5, 6, 7, 25),
    EVENT: (0, 1, 3),
    ACTIVITY: (0, 1, 5),
    BEATS: (0, 1, 6, 9, 10),
}
"""Fields besides the time (253) that importers look at, and some more."""
TYPES = ("e", "s8", "u8", "s16", "u16", "s32", "u32", "f32", "f64", "byte")
WHOLE = {
    "e": "B",
    "s8": "b",
    "u8": "B",
    "s16": "h",
    "u16": "H",
    "s32": "i",
    "u32": "I",
    "byte": "B",
}
FLOATS = (0.0, -1.0, 1e-30, 1e9, 1e30, -1e30, math.nan, math.inf, float(START), float(START + 5))


def odd_fit(rng: random.Random) -> bytes:
    """A sound run with some messages of any types and values among and after it."""
    made = run(rng.randint(0, 12)) if rng.random() < 0.5 else FitBytes()
    for _ in range(rng.randint(1, 5)):
        message = rng.choice(list(FIELDS))
        numbers = rng.sample(FIELDS[message], rng.randint(1, len(FIELDS[message])))
        kinds = [rng.choice(TYPES) for _ in numbers]
        clock = rng.choice([(253, "u32")] * 3 + [(253, rng.choice(TYPES))])
        fields = [clock, *zip(numbers, kinds, strict=True)]
        made.define(2, message, fields)
        for _ in range(rng.randint(1, 3)):
            made.add(2, *(value(kind, rng) for _, kind in fields))
    if rng.random() < 0.7:
        made.session(START, START + 10)
    return made.file()


def value(kind: str, rng: random.Random) -> float:
    """Any value that a type holds, its ends before all."""
    if kind not in WHOLE:
        return rng.choice(FLOATS)
    bits = 8 * struct.calcsize(WHOLE[kind])
    low = -(2 ** (bits - 1)) if WHOLE[kind].islower() else 0
    high = low + 2**bits - 1
    near = [START + rng.randint(0, 20)] if high > START else []
    return rng.choice([0, low, low + 1, high, high - 1, rng.randint(low, high), *near * 4])
