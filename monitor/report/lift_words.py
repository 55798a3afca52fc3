"""What a lift test says, in words; a pass is never said to exclude anything."""

from monitor.report.document import Section
from monitor.report.lift_test import LEAST_OWN, LiftResult, LiftVerdict
from monitor.report.wording import Words
from monitor.types import Side


def lift_sections(result: LiftResult | None, words: Words) -> tuple[Section, ...]:
    """Give the part of the report about the lift test; none where none was taken."""
    if result is None:
        return ()
    return (
        Section(
            key="lift",
            title=words["title.lift"],
            text=lift_lines(result, words),
            small=(words["lift.limits"],),
        ),
    )


def lift_lines(result: LiftResult, words: Words) -> tuple[str, ...]:
    """Say what a lift test found."""
    why = result.why
    if why is not None:
        return (words.say("lift.unknown", why=words[f"lift.why_{why}"]), words["lift.not_excluded"])
    left, right = (words.number(result.lift_deg(side)) for side in Side)
    lines = [words.say("lift.feet", left=left, right=right)]
    if result.verdict is LiftVerdict.NOT_HELD:
        return (*lines, words["lift.not_held"])
    if result.tests and result.usual is not None:
        usual = words.signed(result.usual, 1)
        lines.append(words.say("lift.usual", tests=str(result.tests), usual=usual))
    if result.lower:
        key = "lower_other" if result.against_other else "lower_own"
        side = result.lower[0] if len(result.lower) == 1 else None
        by = words.number(result.by)
        return (words.say(f"lift.{key}", side=words.side(side), by=by), *lines)
    lines.append(words.say("lift.alike", limit=words.number(result.limit, 1)))
    if result.tests < LEAST_OWN:
        lines.append(words.say("lift.alike_both", least=str(LEAST_OWN)))
    return (*lines, words["lift.not_excluded"])
