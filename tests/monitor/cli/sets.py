"""Files of one sensor, as apps write them, laid out in a folder or a ZIP."""

import zipfile
from pathlib import Path

from typer.testing import CliRunner

from monitor.cli import app
from monitor.session.recording import Recording

REST = (0.1, 0.2, 9.81)
TURN = (0.01, 0.02, 0.03)


def table(header: str, values: tuple[float, ...], tick: float = 0.01) -> str:
    """80 rows of a foot that stands: a time, and values with a little noise."""
    rows = (
        ",".join([f"{i * tick:.6g}", *(f"{v + 0.001 * (i % 7):.6f}" for v in values)])
        for i in range(80)
    )
    return "\n".join([header, *rows, ""])


def logged(values: tuple[float, ...]) -> str:
    return table("seconds_elapsed,z,y,x", values[::-1])


LOGGER = {
    "Accelerometer.csv": logged((0.1, 0.1, 0.1)),
    "Annotation.csv": "",
    "Gravity.csv": logged(REST),
    "Gyroscope.csv": logged(TURN),
    "Metadata.csv": "version,device name\n3,phone\n",
    "TotalAcceleration.csv": logged(REST),
}
PHYPHOX = {
    "Raw Data.csv": table(
        "Time (s),"
        + ",".join(f"Acceleration {axis} (m/s^2)" for axis in "xyz")
        + ","
        + ",".join(f"Gyroscope {axis} (rad/s)" for axis in "xyz"),
        (*REST, *TURN),
    ),
    "meta/device.csv": "property,value\ndevice,phone\n",
    "meta/time.csv": '"event","experiment time","system time"\n"START",0.0,1764410400.5,"x"\n',
}


def metawear(name: str, axis: str = "x-axis (g),y-axis (g),z-axis (g)") -> dict[str, str]:
    """What MetaBase writes of one sensor."""
    turned = axis.replace("(g)", "(deg/s)")
    return {
        f"{name}_Accelerometer_100.000Hz_1.5.0.csv": table(f"elapsed (s),{axis}", (0.0, 0.0, 1.0)),
        f"{name}_Gyroscope_200.000Hz_1.5.0.csv": table(f"elapsed (s),{turned}", TURN, 0.005),
        f"{name}_Pressure_1.5.0.csv": "elapsed (s),pressure (Pa)\n0,1\n",
    }


def laid_out(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def packed(folder: Path) -> Path:
    path = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            archive.write(file, file.relative_to(folder))
    return path


def ran(*words: str | Path) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, f"{done.output} {done.exception}"
    return done.output


def packets(recording: Path) -> list[object]:
    return list(Recording(recording).packets())
