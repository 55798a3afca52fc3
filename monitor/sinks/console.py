"""Show a session in the terminal: a line for each thing worth knowing."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from math import inf
from typing import Any, Final

from rich.console import Console
from rich.markup import escape

from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import RiskClass, class_of, reason
from monitor.sinks import Outbox
from monitor.sinks.at_start import AtStart
from monitor.sinks.console_numbers import mean_text, others_of
from monitor.sinks.odometer import Odometer
from monitor.types import (
    HELPED,
    Advice,
    Event,
    Feeling,
    Finding,
    FindingKind,
    FindingStatus,
    Gait,
    GaitChange,
    HeartBeat,
    Notice,
    Outcome,
    OutcomeKind,
    ReferenceSpeed,
    Risk,
    Side,
    Step,
    Stride,
    Symptom,
    Wish,
    Zone,
)

_EVERY_S: Final = 10.0
"""Time between two lines about the strides, s of the session."""
_ENOUGH: Final = 6
"""Strides that are worth a line of their own before another line."""
_READING: Final = AdviceLimits()
"""What a level is called does not depend on what a session was told to say."""
_NOT_YET: Final = "[dim]risk: not assessed before more is known of both feet[/]"
_OUTCOME_WORDS: Final = {
    OutcomeKind.PRESSURE_FELL: "it helped: the pressure fell",
    OutcomeKind.GAIT_RECOVERED: "it helped: your stride is back to your normal",
    OutcomeKind.RISK_FELL: "it helped: the risk fell",
    OutcomeKind.SYMPTOM_EASED: "it helped: the symptom eased",
    OutcomeKind.PASSED: "had passed before anything was done",
    OutcomeKind.DISMISSED: "you asked for quiet, or said that all is well",
    OutcomeKind.IGNORED: "no change seen; whether it was tried is not known",
    OutcomeKind.UNKNOWN: "could not be checked",
}


class Screen:
    """Turn events into lines of text; strides are summed up, the rest is said at once."""

    def __init__(self, write: Callable[[str], None], unmeasured: tuple[str, ...] = ()) -> None:
        self._write = write
        self._start = AtStart(unmeasured)
        self._strides: list[Stride] = []
        self._total = dict.fromkeys(Side, 0)
        self._measured: list[HeartBeat | ReferenceSpeed] = []
        self._far = Odometer()
        self._next_s = -inf
        self._gaits: dict[Side, Gait] = {}
        self._claimed: set[tuple[FindingKind, Side | None]] = set()
        self._classes: dict[tuple[Side, Zone], RiskClass] = {}
        self._evidence = ""

    def show(self, event: Event) -> None:
        """Write what an event is worth; once, early on, what is not assessed."""
        missing = self._start.push(event)
        if missing and isinstance(event, Stride):
            self._write(f"[dim]{clock(event.next_ic_s)}  not assessed: {escape(missing)}[/]")
        if isinstance(event, Stride):
            self._stride(event)
            return
        if isinstance(event, HeartBeat | ReferenceSpeed):
            if isinstance(event, ReferenceSpeed):
                self._far.note(event)
            self._pace(event.t_s)
            self._measured.append(event)
            return
        line = self._gait(event) if isinstance(event, GaitChange) else self._line(event)
        if line:
            if len(self._strides) >= _ENOUGH:
                self._sum_up()
            t_s = event.next_ic_s if isinstance(event, Step) else event.t_s
            self._write(f"[dim]{clock(t_s)}[/]  {line}")

    def close(self) -> None:
        """Write what the last line about strides left out."""
        self._sum_up()

    def _line(self, event: Event) -> str | None:
        """Leave out what was never claimed, and evidence that was just read."""
        if isinstance(event, Finding) and not self._is_news(event):
            return None
        if isinstance(event, Risk):
            if event.level is None and not self._classes:
                self._changes_class(event)
                return _NOT_YET
            if not self._changes_class(event):
                return None
        if isinstance(event, Advice) and event.reason == self._evidence:
            event = replace(event, reason="")
        if isinstance(event, Outcome) and event.evidence == self._evidence:
            event = replace(event, evidence="")
        if isinstance(event, Finding):
            self._evidence = event.evidence
        return _LINES[type(event)](event) if type(event) in _LINES else None

    def _is_news(self, finding: Finding) -> bool:
        """A first "all clear" says nothing; one after a claim does."""
        key = (finding.kind, finding.side)
        if finding.status is FindingStatus.ACTIVE:
            self._claimed.add(key)
            return True
        if finding.status is FindingStatus.CLEAR and key in self._claimed:
            self._claimed.discard(key)
            return True
        return finding.status is FindingStatus.NOT_ASSESSED

    def _changes_class(self, risk: Risk) -> bool:
        """Whether to say the class of a zone: every change of it is said.

        The first word about a zone is left out if it is "low", and if no zone is assessed yet and
        neither is this one.
        """
        place, now = (risk.side, risk.zone), class_of(risk.level, _READING)
        blind = set(self._classes.values()) == {RiskClass.NOT_ASSESSED}
        before = self._classes.get(place, RiskClass.NOT_ASSESSED if blind else RiskClass.LOW)
        self._classes[place] = now
        return now is not before

    def _gait(self, change: GaitChange) -> str | None:
        """Both feet change their gait within a step: say it once."""
        others = self._gaits.get(change.side.other)
        self._gaits[change.side] = change.gait
        if others is change.gait:
            return None
        words = {Gait.STAND: "standing", Gait.WALK: "walking", Gait.RUN: "running"}
        return f"[dim]{words[change.gait]}[/]"

    def _stride(self, stride: Stride) -> None:
        self._pace(stride.next_ic_s)
        self._far.step(stride)
        self._strides.append(stride)
        self._total[stride.side] += 1

    def _pace(self, t_s: float) -> None:
        """Sum up what was measured until now, if it is time."""
        if self._next_s == -inf:
            self._next_s = t_s + _EVERY_S
        if t_s >= self._next_s:
            self._sum_up()
            self._next_s = t_s + _EVERY_S

    def _sum_up(self) -> None:
        strides, self._strides = self._strides, []
        measured, self._measured = self._measured, []
        others = others_of(measured, self._far.distance_m, without_strides=not strides)
        if not strides:
            if measured:
                self._write(f"[dim]{clock(measured[-1].t_s)}[/]  {' · '.join(others)}")
            return
        feet = " ".join(
            f"{side[0].upper()} {count}" for side, count in self._total.items() if count
        )
        parts = [f"strides {feet}"]
        parts += mean_text("{:.1f} m/s", [s.speed_m_s for s in strides])
        parts += mean_text("{:.0f} steps/min", [s.cadence_spm for s in strides])
        parts += mean_text("contact {:.0f} ms", [_ms(s.contact_time_s) for s in strides])
        for side in Side:
            name = f"instep {side[0].upper()} "
            own = [s.load and s.load.instep_swing_kpa for s in strides if s.side is side]
            parts += mean_text(name + "{:.1f} kPa", own)
        parts += others
        self._write(f"[dim]{clock(strides[-1].next_ic_s)}[/]  {' · '.join(parts)}")


class ConsoleSink:
    """Write to the terminal.

    A paused terminal (Ctrl-S, a hanging connection) blocks whoever writes to it: so a thread does.
    """

    def __init__(self, console: Console, unmeasured: tuple[str, ...] = ()) -> None:
        self._screen = Screen(
            lambda line: console.print(line, highlight=False, soft_wrap=True, markup=True),
            unmeasured,
        )

    async def run(self, outbox: Outbox) -> None:
        """Take events until ``None`` comes."""
        going_on = True
        while going_on:
            batch = [await outbox.get()]
            while not outbox.empty():
                batch.append(outbox.get_nowait())
            going_on = None not in batch
            await asyncio.to_thread(self._show, batch)

    def _show(self, batch: list[Event | None]) -> None:
        for event in batch:
            if event is None:
                self._screen.close()
            else:
                self._screen.show(event)


def clock(t_s: float) -> str:
    """Session time as people read it.

    >>> clock(75.4), clock(3725.0)
    (' 1:15', '1:02:05')
    """
    minutes, seconds = divmod(int(t_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:2d}:{seconds:02d}"


def _what(finding: Finding) -> str:
    side = f"{finding.side} " if finding.side else ""
    mark = " (indirect)" if finding.indirect else ""
    return f"{side}{finding.kind.replace('_', ' ')}{mark}"


def _tap(symptom: Symptom) -> str:
    where = " both feet" if symptom.both else f" {symptom.side} foot" if symptom.side else ""
    zone = f", {symptom.zone}" if symptom.zone else ""
    return f"{'feels ok' if symptom.feeling is Feeling.OK else symptom.feeling}{where}{zone}"


def _ms(value_s: float | None) -> float | None:
    return None if value_s is None else 1000.0 * value_s


def _advice(advice: Advice) -> str:
    if advice.red_flag:
        card = f"\n        {escape(advice.card)}" if advice.card else ""
        return f"[bold white on red] STOP [/] [bold]{escape(advice.text)}[/]{card}"
    why = f"  [dim]({escape(advice.reason)})[/]" if advice.reason else ""
    return f"[bold yellow]>> {escape(advice.text)}[/]{why}"


def _finding(finding: Finding) -> str:
    what, evidence = _what(finding), escape(finding.evidence)
    match finding.status:
        case FindingStatus.ACTIVE:
            return f"[yellow]! {what}[/]: {evidence}"
        case FindingStatus.CLEAR:
            return f"[green]ok {what} cleared[/]: {evidence}"
        case FindingStatus.NOT_ASSESSED:
            return f"[dim]{what}: not assessed  ({evidence})[/]"


def _risk(risk: Risk) -> str:
    where, how = f"{risk.side} {risk.zone}", class_of(risk.level, _READING)
    if how is RiskClass.NOT_ASSESSED:
        return f"[dim]risk {where}: not assessed  ({risk.coverage:.0%} of its causes measured)[/]"
    colour = "dim" if how is RiskClass.LOW else "yellow"
    return f"[{colour}]risk {where}: {how}[/]  [dim]({escape(reason(risk))})[/]"


def _outcome(outcome: Outcome) -> str:
    colour = "green" if outcome.kind in HELPED else "dim"
    words = _OUTCOME_WORDS[outcome.kind]
    why = f"  [dim]({escape(outcome.evidence)})[/]" if outcome.evidence else ""
    return f"[{colour}]= {words}[/]{why}"


_LINES: Final[dict[type, Callable[[Any], str]]] = {
    Advice: _advice,
    Finding: _finding,
    Outcome: _outcome,
    Risk: _risk,
    Symptom: lambda symptom: f"[magenta]you: {_tap(symptom)}[/]",
    Wish: lambda wish: f"[magenta]you: {wish.kind.replace('_', ' ')}[/]",
    Notice: lambda notice: f"[cyan]- {escape(notice.text)}[/]",
}
"""How each kind of event reads; ``Any`` because the key says which."""
