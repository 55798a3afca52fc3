"""Lacing tests of recordings: from the steps of a guided one, or from one recording a lacing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import structs

from monitor.home.catalogue import Catalogue
from monitor.home.changes import keep_note
from monitor.home.filing import Progress, replay, silent
from monitor.home.notes import LacingTest, Note
from monitor.home.rows import SessionRow
from monitor.report.foot_log import Cycle, Window
from monitor.report.gather import Gatherer
from monitor.report.insole_log import InsoleLog
from monitor.report.lace_trial import (
    Still,
    Trial,
    heel_of,
    tongue_mean,
    zone_pressures,
)
from monitor.report.lacing_guide import Span, Step
from monitor.report.lacing_test import judge
from monitor.report.story import Story
from monitor.session.recording import Recording
from monitor.types import Side

TAG: Final = "lacing test"
"""How such a session is found again."""
SETTLE_S: Final = 5.0
"""Running right after the laces were tied is left out: the foot settles. Rule of thumb."""
MOST_S: Final = 600.0
"""Of a recording of one lacing, running beyond this is left out: feet swell. Rule of thumb."""
_STEPS: Final = (Step.RUN, Step.STAND, Step.LIFT_LEFT, Step.LIFT_RIGHT)
_LIFTED: Final = {Side.LEFT: Step.LIFT_LEFT, Side.RIGHT: Step.LIFT_RIGHT}


def guided_trials(
    path: Path,
    spans: Sequence[Span],
    progress: Progress = silent,
    heard: Gatherer | None = None,
) -> tuple[Trial, ...]:
    """Give the trials of a guided test from its recording and its steps.

    ``heard`` is what listened to the session while it ran; without it the recording is run again.

    Raises
    ------
    RecordingError
        If the file cannot be opened or is no recording of ours.
    """
    if heard is None:
        heard = Gatherer()
        replay(path, heard.push, progress)
    wanted = [span for span in spans if span.step in _STEPS]
    windows = [_settled(span) for span in wanted]
    log = _read(path, windows)
    trials = []
    for number in sorted({span.trial for span in wanted}):
        mine = {s.step: place for place, s in enumerate(wanted) if s.trial == number}
        if Step.RUN in mine:
            lacing = wanted[mine[Step.RUN]].lacing
            trials.append(_trial(lacing, log, heard, windows, mine))
    return tuple(trials)


def keep_test(
    catalogue: Catalogue,
    known: tuple[SessionRow, Story],
    test: LacingTest,
    trials: Sequence[Trial],
) -> Note:
    """Judge a guided test, and keep it beside the recording, in catalogue and report.

    Gives the note as it stands then.

    Raises
    ------
    MonitorError
        If something cannot be written.
    """
    row, story = known
    test = structs.replace(test, result=judge(trials, test.felt))
    return keep_note(
        catalogue,
        row,
        story,
        lambda note: structs.replace(note, laces=test, tags=tuple(sorted({*note.tags, TAG}))),
    )


def recorded_trial(path: Path, lacing: str, progress: Progress = silent) -> Trial:
    """Give a whole recording as one trial of a lacing.

    Raises
    ------
    RecordingError
        If the file cannot be opened or is no recording of ours.
    """
    heard = Gatherer()
    replay(path, heard.push, progress)
    ran = heard.running
    if ran is None:
        return Trial(lacing=lacing, zones=(), heels=())
    from_s = ran.from_s + SETTLE_S
    windows = [Window(from_s, min(ran.until_s, from_s + MOST_S))]
    return _trial(lacing, _read(path, windows), heard, windows, {Step.RUN: 0})


def _settled(span: Span) -> Window:
    later_s = SETTLE_S if span.step is Step.RUN else 0.0
    return Window(min(span.from_s + later_s, span.until_s), span.until_s)


def _read(path: Path, windows: Sequence[Window]) -> InsoleLog:
    log = InsoleLog(windows)
    for batch in Recording(path).batches():
        log.push(batch)
    return log


def _trial(
    lacing: str,
    log: InsoleLog,
    heard: Gatherer,
    windows: Sequence[Window],
    steps: dict[Step, int],
) -> Trial:
    zones, heels, still = [], [], []
    for side, insole in log.insoles().items():
        samples = insole.samples(steps[Step.RUN])
        if samples is not None:
            cycles = _inside(heard.cycles[side], windows[steps[Step.RUN]])
            zones += zone_pressures(side, insole, samples, cycles)
            heel = heel_of(side, insole, samples, cycles)
            heels += [] if heel is None else [heel]
        held = {
            step: tongue_mean(insole.samples(place), windows[place])
            for step, place in steps.items()
            if step in {Step.STAND, _LIFTED[side]}
        }
        if held:
            still.append(
                Still(
                    side=side,
                    standing_kpa=held.get(Step.STAND),
                    lifted_kpa=held.get(_LIFTED[side]),
                )
            )
    return Trial(lacing=lacing, zones=tuple(zones), heels=tuple(heels), still=tuple(still))


def _inside(cycles: Sequence[Cycle], window: Window) -> list[Cycle]:
    return [c for c in cycles if window.from_s <= c.ic_s and c.next_ic_s <= window.until_s]
