"""Print how near we come to the references of real recordings, and what others reach.

    python -m benchmarks.accuracy

prints every table; docs/accuracy.md shows its output.
"""

import re
import time
from pathlib import Path

import numpy as np

from benchmarks.gait import by_speed, harder_strides
from benchmarks.gait.contact_sets import recordings as with_contacts
from benchmarks.gait.contacts_score import HARDER, ContactScore, judge_contacts, recordings
from benchmarks.gait.fit_contacts import print_families, rows_of
from benchmarks.gait.height_score import height_traces, marker_place_m, path_height_errors_m
from benchmarks.gait.stride_score import Score
from benchmarks.gait.strides_score import (
    biased,
    judge_all,
    judge_turned,
    offset,
    sampled,
    strides_of,
)
from benchmarks.load import report as accuracy_load
from benchmarks.realdata import FootRecording, load
from monitor.types import FloatArray

ANGLES = 10

SPLIT = """\
What was chosen on what (monitor/gait/imu/limits.py has the source of every limit):
- segmentation: its form grew with all recordings in view, the running day (2017-11-27) too, so its
  counts are not out of sample. Its thresholds are those of the walking day (2017-11-22) and of
  surveyed_runs. turn_rad: they lose nothing from 8° to 28°, so the middle in proportion, 15°, was
  taken; that it was looked at again at all was seen on the running day, at 416 Hz.
- rates that were cut off: slopes and length of a plateau on the walking day and surveyed_runs.
- lever, up, by length: walking day alone 0.11…0.13 m, running day alone 0.10…0.12; 0.11 was taken.
  Forward, by rise on the flat floor (length cannot tell): walking day alone +0.04 m, running day
  alone −0.02; 0 was taken. With the other day's: running −12 ± 30, walking +8 ± 12 mm.
- contacts of running: lines fitted on 28 runners (26 of RBDS, Fukuchi 2017; hamner04, 2…4 m/s; the
  forefoot striker), every laboratory alike, so that what is below is in sample; families below are
  scored by runner, each left out (docs/strides.md has the same with RBDS). Contacts of walking:
  the turn of the foot; not scored on plates.
- velocity at mid-stance, averaged: the share of the stride on both days together (0.04 to 0.08 lose
  nothing); the walk of 2018, run52 and the walks outdoors were scored, not used.
- when a resting foot is still (its gyroscope's zero is taken): walking day; 1 to 2 °/s do alike.
- strike angle: nothing was chosen.
"""

PEERS_PAGE = Path(__file__).parents[1] / "docs" / "peers.md"
PEERS_FOUND = ("gaitmap, Barth DTW", "gaitmap, Barth DTW, tuned here")
PEERS_LENGTH = (
    "gaitmap, RTS",
    "gaitmap, RTS, SHOE, each recording's best",
    "gaitmap, stride level",
    "vqf + a plain path of ours",
)
OFFSETS = {
    "accelerometer +0.3 m/s² on its x": offset(0, 0.3),
    "accelerometer +0.3 m/s² on its y": offset(1, 0.3),
    "accelerometer +0.3 m/s² on its z": offset(2, 0.3),
}
CHANGES = {
    "gyroscope +1 °/s on its x": biased(0, 1.0),
    "gyroscope +1 °/s on its y": biased(1, 1.0),
    "gyroscope +1 °/s on its z": biased(2, 1.0),
    "gyroscope +10 °/s on its y": biased(1, 10.0),
    **OFFSETS,
    "100 Hz, sensor's filter 40 Hz": sampled(100.0, 40.0),
    "100 Hz, every second sample": sampled(100.0),
    "416 Hz": sampled(416.0),
}
TARGETS = {
    "vicon running": "found ≥ 99.5 %, invented ≤ 0.5 %, MAPE ≤ 2.0 %, |bias| ≤ 1 %, p95 ≤ 60 mm",
    "vicon walking": "found ≥ 98 %, MAPE ≤ 1.9 %",
    "vicon tiny steps": "none: sideways and backward shuffling",
    "surveyed": "found ≥ 99.5 %, invented ≤ 0.5 %; lengths are pseudo-truth, rates clip at 5 m/s",
}


def main() -> None:
    """Print every table."""
    print(SPLIT)
    known = load()
    print_strides(known)
    harder_strides.main()
    print()
    by_speed.main()
    print()
    print_heights(known)
    print_turned(known)
    print_changed(known)
    print_contacts()
    print_families(rows_of(with_contacts(None)))
    print()
    print_speed(known)
    print()
    accuracy_load.main()


def print_strides(known: list[FootRecording]) -> None:
    """Strides and their lengths."""
    print("Strides of one foot's IMU, axes unknown; lengths between our own instants")
    header = f"{'':18}{'true':>6}{'found':>7}{'':>8}{'inv.':>6}{'MAPE':>8}{'bias':>8}"
    print(f"{header}{'p95':>8}")
    for group, target in TARGETS.items():
        s = judge_all([recording for recording in known if recording.group == group])
        print(f"{group:18}{_stride_row(s)}")
        print(f"{'':18}  target: {target}")
        for row in peers_said(group):
            print(f"{'':18}  {row}")
    print()


def print_heights(known: list[FootRecording]) -> None:
    """Rise and height of the path against markers on a flat floor."""
    print(
        "Rise of a stride, and height of its path at the marker, whose place on the foot is that of"
    )
    print("the other day; against markers, mean ± SD (no target, no peers)")
    groups = ("vicon running", "vicon walking")
    days = {name: height_traces([r for r in known if r.group == name]) for name in groups}
    for name, other in zip(groups, groups[::-1], strict=True):
        rise_mm = 1e3 * np.array([trace.rise_error_m for trace in days[name]])
        place_m = marker_place_m(days[other])
        height_mm = 1e3 * path_height_errors_m(days[name], place_m)
        true_mm = 1e3 * float(np.mean([trace.marker_m.max() for trace in days[name]]))
        row = f"{name:18}{len(rise_mm)} strides: rise {rise_mm.mean():+.0f} ±{rise_mm.std():.0f} mm"
        row += f", path height {height_mm.mean():+.0f} ±{height_mm.std():.0f} of {true_mm:.0f} mm"
        print(f"{row}, marker {', '.join(f'{1e3 * v:.0f}' for v in place_m)} mm")
    print()


def peers_said(group: str) -> list[str]:
    """What other libraries reach on the same recordings: lines of docs/peers.md, as measured."""
    _, _, after = PEERS_PAGE.read_text(encoding="utf-8").partition(f"\n{group}: ")
    rows = dict(re.findall(r"^    (\S.*?)  +(.*)$", after.partition("\n\n")[0], re.MULTILINE))
    if not rows:
        return []
    found = "; ".join(f"{name} {_percent(rows[name])}" for name in PEERS_FOUND)
    length = "; ".join(f"{name} {_percent(rows[name])}" for name in PEERS_LENGTH)
    return [f"others, found: {found}", f"others, MAPE at our instants: {length}"]


def _percent(row: str) -> str:
    return next(word for word in row.split() if word.endswith("%"))


def _stride_row(s: Score) -> str:
    found = f"{s.true:6}{s.found:7}{s.found / s.true:8.1%}{s.invented:6}"
    return f"{found}{s.mape:8.2%}{s.bias:+8.2%}{1e3 * s.p95_m:5.0f} mm"


def print_turned(known: list[FootRecording]) -> None:
    """The pod clipped on at any angle."""
    print(
        "The same, the samples turned at random about every axis: the worst (what was cut off lies"
    )
    print("along no axis then, and is not restored)")
    for group, target in (("vicon running", "≤ 0.5 points fewer, MAPE ≤ 2.2 %"), ("surveyed", "")):
        t = judge_turned([r for r in known if r.group == group], ANGLES)
        row = f"{group:18}{t.angles} angles: found {t.least_found:.1%}, invented {t.most_invented}"
        print(f"{row}, MAPE {t.worst_mape:.2%}  {target and 'target: ' + target}".rstrip())
    print()


def print_changed(known: list[FootRecording]) -> None:
    """The same recordings as other sensors would have made them."""
    print("vicon running as other sensors would have made it (no target)")
    running = [recording for recording in known if recording.group == "vicon running"]
    for name, change in CHANGES.items():
        print(f"{name:33}{_stride_row(judge_all(running, change=change))}")
    print(
        "vicon walking likewise: half of its strides turn by more than 60°, and an offset along the"
    )
    print("foot's axis of rotation turns with the foot; a straight stride hardly sees it")
    walking = [recording for recording in known if recording.group == "vicon walking"]
    for name, change in OFFSETS.items():
        print(f"{name:33}{_stride_row(judge_all(walking, change=change))}")
    print()


def print_contacts() -> None:
    """Contacts and foot strike angle from the IMU alone."""
    print("Contacts of the IMU alone against force plates, foot strike angle against markers,")
    print("2 s of running each, axes unknown, no standing; in sample (see above)")
    header = f"{'':18}{'strides':>8}{'ic, ms':>16}{'tc, ms':>16}{'contact time':>22}"
    print(f"{header}{'strike angle':>16}")
    scores = [judge_contacts(path) for path in recordings()]
    for s in scores:
        print(f"{s.name:18}{_contact_row([s])}")
    print(f"{'all':18}{_contact_row(scores)}")
    print(
        "  targets: bias ≤ 5 ms; SD ≤ 5 ms (ic), ≤ 8 ms (tc); contact time ±2 %, SD ≤ 8 ms; 2°, 4°"
    )
    print("harder: a runner above at 3 m/s, and a forefoot striker at 4.7 m/s (the same targets)")
    for s in [judge_contacts(path) for path in recordings(HARDER)]:
        print(f"{s.name:18}{_contact_row([s])}")
    print(
        "  others: pitch-rate minima as they are (Falbriard 2018) +26 ± 4 and −10 ± 19 ms on these"
    )
    print("  contacts; pitch before contact 2.0 ± 5.9° (Falbriard 2020)\n")


def _contact_row(scores: list[ContactScore]) -> str:
    def joined(name: str) -> FloatArray:
        return np.concatenate([getattr(s, name) for s in scores])

    stance = joined("stance")
    time_text = f"{stance.mean():+.1%} ±{joined('stance_ms').std():.1f} ms" if len(stance) else "–"
    row = f"{sum(s.strides for s in scores):8}{_mean_sd(joined('ic_ms')):>16}"
    row += f"{_mean_sd(joined('tc_ms')):>16}{time_text:>22}"
    return f"{row}{_mean_sd(joined('strike_deg')):>16}"


def _mean_sd(errors: FloatArray) -> str:
    return f"{errors.mean():+.1f} ±{errors.std():.1f} ({len(errors)})" if len(errors) else "–"


def print_speed(known: list[FootRecording]) -> None:
    """Seconds of data per CPU second."""
    started_s = time.process_time()
    strides = sum(len(strides_of(recording.block())) for recording in known)
    took_s = time.process_time() - started_s
    data_s = sum(recording.duration_s for recording in known)
    print(f"Speed: {strides} strides of {data_s:.0f} s of one foot in {took_s:.2f} CPU s:", end=" ")
    print(f"{data_s / took_s / 2.0:.0f} s of two feet a CPU second (others: docs/peers.md)")


if __name__ == "__main__":
    main()
