"""Thousands of files of one name are named without trying every number for each."""

from monitor.files.distinct import distinct


class Counted(str):
    """A name that counts how often it is written into another."""

    __slots__ = ()
    written = 0

    def __format__(self, spec: str) -> str:
        Counted.written += 1
        return str(self)


def test_a_name_that_comes_again_goes_on_from_its_last_number() -> None:
    names = [Counted("activity")] * 300

    named = list(distinct(names))

    assert named == ["activity", *(f"activity_{number}" for number in range(2, 301))]
    assert Counted.written < 2 * len(names)
