"""The comparison must pick the best setting of a peer, and say when it cannot compare."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks import realdata
from benchmarks.peers import run as peers
from benchmarks.peers.exchange import (
    OUTCOMES,
    Outcome,
    Sample,
    Stride,
    Task,
    read_outcomes,
    read_samples,
    to_line,
    write_sample,
)
from benchmarks.peers.plain_path import plain_path, rotate
from benchmarks.peers.table import lines, rows
from benchmarks.realdata import FootRecording, Truth


def recording(name: str) -> FootRecording:
    """Ten seconds in which the foot makes two strides of a metre."""
    t_s = np.arange(0.0, 10.0, 0.005)
    x_m = np.interp(t_s, [2.0, 3.0, 6.0, 7.0], [0.0, 1.0, 1.0, 2.0])
    truth = Truth(
        np.array([1.0, 4.0, 8.0]),
        np.array([2.5, 6.5]),
        t_s,
        np.column_stack([x_m, np.zeros_like(x_m)]),
        np.empty((0, 2)),
    )
    none = np.zeros((len(t_s), 3))
    return FootRecording(name, "vicon running", t_s, none, none, truth)


BOTH = [Stride(1.0, 4.0, 1.1), Stride(4.0, 8.0, 0.9)]
FIRST = [Stride(1.0, 4.0, 1.02)]


def test_tuned_method_gets_the_setting_that_finds_most() -> None:
    said = [
        Outcome(Task.PIPELINE, "peer, tuned here", "strict", "a", 1.0, FIRST),
        Outcome(Task.PIPELINE, "peer, tuned here", "loose", "a", 2.0, BOTH),
    ]

    (row,) = rows(said, [recording("a")])

    assert (row.note, row.score.true, row.score.found) == ("loose", 2, 2)
    assert row.score.mape == pytest.approx(0.1)
    assert row.data_s_per_cpu_s == pytest.approx(recording("a").duration_s / 2.0 / 2.0)


def test_method_with_a_setting_for_each_recording_gets_the_best_of_each() -> None:
    name = "peer, each recording's best"
    good, bad = [Stride(1.0, 4.0, 1.01)], [Stride(1.0, 4.0, 1.5)]
    said = [
        Outcome(Task.LENGTHS, name, "x", "a", 1.0, good),
        Outcome(Task.LENGTHS, name, "x", "b", 1.0, bad),
        Outcome(Task.LENGTHS, name, "y", "a", 1.0, bad),
        Outcome(Task.LENGTHS, name, "y", "b", 1.0, good),
    ]

    (row,) = rows(said, [recording("a"), recording("b")])

    assert row.score.mape == pytest.approx(0.01)


def test_table_says_what_was_found_and_who_gave_up() -> None:
    said = [
        Outcome(Task.ORIENTATION, "fast", "", "a", 0.001),
        Outcome(Task.PIPELINE, "ours", "", "a", 0.01, BOTH),
        Outcome(Task.PIPELINE, "peer", "", "a", 0.01, trouble="no still moment"),
        Outcome(Task.PIPELINE, "peer", "", "elsewhere", 0.01, BOTH),
    ]
    members = [recording("a")]

    text = list(lines("vicon running", members, rows(said, members), "our instants"))

    assert [line.split() for line in text[2:]] == [
        ["samples", "→", "strides", "and", "their", "lengths"],
        ["ours", "2", "2", "100.0%", "0", "10.0%", "+0.0%", "100", "500"],
        ["peer", "2", "0", "0.0%", "0", "500"],
        ["(gave", "up", "on", "1", "of", "1", "recordings)"],
        ["orientation", "only"],
        ["fast", "4,998"],
    ]


def test_samples_and_outcomes_survive_the_way_there_and_back(tmp_path: Path) -> None:
    acc = np.arange(6.0).reshape(2, 3)
    sent = Sample("run", 200.0, acc, -acc, np.array([[0, 1]]))
    said = [
        Outcome(Task.LENGTHS, "peer", "× 3", "run", 0.5, [Stride(0.0, 0.005, 0.1)]),
        Outcome(Task.STRIDES, "peer", "", "run", 0.5, trouble="no still moment"),
    ]

    write_sample(tmp_path, sent)
    (tmp_path / OUTCOMES).write_text("".join(to_line(o) + "\n" for o in said), encoding="utf-8")
    (got,) = read_samples(tmp_path)

    assert (got.name, got.rate_hz) == ("run", 200.0)
    np.testing.assert_array_equal(got.acc_m_s2, acc)
    np.testing.assert_array_equal(got.gyr_rad_s, -acc)
    np.testing.assert_array_equal(got.borders, [[0, 1]])
    assert read_outcomes(tmp_path / OUTCOMES) == said


def test_missing_recordings_are_said_and_end_with_their_own_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(realdata, "DATA", tmp_path)

    assert peers.main(["--quick"]) == peers.NO_DATA
    assert "no recordings" in capsys.readouterr().err


def test_quaternions_turn_vectors_from_the_sensor_to_the_earth() -> None:
    quarter = np.sqrt(0.5)
    about_x = np.array([[quarter, quarter, 0.0, 0.0]])

    assert rotate(about_x, np.array([[1.0, 2.0, 3.0]])) == pytest.approx(
        np.array([[1.0, -3.0, 2.0]])
    )


def test_plain_path_measures_a_metre_though_the_velocity_drifts() -> None:
    rate_hz, n = 200.0, 200
    phase = 2.0 * np.pi * np.arange(n) / n
    forward = 2.0 * np.pi * np.sin(phase) + 0.3  # one metre in a second, and a constant bias
    acc = np.column_stack([forward, np.zeros(n), np.full(n, 9.81)])
    sample = Sample("run", rate_hz, acc, np.zeros((n, 3)), np.array([[0, n]]))
    level = np.tile([1.0, 0.0, 0.0, 0.0], (n, 1))

    (stride,) = plain_path(sample, level)

    assert (stride.from_s, stride.to_s) == (0.0, 1.0)
    assert stride.length_m == pytest.approx(1.0, abs=0.001)
