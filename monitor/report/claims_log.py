"""What was claimed in a session, over time: findings with their spans, risks with their levels."""

from dataclasses import dataclass, field

from msgspec import structs

from monitor.advice.nerve_zone import is_weak
from monitor.report.story import Episode, Judgement, RiskPoint, RiskTrack
from monitor.report.why_not import WhyNot
from monitor.types import NERVE_ZONES, Finding, FindingKind, FindingStatus, Risk, Side, Zone

_DIGITS = 3


@dataclass(slots=True)
class _Question:
    """How long one question was answered so far."""

    status: FindingStatus = FindingStatus.NOT_ASSESSED
    since_s: float = 0.0
    assessed_s: float = 0.0
    indirect: bool = False
    why: WhyNot | None = None

    def turn(self, finding: Finding) -> None:
        """Take the next answer."""
        self.run(finding.t_s)
        self.status = finding.status
        self.indirect = self.indirect or finding.indirect
        open_why = WhyNot.LEARNING if finding.is_learning else WhyNot.MISSING
        self.why = open_why if finding.status is FindingStatus.NOT_ASSESSED else None

    def run(self, t_s: float) -> None:
        """Let time pass with the answer that stands."""
        if self.status is not FindingStatus.NOT_ASSESSED:
            self.assessed_s += max(0.0, t_s - self.since_s)
        self.since_s = max(self.since_s, t_s)


class FindingLog:
    """Follow every question from answer to answer."""

    def __init__(self) -> None:
        self._questions: dict[tuple[FindingKind, Side | None], _Question] = {}
        self._episodes: list[Episode] = []
        self._open: dict[tuple[FindingKind, Side | None], int] = {}

    @property
    def episodes(self) -> tuple[Episode, ...]:
        """What was found, in the order in which it appeared."""
        return tuple(self._episodes)

    def push(self, finding: Finding) -> None:
        """Consume a finding."""
        key = (finding.kind, finding.side)
        self._questions.setdefault(key, _Question()).turn(finding)
        at = self._open.get(key)
        if finding.status is not FindingStatus.ACTIVE:
            if at is not None:
                del self._open[key]
                self._episodes[at] = _ended(self._episodes[at], finding.t_s)
        elif at is None:
            self._open[key] = len(self._episodes)
            self._episodes.append(_begun(finding))
        elif finding.severity > self._episodes[at].severity:
            self._episodes[at] = _worse(self._episodes[at], finding)

    def judgements(self, end_s: float) -> tuple[Judgement, ...]:
        """Give how long each question was answered; those never asked are there too."""
        told = []
        for kind, side in sorted(self._questions, key=lambda key: (key[0], key[1] or "")):
            question = self._questions[kind, side]
            question.run(end_s)
            told.append(
                Judgement(
                    kind=kind,
                    side=side,
                    assessed_s=round(question.assessed_s, _DIGITS),
                    last=question.status,
                    indirect=question.indirect,
                    why=question.why,
                )
            )
        asked = {kind for kind, _ in self._questions}
        never = FindingStatus.NOT_ASSESSED
        return (
            *told,
            *(
                Judgement(
                    kind=kind,
                    side=None,
                    assessed_s=0.0,
                    last=never,
                    indirect=False,
                    why=WhyNot.SHORT,
                )
                for kind in FindingKind
                if kind not in asked
            ),
        )


@dataclass(slots=True)
class _Zone:
    """What was said of one nerve zone."""

    points: list[RiskPoint] = field(default_factory=list)
    highest: Risk | None = None

    def push(self, risk: Risk) -> None:
        level = None if risk.level is None else round(risk.level, _DIGITS)
        self.points.append(RiskPoint(round(risk.t_s, _DIGITS), level, is_weak(risk)))
        known = self.highest
        if risk.level is not None and (
            known is None or known.level is None or risk.level > known.level
        ):
            self.highest = risk


class RiskLog:
    """Follow the risk of every nerve zone."""

    def __init__(self) -> None:
        self._zones: dict[tuple[Side, Zone], _Zone] = {}

    def push(self, risk: Risk) -> None:
        """Consume a risk."""
        self._zones.setdefault((risk.side, risk.zone), _Zone()).push(risk)

    def tracks(self, end_s: float) -> tuple[RiskTrack, ...]:
        """Give every zone of both feet; one that was never said has no points."""
        return tuple(
            _track(side, zone, self._zones.get((side, zone), _Zone()), end_s)
            for side in Side
            for zone in NERVE_ZONES
        )


def _track(side: Side, zone: Zone, known: _Zone, end_s: float) -> RiskTrack:
    highest = known.highest
    ends_s = [point.t_s for point in known.points[1:]] + [end_s]
    assessed_s = sum(
        max(0.0, until_s - point.t_s)
        for point, until_s in zip(known.points, ends_s, strict=bool(known.points))
        if point.level is not None
    )
    return RiskTrack(
        side=side,
        zone=zone,
        points=tuple(known.points),
        highest=None if highest is None or highest.level is None else round(highest.level, _DIGITS),
        highest_s=None if highest is None else round(highest.t_s, _DIGITS),
        causes={part.cause: round(part.amount, _DIGITS) for part in highest.contributions}
        if highest
        else {},
        assessed_s=round(assessed_s, _DIGITS),
        personal=None if highest is None else highest.personal,
    )


def _begun(finding: Finding) -> Episode:
    return Episode(
        kind=finding.kind,
        side=finding.side,
        from_s=round(finding.t_s, _DIGITS),
        until_s=None,
        severity=round(finding.severity, _DIGITS),
        value=None if finding.value is None else round(finding.value, _DIGITS),
        indirect=finding.indirect,
    )


def _ended(episode: Episode, t_s: float) -> Episode:
    return _with(episode, until_s=round(t_s, _DIGITS))


def _worse(episode: Episode, finding: Finding) -> Episode:
    value = None if finding.value is None else round(finding.value, _DIGITS)
    return _with(episode, severity=round(finding.severity, _DIGITS), value=value)


def _with(episode: Episode, **changes: float | None) -> Episode:
    return structs.replace(episode, **changes)
