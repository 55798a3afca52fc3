"""Score contacts and loads against the references of real recordings.

One command prints four tables: force on a treadmill, insoles against their vendor's report,
overstride distance against motion capture, and the model of peak force. No limit was fitted on what
is scored here, except those named in the table.
"""

import time

import numpy as np

from benchmarks.gait.contacts_score import HARDER
from benchmarks.load.blocks import block
from benchmarks.load.force import RECORDINGS, peak_forces_bw, treadmill
from benchmarks.load.landing import (
    Landing,
    OwnLanding,
    beside_speed,
    landings,
    own_landings,
)
from benchmarks.load.walk import WALKS, walk
from monitor.gait.foot import Foot
from monitor.gait.limits import GaitLimits
from monitor.settings.athlete import Athlete
from monitor.sources.importers.moticon_layout import layout
from monitor.types import Side


def print_treadmill() -> None:
    """Contacts from force."""
    print("Contacts from force at 100 Hz against 40 N at 500 Hz (targets: MAE ic ≤ 3, tc ≤ 1 ms)")
    print("Nothing was fitted here. Peer: 1.0 and 5.2 ms (Blades 2023). Lines: straight lines.")
    header = f"{'recording':26}{'contacts':>9}{'missed':>7}{'inv.':>5}"
    print(f"{header}{'ic MAE':>8}{'bias':>7}{'tc MAE':>8}{'bias':>7}{'lines ic':>10}{'tc':>6}")
    scores = [treadmill(path) for path in RECORDINGS]
    for s in scores:
        row = f"{s.name:26}{s.contacts:9}{s.missed:7}{s.invented:5}"
        row += f"{np.abs(s.ic_ms).mean():8.2f}{s.ic_ms.mean():+7.2f}"
        row += f"{np.abs(s.tc_ms).mean():8.2f}{s.tc_ms.mean():+7.2f}"
        print(f"{row}{np.abs(s.line_ic_ms).mean():10.2f}{np.abs(s.line_tc_ms).mean():6.2f}")
    ic_ms = np.concatenate([s.ic_ms for s in scores])
    tc_ms = np.concatenate([s.tc_ms for s in scores])
    print(f"{'all':47}{np.abs(ic_ms).mean():8.2f}{ic_ms.mean():+7.2f}", end="")
    print(f"{np.abs(tc_ms).mean():8.2f}{tc_ms.mean():+7.2f}\n")


def print_walks() -> None:
    """Insoles against their vendor."""
    print("Walking in instrumented insoles against the vendor's report (targets: within 2 %)")
    print("off_weight was set with both in view; any from 0.1 to 0.2 stays within 2 %.")
    print(f"{'walk':16}{'from':>12}{'strides':>9}{'cycle':>8}{'error':>8}{'stance':>8}{'error':>8}")
    for name in WALKS:
        for imu in (False, True):
            s = walk(name, imu=imu)
            row = f"{name:16}{'sole + IMU' if imu else 'sole':>12}{s.strides:9}{s.cycle_s:8.3f}"
            print(f"{row}{s.cycle_error:+8.1%}{s.stance_s:8.3f}{s.stance_error:+8.1%}")
    print()


def print_landings() -> None:
    """Overstride distance and braking time."""
    found = landings()
    print("Heel ahead of pelvis at landing, mocap_running, from true speed and angle (target: 1.8)")
    print(
        "Slopes from 66 contacts of three runners and geometry; the angle's was seen on both here."
    )
    print(f"{'':22}{'contacts':>9}{'speed':>7}{'angle':>7}{'true':>7}{'MAE':>6}{'bias':>6}", end="")
    print(f"{'speed only':>12}{'braking':>9}")
    for name in sorted({landing.name for landing in found}):
        mine = [landing for landing in found if landing.name == name]
        print(f"{name:22}{_landing_row(mine)}")
    print(f"{'all, cm':22}{_landing_row(found)}")
    own = own_landings()
    print("The same from our own strides, axes unknown, where the landing was seen. In band: truth")
    print(f"within the band that is said with the estimate{'speed only':>34}{'in band':>9}")
    for name in sorted({landing.name for landing in own}):
        print(f"{name:22}{_own_row([landing for landing in own if landing.name == name])}")
    print(f"{'all, cm':22}{_own_row(own)}")
    harder = own_landings(HARDER)
    print(f"{'harder, cm':22}{_own_row(harder)}")
    landing_r, foot_r = beside_speed([*own, *harder])
    print("All of them, speed removed: truth and estimate correlate by", end=" ")
    print(f"{landing_r:.2f} over landings,\n{foot_r:.2f} over means of feet (target 0.7)\n")


def _landing_row(found: list[Landing]) -> str:
    true_m = np.array([landing.true_m for landing in found])
    error_m = np.array([landing.estimate_m for landing in found]) - true_m
    alone_m = np.array([landing.speed_only_m for landing in found]) - true_m
    speed_m_s = np.mean([landing.speed_m_s for landing in found])
    angle_deg = np.degrees(np.mean([landing.angle_rad for landing in found]))
    braking = np.mean([landing.braking_s / landing.contact_s for landing in found])
    row = f"{len(found):9}{speed_m_s:7.2f}{angle_deg:7.1f}{100 * true_m.mean():7.1f}"
    row += f"{100 * np.abs(error_m).mean():6.1f}{100 * error_m.mean():+6.1f}"
    return f"{row}{100 * np.abs(alone_m).mean():12.1f}{braking:9.2f}"


def _own_row(own: list[OwnLanding]) -> str:
    true_m = np.array([landing.true_m for landing in own])
    error_m = np.array([landing.estimate_m for landing in own]) - true_m
    alone_m = np.array([landing.speed_only_m for landing in own]) - true_m
    within = int((np.abs(error_m) <= [landing.band_m for landing in own]).sum())
    row = f"{len(own):9}{'':14}{100 * true_m.mean():7.1f}"
    row += f"{100 * np.abs(error_m).mean():6.1f}{100 * error_m.mean():+6.1f}"
    return f"{row}{100 * np.abs(alone_m).mean():12.1f}{f'{within}/{len(own)}':>9}"


def print_force_model() -> None:
    """Morin's peak force from times against the measured one."""
    print("Peak force, body weights: from contact and flight time (Morin 2005) | measured")
    for path in RECORDINGS:
        model_bw, true_bw = peak_forces_bw(path)
        print(f"{path.name.removesuffix('.csv.gz'):26}{model_bw:6.2f} |{true_bw:6.2f}")
    print()


def print_speed() -> None:
    """Seconds of one foot with 20 cells at 200 Hz that a CPU second takes."""
    rng = np.random.default_rng(1)
    n = 200_000
    t_s = np.arange(n) / 200.0
    shape = np.maximum(0.0, np.sin(2.0 * np.pi * t_s / 0.7))[:, np.newaxis]
    kpa = 2.0 + rng.uniform(50.0, 250.0, 16) * shape + rng.normal(0.0, 0.5, (n, 16))
    foot = Foot(
        Side.LEFT,
        200.0,
        imu=False,
        layout=layout(7),
        plantar_cells=16,
        mounted=False,
        athlete=Athlete(),
        limits=GaitLimits(),
    )
    whole = block(t_s, 200.0, plantar_kpa=kpa)
    started_s = time.process_time()
    events = foot.push(whole) + foot.finish()
    took_s = time.process_time() - started_s
    print(f"One foot, load alone: {len(events)} events of {t_s[-1]:.0f} s in {took_s:.2f} CPU s")


def main() -> None:
    """Print every table."""
    print_treadmill()
    print_walks()
    print_landings()
    print_force_model()
    print_speed()


if __name__ == "__main__":
    main()
