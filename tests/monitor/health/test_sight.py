"""A foot is seen by the sensors that it wears now."""

from monitor.gait.load.limits_crossed import CrossedLimits
from monitor.health.limits import HealthLimits
from monitor.health.sight import Sight
from monitor.types import Notice, NoticeKind, Side


def test_a_sensor_that_the_foot_wears_no_more_makes_it_not_unseen() -> None:
    sight = Sight(HealthLimits(), CrossedLimits())
    sight.wear(1.0, {Side.LEFT: {"A"}})
    sight.wear(50.0, {Side.LEFT: {"B"}})
    lost = Notice(NoticeKind.LOST, 60.0, "A", "", Side.LEFT)

    (unseen,) = sight.later(lost)

    assert sight.admit(lost)
    assert not sight.admit(unseen)


def test_a_foot_whose_only_sensor_is_lost_is_unseen_whatever_it_wore_before() -> None:
    sight = Sight(HealthLimits(), CrossedLimits())
    sight.wear(1.0, {Side.LEFT: {"A"}})
    sight.wear(50.0, {Side.LEFT: {"B"}})
    lost = [Notice(NoticeKind.LOST, t_s, name, "", Side.LEFT) for t_s, name in ((60.0, "B"),)]
    lost.append(Notice(NoticeKind.LOST, 61.0, "A", "", Side.LEFT))

    (unseen,) = sight.later(lost[0])

    assert all(map(sight.admit, lost))
    assert sight.admit(unseen)
