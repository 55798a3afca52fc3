"""The command that turns what cells under a tongue say into kPa, against a blood-pressure cuff."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from monitor.cli.common import ConfigFile, console, settings
from monitor.cli.pods import Pod
from monitor.cli.sensors import AdapterName, BackendName, with_adapter
from monitor.errors import ConfigError, SourceError

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.sources.cell_steps import Stepper
    from monitor.sources.cuff_fit import CuffStep, FittedCell
    from monitor.sources.cuff_step import SettledStep

FromRecording = Annotated[
    Path | None,
    typer.Option(metavar="FILE.mcap", help="Calibrate from a recording, with --step."),
]
Step = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FROM-TO=MMHG",
        help="1:10-1:50=30: from 1:10 to 1:50 the cuff held 30 mmHg. 0: it was empty.",
    ),
]
KeptAs = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Keep the calibration under this name."),
]
Undo = Annotated[bool, typer.Option("--undo", help="Take back the newest calibration of POD.")]
ShowList = Annotated[bool, typer.Option("--list", help="Show what is calibrated.")]
PRESSURES_MMHG: Final = (30, 60, 90)
_OFF_MMHG: Final = 10.0
"""By how much a gauge may differ from what was asked for, mmHg."""
_ILL = (
    "Is this foot numb, tingling, cold, swollen or hurt now, or is its blood or feeling poor "
    "(diabetes, a clot, an operation)?"
)
_NEVER = "then do not press it with a cuff: nothing was done"


def calibrate_cells(
    pod: Pod = "",
    recording: FromRecording = None,
    step: Step = None,
    name: KeptAs = None,
    undo: Undo = False,
    show: ShowList = False,
    backend: BackendName = None,
    adapter: AdapterName = None,
    config_file: ConfigFile = None,
) -> None:
    """Calibrate the cells under a tongue with a blood-pressure cuff round the shoe's instep."""
    if show:
        _show()
    elif undo:
        _undo(pod or name or "")
    elif recording is not None:
        from monitor.cli.calibrate_recording import steps_of

        found = steps_of(recording, step or [], pod)
        _keep(name or found.name, found.side, found.without, found.steps)
    elif step:
        raise ConfigError("--step", step[0], "is for --recording FILE")
    else:
        config = with_adapter(settings(config_file, None), adapter)
        asyncio.run(_guide(config, backend, pod, name))


async def _guide(config: "Config", backend: str | None, pod: str, name: str | None) -> None:
    """Lead through the four steps, with a pod that is on the shoe."""
    from monitor.sources.cell_steps import open_cells
    from monitor.sources.cuff_fit import CuffStep

    _ask_first()
    async with open_cells(config.radio, backend, pod) as cells:
        console.print(f"{cells.name} ({cells.known.side}): {cells.known.instep_cells} cells")
        await asyncio.to_thread(_enter, "Shoe OFF the foot, laces open: the cells feel nothing.")
        await cells.zero()
        _say("Shoe on, laces OPEN. The cuff lies round the shoe's instep, over the cells, empty.")
        await asyncio.to_thread(_enter, "Sit, put the foot down, keep still.")
        without = await _watch(cells, "empty cuff")
        steps: list[CuffStep] = []
        for mmhg in PRESSURES_MMHG:
            await asyncio.to_thread(_enter, f"Pump up to {mmhg} mmHg, and hold it there.")
            settled = await _watch(cells, f"{mmhg} mmHg")
            steps.append(CuffStep(await asyncio.to_thread(_gauge, mmhg), settled))
        _say("Let all the air out NOW, and take the cuff off.")
        _keep(name or cells.name, str(cells.known.side), without, steps)


def _ask_first() -> None:
    """Never on a limb that cannot complain."""
    _say("A cuff presses the foot for up to six minutes. Stop at once, and let the air out, if it")
    _say("hurts, tingles, or turns pale. This is not a medical device.")
    if typer.confirm(_ILL, default=None):
        raise SourceError(_NEVER)


def _enter(what: str) -> None:
    typer.prompt(f"{what} Then press Enter", default="", show_default=False)


def _gauge(mmhg: int) -> float:
    """Ask what the gauge says: a cuff leaks."""
    while True:
        said = typer.prompt("What does the gauge say now, in mmHg?", type=float)
        if abs(said - mmhg) <= _OFF_MMHG:
            return float(said)
        _say(f"expected {mmhg} mmHg, give or take {_OFF_MMHG:g}")


async def _watch(cells: "Stepper", what: str) -> "SettledStep":
    """Wait until the cells have settled.

    Raises
    ------
    SourceError
        If no cell settles.
    """

    def tell(now: "SettledStep") -> None:
        if round(now.lasted_s) % 10 == 0 and now.waits:
            _say(f"  {now.lasted_s:.0f} s: the cells still settle, keep still")

    settled = await cells.step(tell)
    if not settled.is_good:
        why = "; ".join(sorted({cell.refusal for cell in settled.cells}))
        raise SourceError(f"{what}: no cell can be believed ({why}). Let the air out; begin anew")
    said = " ".join("-" if cell.refusal else f"{cell.kpa:.2f}" for cell in settled.cells)
    _say(f"  {what}: settled after {settled.lasted_s:.0f} s; the cells say {said}")
    return settled


def _keep(pod: str, side: str, without: "SettledStep", steps: "Sequence[CuffStep]") -> None:
    """Fit, print, and keep what can be believed.

    Raises
    ------
    SourceError
        If there is no curve for any cell.
    """
    from monitor.home.calibrations import KeptCalibration, keep_calibration
    from monitor.home.folder import Home
    from monitor.sources.cuff_fit import fit_cells

    fitted = fit_cells(without, steps)
    for number, cell in enumerate(fitted, start=1):
        console.print(f"cell {number}: {_words(cell)}")
    if all(cell.curve is None for cell in fitted):
        raise SourceError("no cell follows the cuff: nothing is kept")
    made = KeptCalibration(
        pod=pod,
        side=side,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        instep=tuple(cell.curve for cell in fitted),
        errors=tuple(None if cell.curve is None else cell.error for cell in fitted),
    )
    home = Home.open()
    keep_calibration(home, made)
    console.print(f"kept for {pod} in {home.calibrations}; from now on runs use it")
    console.print(f"to take it back: footloose calibrate-cells {pod!r} --undo")


def _words(cell: "FittedCell") -> str:
    if cell.curve is None:
        return f"left out, it {cell.refusal}"
    curve = cell.curve
    return f"{curve.gain:.3g} · said ^ {curve.exponent:.2f}, ± {cell.error:.0%} at 60 mmHg"


def _show() -> None:
    from monitor.home.calibrations import in_use, read_calibrations
    from monitor.home.folder import Home

    kept = in_use(read_calibrations(Home.open()))
    if not kept:
        console.print("no cells are calibrated")
    for one in kept.values():
        told = ", ".join("left out" if e is None else f"± {e:.0%}" for e in one.errors)
        console.print(f"{one.pod} ({one.side}), {one.made}: {told}")


def _undo(pod: str) -> None:
    from monitor.home.calibrations import in_use, read_calibrations, undo_calibration
    from monitor.home.folder import Home

    home = Home.open()
    named = list(in_use(read_calibrations(home)))
    if not pod and len(named) == 1:
        pod = named[0]
    before = undo_calibration(home, pod)
    console.print(
        f"{pod}: taken back; " + (f"that of {before.made} counts" if before else "as it says")
    )


def _say(text: str) -> None:
    console.print(text)
