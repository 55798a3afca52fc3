"""What happened, what helped, what to do next: the report in three sentences."""

from typing import Final

from monitor.report.effects import is_effect
from monitor.report.follow_up import Answers
from monitor.report.judged import judged, never_assessed, unjudged, unjudged_places
from monitor.report.plan import Item, calf_waits
from monitor.report.still_there import still_there
from monitor.report.story import Cut, Episode, Felt, Said, Story, place_of
from monitor.report.wording import Words
from monitor.types import HELPED, Action, Feeling, FindingKind, OutcomeKind, Zone

_MUCH: Final = {
    FindingKind.LACING: (1.0, 1),
    FindingKind.SWELLING: (1.0, 1),
    FindingKind.OVERSTRIDING: (100.0, 1),
    FindingKind.CARDIAC_DRIFT: (1.0, 0),
}
"""Findings whose value is said: its factor to the unit of the words, and its decimals."""
_HELPED_NOT: Final = {
    OutcomeKind.IGNORED: "not_seen",
    OutcomeKind.PASSED: "passed",
    OutcomeKind.DISMISSED: "dismissed",
    OutcomeKind.UNKNOWN: "unknown",
}
"""Words for what became of advice that is not known to have helped."""


def happened(
    story: Story, words: Words, answers: Answers | None = None, cut: Cut | None = None
) -> str:
    """Say what happened: what was felt first, then what was found.

    ``answers`` are those to the questions after the run; ``cut``: the recording has no end.
    """
    parts = [_ran(story, words)]
    if story.felt:
        parts.append(_felt(story, words, answers))
    found = _worst(story)
    if found is not None:
        parts.append(found_sentence(found, story, words))
    if len(parts) == 1:
        parts.append(words["happened.nothing"] if judged(story) else words["happened.little"])
        if judged(story) and unjudged(story):
            parts.append(words.say("happened.unjudged", what=unjudged_places(story, words)))
    if cut is not None:
        parts.append(words.say("happened.cut", at=words.clock(cut.ended_s)))
    return " ".join(parts)


def helped(story: Story, words: Words) -> str:
    """Say what of the advice helped, with its numbers."""
    asked = [said for said in story.said if not said.red_flag]
    if not asked:
        quiet = not story.felt and not unjudged(story)
        return words["helped.none_needed" if quiet else "helped.none_given"]
    good = [said for said in asked if said.outcome in HELPED]
    if good:
        return _it_helped(max(good, key=_change), words)
    became = {said.outcome or OutcomeKind.UNKNOWN for said in asked}
    if len(became) == 1:
        return words[f"helped.{_HELPED_NOT[became.pop()]}"]
    return words["helped.not_seen" if OutcomeKind.IGNORED in became else "helped.unshown"]


def next_time(
    story: Story, items: tuple[Item, ...], words: Words, answers: Answers | None = None
) -> str:
    """Say what to change before the next run, and why."""
    if items:
        what = words[f"plan.{items[0].key}_name"]
        told = words.say("next.plan", what=what, why=why(items[0], words))
        return f"{told} {words['next.name_place']}" if _unplaced(items[0], story) else told
    if not story.felt and not judged(story):
        return _measure(story, words)
    if story.felt or unjudged(story):
        return no_plan(story, words, answers)
    return _nothing(story, words, answers)


def _nothing(story: Story, words: Words, answers: Answers | None) -> str:
    """Say that nothing asks for a change, and what nobody looked at."""
    told = words["next.nothing"]
    never = never_assessed(story)
    if never:
        names = words.each([words[f"kind.{kind}"] for kind in never])
        told = words.say("next.nothing_but", what=names)
    answered = answers is not None and answers.complete
    return told if answered else f"{told} {words['next.questions_open']}"


def no_plan(story: Story, words: Words, answers: Answers | None) -> str:
    """Say why there is no plan: no finding asks for one, or nobody can know."""
    if calf_waits(story, answers):
        return words["text.plan_waits"]
    if story.felt:
        over = all(_is_over(felt, answers) for felt in story.felt)
        return words["text.felt_over_no_plan" if over else "text.felt_no_plan"]
    if not judged(story):
        return words["text.plan_unknown"]
    if unjudged(story):
        return words.say("text.no_plan_part", what=unjudged_places(story, words))
    return words["text.no_plan"]


def why(item: Item, words: Words) -> str:
    """Say why an item is in the plan."""
    return words.say(
        f"why.{item.why}",
        side=words.side(item.side, both=item.both),
        place=words.place(item.side, item.zone, both=item.both),
        value=words.number(item.value, 1),
        feeling=words[f"feeling.{item.feeling or Feeling.SOMETHING}"],
    )


def found_sentence(episode: Episode, story: Story, words: Words) -> str:
    """Say what was found, for how long and how much."""
    shrank = episode.kind is FindingKind.SWELLING and (episode.value or 0.0) < 0.0
    if shrank:
        return words.say("happened.shrank", side=words.side(episode.side))
    until_s = story.duration_s if episode.until_s is None else episode.until_s
    much = ""
    if episode.kind in _MUCH and episode.value is not None and episode.value > 0.0:
        factor, digits = _MUCH[episode.kind]
        value = words.number(factor * episode.value, digits)
        much = words.say(f"found.{episode.kind}_much", value=value)
    return words.say(
        f"found.{episode.kind}",
        side=words.side(episode.side),
        long=words.minutes(until_s - episode.from_s),
        much=much,
    )


def _unplaced(item: Item, story: Story) -> bool:
    """Whether an item answers a foot that was felt without a place."""
    if item.zone is not Zone.FOOT:
        return False
    felt = (one for one in story.felt if place_of(one.feeling, one.zone) is Zone.FOOT)
    return next(felt).zone is None  # the first is the one that the plan answers


def _is_over(felt: Felt, answers: Answers | None) -> bool:
    """Whether the runner said that it was over, and did not say later that it is there."""
    later = still_there(felt, answers)
    return later is False or (felt.until_s is not None and later is None)


def _measure(story: Story, words: Words) -> str:
    """Say what to measure next time, where too little was."""
    if story.minutes and not story.ran:
        return words["next.only_walked"]
    if not story.series and not story.insoles:
        return words["next.wear_a_sensor"]
    never = [j.kind for j in story.judgements if not j.assessed_s]
    names = words.each([words[f"kind.{kind}"] for kind in dict.fromkeys(never)][:3])
    seen = {track.side for track in story.risks if track.assessed_s}
    if seen or not names:  # of one foot something is known: of which not, is more to the point
        names = unjudged_places(story, words)
    return words.say("next.measure_more", what=names)


def _ran(story: Story, words: Words) -> str:
    far = ""
    if story.distance_m:
        far = words.say("happened.far", km=words.number(story.distance_m / 1000.0, 1))
    if story.ran:
        return words.say("happened.ran", long=words.minutes(story.running_s), far=far)
    if story.walking_s:
        return words.say("happened.walked", long=words.minutes(story.walking_s), far=far)
    return words.say("happened.rested", long=words.minutes(story.duration_s))


def _felt(story: Story, words: Words, answers: Answers | None) -> str:
    first = story.felt[0]
    place, after = words.place(first.side, first.zone, both=first.both), words.minutes(first.t_s)
    if len(story.felt) > 1:
        count, feeling = str(len(story.felt)), words[f"feeling.{first.feeling}"]
        said = words.say(
            "happened.felt_more", count=count, place=place, feeling=feeling, after=after
        )
        return said + _added(story, words)
    later = still_there(first, answers)
    lasted = words["happened.not_over" if later is not False else "happened.over_after"]
    if first.until_s is not None:
        lasted = words.say("happened.lasted", long=words.minutes(first.until_s - first.t_s))
    said = words.say(f"happened.felt_{first.feeling}", place=place, after=after, lasted=lasted)
    return said + _added(story, words)


def _added(story: Story, words: Words) -> str:
    """Say which reports were added after the session; nothing where none was."""
    added, count = sum(felt.added for felt in story.felt), len(story.felt)
    if not added:
        return ""
    which = "one" if count == 1 else "all" if added == count else "some"
    return " " + words.say(f"happened.added_{which}", count=str(added))


def _worst(story: Story) -> Episode | None:
    """Give the gravest finding: of a foot that was felt before any other, and no mere effect."""
    felt = {felt.side for felt in story.felt}
    return max(
        story.episodes,
        key=lambda episode: (
            episode.side in felt or None in felt,
            not is_effect(episode, story),
            episode.severity,
        ),
        default=None,
    )


def _change(said: Said) -> float:
    """How much an advice changed, in parts of what it was; the largest is told."""
    if not said.before or said.after is None:
        return 0.0
    return abs(said.after - said.before) / abs(said.before)


def _it_helped(said: Said, words: Words) -> str:
    what = _done(said, words)
    if said.outcome is OutcomeKind.SYMPTOM_EASED:
        return words.say("helped.yes_felt", what=what)
    if said.before is None or said.after is None or said.measure is None:
        return words.say("helped.yes", what=what)
    from monitor.report.measures import MEASURES

    shown = MEASURES[said.measure]
    before, after = (words.number(v, shown.digits) for v in (said.before, said.after))
    if said.outcome is OutcomeKind.PRESSURE_FELL and shown.unit == "kPa":
        return words.say("helped.yes_kpa", what=what, before=before, after=after)
    return words.say(
        "helped.yes_numbers", what=what, before=before, after=after,
        measure=words[f"measure.{said.measure}"], unit=shown.unit,
    )  # fmt: skip


def _done(said: Said, words: Words) -> str:
    if said.action is Action.LOOSEN_LACES and said.side is not None:
        return words[f"action.{said.action}_{said.side}"]
    return words[f"action.{said.action}"]
