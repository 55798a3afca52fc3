"""Print outcomes as the lines that a reader compares."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.gait.stride_score import FoundStride, Score, pool, score
from benchmarks.peers.exchange import Outcome, Task
from benchmarks.realdata import FootRecording

HEADINGS = {
    Task.PIPELINE: "samples → strides and their lengths",
    Task.STRIDES: "strides only",
    Task.LENGTHS: "lengths only, between {instants}",
    Task.ORIENTATION: "orientation only",
}


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One method on one group of recordings.

    Parameters
    ----------
    data_s_per_cpu_s : float
        Seconds of two feet's data for each second of one core.
    note : str
        The setting that was best, or what went wrong.
    """

    task: Task
    method: str
    score: Score
    data_s_per_cpu_s: float
    note: str


def rows(outcomes: Iterable[Outcome], recordings: Sequence[FootRecording]) -> list[Row]:
    """Score every method on these recordings, in the order of tasks.

    A method that comes in variants is given its best one: the same for all recordings of the
    group, unless its name says that each recording has its own.
    """
    known = {recording.name: recording for recording in recordings}
    methods: dict[tuple[Task, str], dict[str, list[Outcome]]] = {}
    for outcome in outcomes:
        if outcome.recording in known:
            variants = methods.setdefault((outcome.task, outcome.method), {})
            variants.setdefault(outcome.variant, []).append(outcome)
    ordered = sorted(methods.items(), key=lambda item: list(Task).index(item[0][0]))
    return [_row(*key, variants, known) for key, variants in ordered]


def _row(
    task: Task,
    method: str,
    variants: Mapping[str, list[Outcome]],
    known: Mapping[str, FootRecording],
) -> Row:
    if method.endswith("each recording's best"):
        chosen = [
            min(same, key=lambda outcome: _error(_judge([outcome], known)))
            for same in zip(*variants.values(), strict=True)
        ]
        note = "of " + ", ".join(variants)
    else:
        best = max(variants, key=lambda name: _merit(_judge(variants[name], known)))
        chosen, note = variants[best], best
    cpu_s = sum(outcome.cpu_s for outcome in chosen)
    data_s = sum(known[outcome.recording].duration_s for outcome in chosen)
    gave_up = sum(bool(outcome.trouble) for outcome in chosen)
    if gave_up:
        note = f"gave up on {gave_up} of {len(chosen)} recordings {note}"
    return Row(task, method, _judge(chosen, known), data_s / 2.0 / max(cpu_s, 1e-9), note)


def _judge(outcomes: Iterable[Outcome], known: Mapping[str, FootRecording]) -> Score:
    return pool(
        [
            score(
                known[outcome.recording].truth,
                [FoundStride(*stride) for stride in outcome.strides],
                at_stance=outcome.task is Task.PIPELINE,
            )
            for outcome in outcomes
        ]
    )


def _error(result: Score) -> float:
    return result.mape if np.isfinite(result.mape) else np.inf


def _merit(result: Score) -> tuple[int, float]:
    """More strides first, then better lengths."""
    return result.found - result.invented, -_error(result)


def lines(
    title: str, recordings: Sequence[FootRecording], table: Iterable[Row], instants: str
) -> Iterator[str]:
    """One group's table as text."""
    seconds = sum(recording.duration_s for recording in recordings)
    yield f"{title}: {len(recordings)} recordings, {seconds:.0f} s of one foot"
    yield (
        f"  {'':48}{'true':>6}{'found':>7}{'':>7}{'inv.':>6}"
        f"{'MAPE':>8}{'bias':>8}{'p95 mm':>8}{'s/CPU s':>9}"
    )
    task: Task | None = None
    for row in table:
        if row.task is not task:
            task = row.task
            yield "  " + HEADINGS[task].format(instants=instants)
        yield "    " + _line(row)
        if row.note:
            yield f"      ({row.note.strip()})"


def _line(row: Row) -> str:
    found, counts = "", row.task in (Task.PIPELINE, Task.STRIDES)
    if counts:
        share = row.score.found / row.score.true if row.score.true else np.nan
        found = f"{row.score.true:6}{row.score.found:7}{share:7.1%}{row.score.invented:6}"
    length = ""
    if row.task in (Task.PIPELINE, Task.LENGTHS) and len(row.score.truth_m):
        length = f"{row.score.mape:8.1%}{row.score.bias:+8.1%}{1e3 * row.score.p95_m:8.0f}"
    return f"{row.method:46}{found:26}{length:24}{row.data_s_per_cpu_s:9,.0f}"
