"""From events to a story: push what the pipeline says, ask at the end.

The same gatherer listens to a live session and to a replay, so that both give the same report.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from msgspec import structs

from monitor.report.claims_log import FindingLog, RiskLog
from monitor.report.cues import cue_of
from monitor.report.felt_log import FeltLog
from monitor.report.foot_log import Cycle, FootLog, Window
from monitor.report.measures import MEASURE_OF
from monitor.report.story import Missed, Said, Story
from monitor.report.watch_log import WatchLog
from monitor.types import (
    UNJUDGED,
    Action,
    Advice,
    Event,
    Finding,
    HeartBeat,
    Notice,
    NoticeKind,
    Outcome,
    ReferenceSpeed,
    Risk,
    Side,
    Stride,
    Symptom,
    Toss,
)

PIECES: Final = 300
"""Pieces that a session is cut into for its figures: the width of a figure on a phone, px."""
_LEAST_PIECE_S: Final = 5.0
"""A piece holds some strides at least. Rule of thumb."""
WINDOW_S: Final = 60.0
"""What is compared before and after an advice: a minute of strides. Rule of thumb."""
_PRESSED_S: Final = 10.0
"""And before one about pressure: laces that tighten press much less a minute before somebody speaks
of them. Rule of thumb: some strides."""
_PRESSURES: Final = frozenset({"instep", "sole", "edges"})
_LEAST_AFTER_S: Final = 5.0
"""An outcome is told a little after the change: strides from this long before it, s, count as
after. Rule of thumb."""
TOLD: Final = frozenset(NoticeKind) - {
    NoticeKind.CONNECTED,
    NoticeKind.RETURNED,
    NoticeKind.UNSEEN,
    NoticeKind.SEEN,
}
"""Notices that the report lists: what was missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a session besides its events.

    ``started`` is an ISO instant; ``settings`` a hash; ``damage`` what the recording lost.
    """

    started: str
    source: str = ""
    software: str = ""
    settings: str = ""
    duration_s: float
    damage: tuple[str, ...] = field(default=())


class Gatherer:
    """Take a session's events and tell its story."""

    def __init__(self) -> None:
        self._feet = {side: FootLog(side) for side in Side}
        self._findings = FindingLog()
        self._risks = RiskLog()
        self._said: dict[int, Advice] = {}
        self._outcomes: dict[int, Outcome] = {}
        self._tosses: dict[int, Toss] = {}
        self._felt = FeltLog()
        self._missed: dict[tuple[str, NoticeKind], Missed] = {}
        self._heart: list[HeartBeat] = []
        self._watch = WatchLog()
        self._added: tuple[Said, ...] = ()
        self._newest_s = 0.0

    def push(self, events: Iterable[Event]) -> None:
        """Consume events in the order in which they are said."""
        for event in events:
            self._take(event)

    def hear(self, said: Iterable[Advice | Outcome | Toss], added_s: float | None = None) -> None:
        """Take what was really said then, in place of what a replay would say now.

        From ``added_s`` on reports were added after the run: a red flag that a replay tells from
        there on is kept, as nobody could say it then.
        """
        if added_s is not None:
            told = (a for a in self._said.values() if a.red_flag and a.felt and a.t_s >= added_s)
            self._added = tuple(structs.replace(self._tell(a), outcome=None) for a in told)
        events = list(said)
        asked = [one for one in events if isinstance(one, Advice) and one.action is Action.ASK]
        self._forget(asked)
        self.push(one for one in events if one not in asked)

    def unheard(self) -> None:
        """Take that nobody heard anything: it was recorded without a coach.

        What a replay would say is not what was said. Red flags are kept, whoever could say them.
        """
        told = [advice for advice in self._said.values() if advice.red_flag]
        self._added = tuple(structs.replace(self._tell(one), outcome=None) for one in told)
        self._forget(())

    def _forget(self, asked: Iterable[Advice]) -> None:
        """Forget what a replay would say; reports answer what was really asked."""
        self._said.clear()
        self._tosses.clear()
        self._outcomes.clear()
        self._felt = self._felt.retold(asked)

    @property
    def cycles(self) -> dict[Side, Sequence[Cycle]]:
        """Contacts of the running strides of each foot, for the pressure maps."""
        return {side: foot.cycles for side, foot in self._feet.items()}

    @property
    def running(self) -> Window | None:
        """From the first running stride to the end of the last; None if nobody ran."""
        cycles = [cycle for foot in self._feet.values() for cycle in foot.cycles]
        if not cycles:
            return None
        return Window(min(c.ic_s for c in cycles), max(c.next_ic_s for c in cycles))

    def finish(self, facts: Facts) -> Story:
        """Tell the story."""
        duration_s = max(facts.duration_s, self._newest_s)
        piece_s = float(max(_LEAST_PIECE_S, ceil(duration_s / PIECES)))
        feet = list(self._feet.values())
        # who has foot pods is not asked by the watch: its seconds and metres are others
        movers: list[FootLog | WatchLog] = [foot for foot in feet if foot.strides] or [self._watch]
        ways_m = [way_m for who in movers if (way_m := who.distance_m)]
        ended_s = [who.last_run_s for who in movers if who.last_run_s is not None]
        return Story(
            started=facts.started,
            source=facts.source,
            software=facts.software,
            settings=facts.settings,
            duration_s=round(duration_s, 3),
            running_s=round(max(who.running_s for who in movers), 3),
            walking_s=round(max(who.walking_s for who in movers), 3),
            distance_m=round(max(ways_m), 1) if ways_m else None,
            last_run_s=round(max(ended_s), 3) if ended_s else None,
            piece_s=piece_s,
            heart_bpm=_pieces(self._heart, duration_s, piece_s),
            series=tuple(s for foot in feet for s in foot.series(duration_s, piece_s)),
            minutes=tuple(minute for foot in feet for minute in foot.minutes()),
            risks=self._risks.tracks(duration_s),
            episodes=self._findings.episodes,
            judgements=self._findings.judgements(duration_s),
            said=tuple(self._tell(advice) for advice in self._said.values()),
            felt=self._felt.told(),
            missed=tuple(self._missed.values()),
            damage=facts.damage,
            added=self._added,
            cues=tuple(cue_of(toss, self._feet, self._heart) for toss in self._tosses.values()),
        )

    def _take(self, event: Event) -> None:
        match event:
            case Stride():
                self._feet[event.side].push(event)
                self._newest_s = max(self._newest_s, event.next_ic_s)
            case Finding():
                self._findings.push(event)
            case Risk():
                self._risks.push(event)
            case Advice(action=Action.ASK):
                self._felt.asked(event)
            case Advice() if event.action not in UNJUDGED:
                self._said[event.number] = event
            case Outcome():
                self._outcomes[event.advice_number] = event
            case Toss():
                self._tosses[event.number] = event
            case _:
                self._take_sign(event)

    def _take_sign(self, event: Event) -> None:
        match event:
            case Symptom():
                self._felt.push(event)
            case HeartBeat():
                self._heart.append(event)
            case ReferenceSpeed():
                self._watch.push(event)
            case Notice() if event.kind in TOLD:
                self._take_notice(event)
            case _:
                pass

    def _take_notice(self, notice: Notice) -> None:
        key = (notice.sensor, notice.kind)
        known = self._missed.get(key)
        self._missed[key] = Missed(
            sensor=notice.sensor,
            kind=notice.kind,
            side=notice.side,
            times=known.times + 1 if known else 1,
            first_s=known.first_s if known else round(notice.t_s, 3),
        )

    def _tell(self, advice: Advice) -> Said:
        outcome = self._outcomes.get(advice.number)
        measure, before, after = self._compare(advice, outcome)
        return Said(
            number=advice.number,
            t_s=round(advice.t_s, 3),
            action=advice.action,
            cause=advice.cause,
            side=advice.side,
            both=advice.both,
            zone=advice.zone,
            felt=advice.felt,
            red_flag=advice.red_flag,
            text=advice.text,
            outcome=outcome.kind if outcome else None,
            outcome_s=round(outcome.t_s, 3) if outcome else None,
            measure=measure,
            before=before,
            after=after,
            words=advice.words,
        )

    def _compare(
        self, advice: Advice, outcome: Outcome | None
    ) -> tuple[str | None, float | None, float | None]:
        """Give the quantity of an advice, as it was then, and its minute after the outcome."""
        sides = list(Side) if advice.side is None else [advice.side]
        for name in MEASURE_OF.get(advice.cause, ()) if advice.cause else ():
            lasted_s = _PRESSED_S if name in _PRESSURES else WINDOW_S
            was = self._mean(name, sides, Window(advice.t_s - lasted_s, advice.t_s))
            if was is None:
                continue
            if outcome is None:
                return name, was, None
            from_s = max(advice.t_s, outcome.t_s - _LEAST_AFTER_S)
            return name, was, self._mean(name, sides, Window(from_s, from_s + WINDOW_S))
        return None, None, None

    def _mean(self, measure: str, sides: Sequence[Side], window: Window) -> float | None:
        known = [
            value for side in sides if (value := self._feet[side].mean(measure, window)) is not None
        ]
        return round(sum(known) / len(known), 4) if known else None


def _pieces(
    beats: Sequence[HeartBeat], duration_s: float, piece_s: float
) -> tuple[float | None, ...]:
    """Give the mean heart rate of each piece; empty without a strap."""
    if not beats:
        return ()
    sums = [[0.0, 0.0] for _ in range(max(1, ceil(duration_s / piece_s)))]
    for beat in beats:
        piece = sums[min(int(max(beat.t_s, 0.0) / piece_s), len(sums) - 1)]
        piece[0] += beat.rate_bpm
        piece[1] += 1.0
    return tuple(round(total / count, 1) if count else None for total, count in sums)
