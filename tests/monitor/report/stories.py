"""Stories made by hand: what the tests of report, catalogue and trends start from."""

from msgspec import structs

from monitor.report.story import Felt, Minute, RiskPoint, RiskTrack, Said, Series, Story
from monitor.types import NERVE_ZONES, Action, Feeling, FindingKind, OutcomeKind, Side, Zone

STORY = Story(
    started="2026-05-01T07:30:00+00:00",
    source="live",
    software="0.1.0",
    settings="abc",
    duration_s=3000.0,
    running_s=2800.0,
    walking_s=100.0,
    distance_m=8000.0,
    last_run_s=2950.0,
    piece_s=10.0,
    heart_bpm=(),
    series=(),
    minutes=(),
    risks=(),
    episodes=(),
    judgements=(),
    said=(),
    felt=(),
    missed=(),
    damage=(),
)
"""A run of which nothing is known but its length."""

LOOSEN = Said(
    number=1,
    t_s=600.0,
    action=Action.LOOSEN_LACES,
    cause=FindingKind.LACING,
    side=Side.LEFT,
    zone=None,
    felt=False,
    red_flag=False,
    text="Left laces are too tight. Loosen them a little at your next stop.",
    outcome=OutcomeKind.PRESSURE_FELL,
    outcome_s=720.0,
    measure="instep",
    before=15.2,
    after=7.9,
)
"""An advice that helped."""

DROP = Said(
    number=2,
    t_s=900.0,
    action=Action.STOP,
    cause=FindingKind.FOOT_DROP,
    side=Side.LEFT,
    zone=None,
    felt=False,
    red_flag=True,
    text="left foot is not lifting as before: stop, and see a clinician",
)
"""A red flag that was said in a run."""


def numb(t_s: float, until_s: float | None = None, side: Side | None = Side.LEFT) -> Felt:
    """A tap on the top of the foot."""
    return Felt(t_s=t_s, feeling=Feeling.NUMB, side=side, zone=Zone.TOP, until_s=until_s)


def on_day(day: int, story: Story = STORY) -> Story:
    """The same story on another day of a year."""
    return structs.replace(
        story, started=f"2026-{1 + day // 28:02}-{1 + day % 28:02}T07:30:00+00:00"
    )


def with_strides(story: Story = STORY, seconds: int = 3000) -> Story:
    """Both feet at 170 steps a minute, contact time rising by 3 ms in ten minutes on the left."""
    pieces = int(seconds / story.piece_s)
    series, minutes = [], []
    for side in Side:
        for measure, value in (("cadence", 170.0), ("contact", 260.0), ("instep", 7.5)):
            row = tuple(value + 0.1 * (k % 3) for k in range(pieces))
            series.append(
                Series(
                    measure=measure, side=side, strides=4000, median=value,
                    low=tuple(v - 1.0 for v in row), middle=row, high=tuple(v + 1.0 for v in row),
                )
            )  # fmt: skip
        for minute in range(seconds // 60):
            drift = 0.3 * minute if side is Side.LEFT else 0.0
            wobble = 0.5 * ((minute * 7) % 5 - 2)
            medians = {"contact": 260.0 + drift + wobble, "speed": 3.0 + 0.02 * (minute % 7)}
            minutes.append(Minute(side=side, minute=minute, strides=80, medians=medians))
    risk = RiskTrack(
        side=Side.LEFT,
        zone=Zone.TOP,
        points=(RiskPoint(60.0, 0.1), RiskPoint(600.0, 0.9), RiskPoint(900.0, None)),
        highest=0.9,
        highest_s=600.0,
        causes={"laces": 0.9},
        assessed_s=840.0,
    )
    return structs.replace(
        story, series=tuple(series), minutes=tuple(minutes), risks=(risk,), said=(LOOSEN,)
    )


def judged(story: Story) -> Story:
    """A story of which every zone was judged, and nothing was found."""
    (track,) = with_strides().risks
    risks = tuple(
        structs.replace(track, side=side, zone=zone, assessed_s=2700.0)
        for side in Side
        for zone in NERVE_ZONES
    )
    return structs.replace(story, risks=risks)


def without(story: Story, *places: tuple[Side, Zone]) -> Story:
    """A story of which these places were not judged."""
    return structs.replace(
        story,
        risks=tuple(
            structs.replace(track, points=(), highest=None, highest_s=None, assessed_s=0.0)
            if (track.side, track.zone) in places
            else track
            for track in story.risks
        ),
    )
