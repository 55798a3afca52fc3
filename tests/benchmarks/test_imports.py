"""What the benchmark of imports counts as laps told apart."""

from pathlib import Path

from benchmarks.imports import Told, laps
from tests.fit_bytes import START, run

NO_WORD = 255
CYCLING = 2


def with_laps(path: Path, triggers: list[int]) -> Path:
    made = run(10 * len(triggers))
    for number, trigger in enumerate(triggers):
        made.lap(START + 10 * number, START + 10 * number + 10, trigger)
    path.write_bytes(made.session(START, START + 10 * len(triggers)).file())
    return path


def test_laps_are_counted_by_what_an_independent_reader_says(tmp_path: Path) -> None:
    files = [
        with_laps(tmp_path / "pressed.fit", [0, 0, 7]),
        with_laps(tmp_path / "others.fit", [1, 2, 0, NO_WORD]),
    ]

    assert laps(files) == Told(pressed=3, others=3, unknown=1, right=6, kept=1)


def test_a_lap_that_the_import_leaves_out_counts_against_it(tmp_path: Path) -> None:
    file = with_laps(tmp_path / "late.fit", [0, 0])
    made = run(20).lap(START, START + 10).lap(START + 9000, START + 9010)
    file.write_bytes(made.session(START, START + 20).file())

    told = laps([file])

    assert (told.pressed, told.right) == (2, 1)


def test_a_file_that_is_no_run_is_counted_apart(tmp_path: Path) -> None:
    ride = tmp_path / "ride.fit"
    made = run(20).lap(START, START + 10)
    ride.write_bytes(made.session(START, START + 20, CYCLING).file())

    assert laps([ride]) == Told(0, 0, 0, 0, 0, refused=1)
