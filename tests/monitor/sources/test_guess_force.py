"""A table of forces is proposed as the force of one foot each, or of both in one."""

from pathlib import Path

import numpy as np
import pytest

from monitor.errors import ConfigError, ImportFileError
from monitor.sources.importers.csv_file import import_csv
from monitor.sources.importers.guess import propose
from monitor.types import FloatArray, Side
from monitor.wire import imported, uuids

T_S = np.arange(300) / 100.0
LEFT = 800.0 * np.maximum(np.sin(9.0 * T_S), 0.0)
RIGHT = 700.0 * np.maximum(-np.sin(9.0 * T_S), 0.0)


def write(folder: Path, head: str, *columns: FloatArray) -> Path:
    path = folder / "forces.csv"
    rows = [",".join(f"{value:.4f}" for value in row) for row in np.stack(columns).T]
    path.write_text("\n".join([head, *rows, ""]))
    return path


def forces(folder: Path, file: Path) -> dict[str, FloatArray]:
    map_path = folder / "map.toml"
    map_path.write_text(propose([file]).text)
    found: dict[str, list[FloatArray]] = {}
    for packet in import_csv([file], map_path).packets:
        if packet.characteristic == uuids.IMPORT_SAMPLES:
            found.setdefault(packet.sensor, []).append(imported.decode(packet.payload).values)
    return {sensor: np.concatenate(parts)[:, 0] for sensor, parts in found.items()}


@pytest.mark.parametrize(
    "head",
    [
        "Time [s],Left Force [N],Right Force [N]",
        "time,FzL,FzR",
        "Time[s],left[N],right[N]",
        "Zeit (s),Kraft links (N),Kraft rechts (N)",
    ],
)
def test_the_forces_of_two_feet_are_found(tmp_path: Path, head: str) -> None:
    found = forces(tmp_path, write(tmp_path, head, T_S, LEFT, RIGHT))

    assert found["left force"] == pytest.approx(LEFT, abs=1e-3)
    assert found["right force"] == pytest.approx(RIGHT, abs=1e-3)


def test_the_vertical_force_of_one_plate_is_of_both_feet(tmp_path: Path) -> None:
    file = write(tmp_path, "t,Fx,Fy,Fz,Mx", T_S, 0.1 * LEFT, 0.1 * RIGHT, LEFT + RIGHT, LEFT)

    proposal = propose([file])

    assert 'feet = "both"' in proposal.text
    assert forces(tmp_path, file)["right force"] == pytest.approx(LEFT + RIGHT, abs=1e-3)


@pytest.mark.parametrize(("name", "side"), [("forces", Side.LEFT), ("left_insole", None)])
def test_a_force_whose_foot_is_said_elsewhere_is_of_that_foot_alone(
    tmp_path: Path, name: str, side: Side | None
) -> None:
    file = write(tmp_path, "Time [s],Force [N]", T_S, LEFT).rename(tmp_path / f"{name}.csv")

    proposal = propose([file], side)

    assert 'side = "left"' in proposal.text
    assert "both" not in proposal.text
    assert proposal.doubts == []


def test_body_weights_want_the_runners_mass(tmp_path: Path) -> None:
    file = write(tmp_path, "t,Fz", T_S, LEFT / 700.0)

    with pytest.raises(ConfigError, match="mass_kg"):
        forces(tmp_path, file)


def test_two_forces_of_nobody_are_not_guessed(tmp_path: Path) -> None:
    file = write(tmp_path, "t,force 1,force 2", T_S, LEFT, RIGHT)

    with pytest.raises(ImportFileError, match="acceleration, pressure or force"):
        propose([file])


def test_forces_whose_names_say_foot_and_unit_need_no_map(tmp_path: Path) -> None:
    file = write(tmp_path, "Time [s],Left Force [N],Right Force [N]", T_S, LEFT, RIGHT)

    sensors = {packet.sensor for packet in import_csv([file], None).packets}

    assert sensors == {"left force", "right force"}


def german(value: float) -> str:
    return f"{value:,.1f}".replace(",", "#").replace(".", ",").replace("#", ".")


@pytest.mark.parametrize("more", ["", ";Temp (°C);Druck (kPa)"])
def test_forces_with_decimal_commas_are_found(tmp_path: Path, more: str) -> None:
    left, right = 2.0 * LEFT, 2.0 * RIGHT  # beyond a thousand
    others = [20.5 + T_S, 1013.2 + T_S] if more else []
    rows = np.stack([1000.0 * T_S, left, right, *others]).T
    path = tmp_path / "forces.csv"
    head = f"Zeit (ms);Kraft links (N);Kraft rechts (N){more}"
    path.write_text("\n".join([head, *(";".join(map(german, row)) for row in rows), ""]))

    found = forces(tmp_path, path)

    assert found["left force"] == pytest.approx(left, abs=0.06)
    assert found["right force"] == pytest.approx(right, abs=0.06)


def test_of_the_forces_of_areas_the_total_of_each_foot_is_taken(tmp_path: Path) -> None:
    head = "Time[sec],L_heel[N],L_total[N],R_heel[N],R_total[N]"

    found = forces(tmp_path, write(tmp_path, head, T_S, 0.3 * LEFT, LEFT, 0.3 * RIGHT, RIGHT))

    assert found["left force"] == pytest.approx(LEFT, abs=1e-3)
    assert found["right force"] == pytest.approx(RIGHT, abs=1e-3)
