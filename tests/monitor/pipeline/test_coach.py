"""What the coach hands to whom."""

import pytest

from monitor.pipeline.coach import Coach
from monitor.settings.athlete import Athlete
from monitor.types import (
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    InputEvent,
    Side,
    Stride,
    Symptom,
)
from tests.monitor.detectors.running import changed, run


@pytest.mark.parametrize("reduced_feeling", [True, False])
def test_the_ok_of_a_foot_that_feels_little_agrees_to_no_pressure(reduced_feeling: bool) -> None:
    coach = Coach(athlete=Athlete(reduced_feeling=reduced_feeling))
    tight = [
        changed(event, instep_swing_kpa=event.load.instep_swing_kpa + 9.0)
        if isinstance(event, Stride) and event.side is Side.LEFT
        else event
        for event in run(400.0)
    ]
    events: list[InputEvent] = [*tight, Symptom(200.0, Feeling.OK, Side.LEFT)]
    events.sort(key=lambda event: event.known_s)

    claims = [claim for event in events for claim in coach.push(event)]

    statuses = [
        claim.status
        for claim in claims
        if isinstance(claim, Finding)
        and claim.kind is FindingKind.LACING
        and claim.side is Side.LEFT
    ]
    agreed = [] if reduced_feeling else [FindingStatus.CLEAR]
    assert statuses == [FindingStatus.ACTIVE, *agreed]
