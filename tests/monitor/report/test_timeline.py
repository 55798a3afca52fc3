"""Where on the timeline a symptom stands."""

import re
from itertools import product
from typing import Any

from msgspec import structs

from monitor.report.figure_timeline import timeline
from monitor.report.story import Felt
from monitor.report.wording import Words
from monitor.types import NERVE_ZONES, Feeling, Side, Zone
from tests.monitor.report.stories import STORY, numb, with_strides


def lanes(*felt: Felt) -> list[tuple[str, int]]:
    """Names of the lanes of the timeline, from above, and how many dots each has."""
    track = with_strides().risks[0]
    places = product(Side, NERVE_ZONES)
    tracks = tuple(structs.replace(track, side=side, zone=zone) for side, zone in places)
    story = structs.replace(STORY, risks=tracks, felt=felt)
    drawn = timeline(story, Words("en")).svg
    names = re.findall(r'<text x="4" y="([\d.]+)"[^>]*>([^<]+)<', drawn)
    dots = re.findall(r'<circle [^>]*cy="([\d.]+)" r="4"', drawn)
    return [(name, sum(abs(float(y) - 4.0 - float(cy)) < 1.0 for cy in dots)) for y, name in names]


def test_each_symptom_stands_on_the_lanes_that_were_named_and_on_no_other() -> None:
    left = numb(600.0)
    six = [name for name, _ in lanes()]

    def dotted(**changed: Any) -> list[str]:
        return [name for name, dots in lanes(structs.replace(left, **changed)) if dots]

    assert dotted() == ["L top"]
    assert dotted(zone=None) == dotted(zone=Zone.FOOT) == [name for name in six if name[0] == "L"]
    assert dotted(side=None, both=True) == ["L top", "R top"]
    assert dotted(side=None) == ["? top"]
    assert dotted(side=None, zone=None) == ["? whole foot"]
    assert dotted(zone=Zone.CALF) == ["L calf"]
    assert dotted(side=None, both=True, zone=Zone.CALF) == ["L R calf"]
    assert dotted(side=None, both=True, zone=None, feeling=Feeling.DIZZY) == ["dizzy"]
