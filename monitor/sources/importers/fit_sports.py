"""Numbers of sports and of kinds of files, by Garmin's public profile of the FIT protocol."""

from typing import Final

INDOORS: Final = frozenset({(4, 1), (4, 27), (4, 45)})
"""Sport *fitness equipment*, sub-sports *treadmill*, *indoor walking*, *indoor running*."""
ON_FOOT: Final = frozenset({0, 1, 10, 11, 16, 17, 35})
"""Generic, running, training, walking, mountaineering, hiking, snowshoeing."""
SPORTS: Final = {
    2: "cycling", 3: "a transition", 4: "fitness equipment", 5: "swimming", 6: "basketball",
    7: "soccer", 8: "tennis", 12: "cross-country skiing", 13: "alpine skiing",
    14: "snowboarding", 15: "rowing", 18: "multisport", 19: "paddling", 20: "flying",
    21: "e-biking", 22: "motorcycling", 23: "boating", 24: "driving", 25: "golf",
    26: "hang gliding", 27: "horseback riding", 28: "hunting", 29: "fishing",
    30: "inline skating", 31: "rock climbing", 32: "sailing", 33: "ice skating",
    34: "sky diving", 36: "snowmobiling", 37: "stand-up paddleboarding", 38: "surfing",
    39: "wakeboarding", 40: "water skiing", 41: "kayaking", 42: "rafting", 43: "windsurfing",
    44: "kitesurfing", 47: "boxing", 48: "floor climbing", 53: "diving",
}  # fmt: skip
INDOOR_SPORTS: Final = frozenset({0, 10})
"""Generic and training: their sub-sport may say that nobody runs."""
TRAINING: Final = {
    19: "flexibility training", 20: "strength training", 26: "cardio training", 43: "yoga",
    44: "pilates", 62: "breathing", 70: "interval training at one place",
}  # fmt: skip
"""Sub-sports of these, done where one stands."""
RUNNING: Final = 1
GENERIC: Final = 0
"""The sport of profiles such as Garmin's *Other*."""
ACTIVITY: Final = 4
"""Kind of a FIT file that holds an activity."""
FILES: Final = {
    1: "a device", 2: "settings", 3: "a sport's settings", 5: "a workout", 6: "a course",
    7: "schedules", 9: "weights", 10: "totals", 11: "goals", 14: "blood pressure",
    15: "daily monitoring", 20: "an activity's summary", 28: "daily monitoring",
    32: "daily monitoring", 34: "segments", 35: "a list of segments", 40: "extended settings",
}  # fmt: skip
