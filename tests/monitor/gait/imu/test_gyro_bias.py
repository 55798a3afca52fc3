from monitor.gait.imu.gyro_bias import BiasTracker
from monitor.gait.imu.limits import PathLimits
from monitor.gait.imu.sensor_to_foot import Axis


def test_a_foot_that_fidgets_does_not_replace_what_a_still_one_said() -> None:
    tracker = BiasTracker(PathLimits())

    tracker.stand(Axis(0.01, 0.02, -0.01), 0.008)
    tracker.stand(Axis(0.03, -0.01, -0.04), 0.06)

    assert tracker.bias == Axis(0.01, 0.02, -0.01)


def test_a_foot_that_fidgets_still_tells_a_bias_greater_than_its_fidgeting() -> None:
    tracker = BiasTracker(PathLimits())

    tracker.stand(Axis(0.01, 0.17, -0.02), 0.06)

    assert tracker.bias == Axis(0.01, 0.17, -0.02)


def test_a_foot_that_fidgets_does_not_make_lengths_doubtful() -> None:
    tracker = BiasTracker(PathLimits())

    tracker.stand(Axis(0.5, 0.0, 0.0), 0.6)

    assert not tracker.beyond


def test_a_still_foot_that_turns_faster_than_any_sensor_is_off_is_believed_by_nobody() -> None:
    tracker = BiasTracker(PathLimits())

    tracker.stand(Axis(0.0, 0.5, 0.0), 0.008)

    assert tracker.beyond
    assert tracker.bias == Axis(0.0, 0.0, 0.0)
