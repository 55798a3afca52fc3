"""Compare us with other libraries on the same samples, instants and machine.

    python -m benchmarks.peers [--quick] [--borders ours|reference]

Installs the peers into an environment of their own (once), runs them and us on every recording
of a foot IMU that has a reference, and prints a table for each group. What is measured, and
how each peer was set up: docs/peers.md. Exit code 2: no recordings; 3: peers not available.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.peers import environment
from benchmarks.peers import ours as ours_side
from benchmarks.peers.exchange import OUTCOMES, Outcome, Sample, read_outcomes, write_sample
from benchmarks.peers.table import lines, rows
from benchmarks.realdata import GROUPS, RATE_HZ, FootRecording, load

HOME = Path(__file__).parents[2] / "out" / "peers"
NO_DATA, NO_PEERS = 2, 3
QUICK_EACH = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = _options().parse_args(arguments)
    try:
        recordings = load()
    except FileNotFoundError as error:
        print(f"peers: {error}; nothing to measure on", file=sys.stderr)
        return NO_DATA
    if options.quick:
        recordings = _few(recordings)
    print(f"==> ours: {len(recordings)} recordings", flush=True)
    ours = ours_side.outcomes(recordings)
    exchange = HOME / "exchange"
    shutil.rmtree(exchange, ignore_errors=True)
    exchange.mkdir(parents=True)
    for recording, result in zip(recordings, ours, strict=True):
        write_sample(exchange, _sample(recording, result, options.borders))
    try:
        python = environment.ensure(HOME)
        environment.run(python, exchange, quick=options.quick)
    except environment.PeersError as error:
        print(f"peers: {error}", file=sys.stderr)
        return NO_PEERS
    _print(recordings, [*ours, *read_outcomes(exchange / OUTCOMES)], options.borders)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="two recordings of each group, fewer settings"
    )
    parser.add_argument(
        "--borders",
        choices=("ours", "reference"),
        default="ours",
        help="instants between which peers that find no strides are asked for lengths",
    )
    return parser


def _few(recordings: Sequence[FootRecording]) -> list[FootRecording]:
    return [
        recording
        for group in GROUPS
        for recording in [r for r in recordings if r.group == group][:QUICK_EACH]
    ]


def _sample(recording: FootRecording, ours: Outcome, whose: str) -> Sample:
    if whose == "ours":
        borders = ours_side.borders(ours)
    else:
        stances = np.rint(recording.truth.stance_s * RATE_HZ).astype(np.int64)
        borders = np.column_stack([stances[:-1], stances[1:]])
    return Sample(recording.name, RATE_HZ, recording.acc_m_s2, recording.gyr_rad_s, borders)


def _print(recordings: Sequence[FootRecording], outcomes: Sequence[Outcome], whose: str) -> None:
    instants = {"ours": "our instants", "reference": "the reference's stances"}[whose]
    print()
    for group in GROUPS:
        members = [recording for recording in recordings if recording.group == group]
        if members:
            print("\n".join(lines(group, members, rows(outcomes, members), instants)), end="\n\n")
    print("true, found, inv(ented): strides of at least 0.3 m; lengths between a method's own")
    print("instants, of the strides found. s/CPU s: seconds of two feet's data a second of one")
    print("core, from samples to the result.")
