"""Whether what was felt in a run was still there after it: from the questions of the half hour."""

from typing import Final

from monitor.report.follow_up import DUE_S, Answers, Where
from monitor.report.story import Felt, Story
from monitor.types import Feeling, Zone

_ASKED: Final = frozenset({Feeling.NUMB, Feeling.TINGLING})
"""Feelings that the question *still numb or tingling* is about."""


def still_there(felt: Felt, answers: Answers | None) -> bool | None:
    """Tell whether a symptom was still there when the runner answered after the run.

    None: not known; it was not asked about, not answered, or another place was named.
    """
    if answers is None or not answers.has("numb") or felt.feeling not in _ASKED:
        return None
    numb = answers.numb or ()
    if not numb:
        return False
    return True if any(_is_at(where, felt) for where in numb) else None


def lasted(felt: Felt, story: Story, answers: Answers | None) -> float | None:
    """Give how long a symptom lasted at least, s; None where nobody said.

    One that was still there at the questions lasted until half an hour after the last running
    stride, whenever the answer came.
    """
    if felt.until_s is not None:
        return felt.until_s - felt.t_s
    if story.last_run_s is None or not still_there(felt, answers):
        return None
    return max(story.last_run_s, felt.t_s) + DUE_S - felt.t_s


def _is_at(where: Where, felt: Felt) -> bool:
    of_foot = felt.side in {None, where.side}  # of both feet, or of one that was not said
    whole = {where.zone, felt.zone} & {None, Zone.FOOT}
    return of_foot and (bool(whole) or where.zone is felt.zone)
