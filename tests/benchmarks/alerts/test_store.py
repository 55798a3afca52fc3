"""The benchmark of the alerts goes on where it was, and takes the time of single packets."""

from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from benchmarks.alerts.cases import draw
from benchmarks.alerts.line import Line
from benchmarks.alerts.live import Live, listen, live_lines
from benchmarks.alerts.run import Work
from benchmarks.alerts.store import Crew, Store, tree_key


def missed(lines: list[Line]) -> set[str]:
    return {line.what for line in lines if line.met is False}


def test_the_time_of_single_packets_is_taken_past_warm_up() -> None:
    case = draw("fresh", 0, unseen=False)
    scenario = structs.replace(case.scenario, duration_s=30.0)

    live = listen(replace(case, scenario=scenario), warm_s=26.0)

    assert 60 < len(live.packet_ms) < 400
    assert 5 <= len(live.stride_ms) <= 14
    assert all(spent_ms > 0.0 for spent_ms in live.stride_ms)


def test_slow_packets_and_late_red_flags_miss_their_targets() -> None:
    fast = Live([1.0] * 99 + [9.0], [1.0, 2.0], [3.0], [0.4], [0.4])
    slow = Live([1.0] * 95 + [9.0] * 5, [9.0, 9.0], [3.0], [6.0], [6.0])

    assert missed(live_lines([fast])) == set()
    assert missed(live_lines([slow])) == {
        "packet in, events out: CPU",
        "packet that completes a stride: CPU",
        "stride's end to its red flag",
    }


def test_an_interrupted_benchmark_goes_on_where_it_was(tmp_path: Path) -> None:
    store: Store[str] = Store(tmp_path / tree_key())
    work = [Work("strides", "fresh", number, unseen=False) for number in range(3)]
    done: list[Work] = []

    def do(item: Work) -> str:
        done.append(item)
        if item.number == 2 and len(done) < 4:
            raise KeyboardInterrupt
        return f"run {item.number}"

    with pytest.raises(KeyboardInterrupt):
        Crew(do, store, 1, lambda _: 1.0).run(work)

    assert Crew(do, store, 1, lambda _: 1.0).run(work) == ["run 0", "run 1", "run 2"]
    assert [item.number for item in done] == [0, 1, 2, 2]


def test_results_of_another_program_are_not_taken(tmp_path: Path) -> None:
    for name in ("monitor/a.py", "benchmarks/alerts/play.py", "benchmarks/alerts/table.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1")
    keys = [tree_key(tmp_path)]

    for name in ("benchmarks/alerts/table.py", "benchmarks/alerts/play.py", "monitor/a.py"):
        (tmp_path / name).write_text("x = 2")
        keys.append(tree_key(tmp_path))

    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
