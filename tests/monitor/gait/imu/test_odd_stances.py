from monitor.gait.imu.odd_stances import OddStances


def test_rises_before_a_second_fall_without_a_stance_held_them() -> None:
    odd = OddStances(4.0)

    assert odd.passed(100, 1.0, falls=False) == []
    assert odd.passed(150, 30.0, falls=True) == []
    assert odd.passed(200, 1.2, falls=False) == []
    assert odd.passed(250, 30.0, falls=True) == [(100, 1.0), (200, 1.2)]


def test_one_fall_in_the_air_tells_nothing() -> None:
    odd = OddStances(4.0)

    for at in (100, 300, 500):
        odd.passed(at, 1.0, falls=False)
        assert odd.passed(at + 50, 9.0, falls=True) == []
        odd.stood()


def test_a_rise_that_was_never_calm_holds_no_stance() -> None:
    odd = OddStances(4.0)
    odd.passed(150, 30.0, falls=True)
    odd.passed(200, 9.0, falls=False)

    assert odd.passed(250, 30.0, falls=True) == []
