"""Show how lifelike the simulator is: ``python -m benchmarks.lifelike [--draw FOLDER]``

Prints how far simulated strides and forces are from real ones at the same speed, and draws both.
"""

import argparse
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from benchmarks.lifelike import force, motion, toes
from benchmarks.lifelike.force import ForceMatch
from benchmarks.lifelike.motion import RATE_HZ, WINDOW, Strides

REAL, SIM = "#444444", "#d1495b"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draw", type=Path, help="folder for the pictures")
    folder = parser.parse_args().draw
    forces = force.matches()
    _print_forces(forces)
    strides = list(motion.pairs())
    _print_motion(strides)
    _print_toes()
    if folder is not None:
        mpl.use("Agg")
        folder.mkdir(parents=True, exist_ok=True)
        _draw_forces(forces, folder / "simulator-force.png")
        _draw_motion(strides, folder / "simulator-motion.png")


def _print_forces(forces: list[ForceMatch]) -> None:
    print("vertical force, treadmill recordings (one runner) against the simulation")
    print(
        f"{'recording':28}{'contact s':>10}{'sim s':>8}{'error':>8}{'RMSE bw':>9}{'peaks bw':>13}"
    )
    for match in sorted(forces, key=lambda m: (m.slope_deg, m.speed_m_s)):
        peaks = f"{match.real_bw.max():.2f} {match.sim_bw.max():.2f}"
        print(
            f"{match.name:28}{match.contact_real_s:10.3f}{match.contact_sim_s:8.3f}"
            f"{100 * match.contact_error:+7.1f}%{match.rmse_bw:9.3f}{peaks:>13}"
        )


def _print_motion(strides: list[tuple[str, Strides, Strides]]) -> None:
    print("\nfoot IMU, recordings against the simulation at the same speed and cadence")
    print(
        f"{'strides of':12}{'n':>5}{'m/s':>6}{'peak acc':>10}{'peak gyr':>10}{'acc dB':>8}"
        f"{'gyr dB':>8}{'acc W/σ':>9}{'gyr W/σ':>9}{'stride-time variation':>24}"
    )
    for name, real, made in strides:
        d = motion.distance(real, made)
        print(
            f"{name:12}{d.strides:5d}{d.speed_m_s:6.2f}{d.peak:9.2f}×{d.turn:9.2f}×"
            f"{d.acc_db:8.1f}{d.gyr_db:8.1f}{d.acc_shift:9.2f}{d.gyr_shift:9.2f}"
            f"{100 * d.vary_real:14.1f}% {100 * d.vary_sim:8.1f}%"
        )


def _print_toes() -> None:
    print("\nhow the foot leaves the ground, motion capture against the simulation")
    print(
        f"{'m/s':12}{'contacts':>10}{'turn on the ground':>20}{'in the air':>12}{'share':>8}"
        f"{'fastest before tc':>20}{'rate at tc':>12}{'fastest':>9}"
    )
    for name, speed_m_s in toes.SPEEDS:
        made = toes.simulated(speed_m_s, toes.stride_s(name))
        for label, foot in (("recorded", toes.recorded(name)), ("simulated", made)):
            lead = f"{foot.lead_ms:.0f} ± {foot.lead_sd_ms:.0f} ms"
            print(
                f"{f'{speed_m_s:g} {label}':12}{foot.contacts:10d}{foot.turn:19.1f}°"
                f"{foot.air:11.1f}°{100 * foot.share:7.0f}%{lead:>20}{foot.at:12.1f}"
                f"{foot.fastest:9.1f}"
            )


def _draw_forces(forces: list[ForceMatch], path: Path) -> None:
    figure, axes = plt.subplots(4, 4, figsize=(11, 8), sharex=True, sharey=True)
    for match, ax in zip(
        sorted(forces, key=lambda m: (m.slope_deg, m.speed_m_s)), axes.flat, strict=False
    ):
        t_ms = np.arange(len(match.real_bw)) * force.STEP_S * 1e3
        ax.plot(t_ms, match.real_bw, color=REAL, label="recorded")
        ax.plot(t_ms, match.sim_bw, color=SIM, label="simulated")
        ax.set_title(f"{match.speed_m_s:g} m/s, {match.slope_deg:+g}°", fontsize=8)
    axes[0, 0].legend(fontsize=7)
    figure.supxlabel("time since contact, ms")
    figure.supylabel("vertical force, body weights")
    _save(figure, path)


def _draw_motion(strides: list[tuple[str, Strides, Strides]], path: Path) -> None:
    figure, axes = plt.subplots(len(strides), 4, figsize=(13, 2.1 * len(strides)))
    t_s = np.arange(WINDOW) / RATE_HZ
    for row, (name, real, made) in zip(axes, strides, strict=True):
        for which, color, label in ((real, REAL, "recorded"), (made, SIM, "simulated")):
            middle = len(which.acc_m_s2) // 2
            row[0].plot(t_s, which.acc_m_s2[middle], color=color, lw=0.9, label=label)
            row[1].plot(t_s, which.gyr_rad_s[middle], color=color, lw=0.9)
            row[2].plot(motion.spectrum(which.acc_m_s2), color=color)
            row[3].hist(which.acc_m_s2.max(axis=1), bins=20, density=True, color=color, alpha=0.5)
        row[0].set_ylabel(name)
    for ax, title in zip(
        axes[0],
        ("|acceleration|, m/s²", "|angular rate|, rad/s", "spectrum of |acc|, dB", "highest |acc|"),
        strict=True,
    ):
        ax.set_title(title, fontsize=9)
    axes[0, 0].legend(fontsize=7)
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=70)
    plt.close(figure)
