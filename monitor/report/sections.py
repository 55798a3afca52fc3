"""The runner's part of the report: each section from the story, in words."""

from collections.abc import Mapping
from typing import Final

from monitor.report.context import About
from monitor.report.document import Figure, Section, Table
from monitor.report.drawings import drawing
from monitor.report.drift import Drift, drift
from monitor.report.figure_feet import feet, feet_table
from monitor.report.figure_lines import lines
from monitor.report.figure_timeline import NAMED_LEVEL, timeline
from monitor.report.measures import MEASURES
from monitor.report.own_cadence import own_cadence
from monitor.report.plan import CADENCE_RISE, Item, calf_waits
from monitor.report.story import Said, Story
from monitor.report.three_sentences import no_plan, why
from monitor.report.wording import DASH, Words
from monitor.types import FindingKind, Side

_SHOWN: Final = ("cadence", "contact", "strike", "ahead", "instep")
"""Quantities that are drawn. The others stand in the table."""
_IN_TABLE: Final = ("speed", "cadence", "contact", "strike", "ahead", "instep", "sole", "impact")
_DRIFTS: Final = frozenset({"cadence", "contact", "strike", "calf"})
"""Quantities whose change at the same pace is told."""
_LEAST_WALK_MIN: Final = 5
ADVICE_COLUMNS: Final = ("said", "became", "before", "after")
"""What ``advice_row`` gives."""


def timeline_section(story: Story, words: Words) -> Section:
    """The session on one axis."""
    named = words.number(NAMED_LEVEL, 1)
    small = [
        words["text.timeline_key"],
        words.say("text.dose", level=named),
        words["text.risk_note"],
    ]

    small += [words.say("text.damage", what=what) for what in story.damage]
    return Section(
        key="timeline",
        title=words["title.timeline"],
        figures=(timeline(story, words),),
        small=tuple(small),
    )


def advice_section(story: Story, words: Words) -> Section:
    """What each advice changed, with a number before and after."""
    if not story.said:
        return Section(key="advice", title=words["title.advice"], text=(words["text.no_advice"],))
    table = Table(
        head=tuple(words[f"column.{name}"] for name in ADVICE_COLUMNS),
        rows=tuple(advice_row(said, words) for said in story.said),
        numeric=2,
    )
    return Section(key="advice", title=words["title.advice"], tables=(table,))


def feet_section(story: Story, words: Words) -> Section:
    """Where it pressed."""
    drawn, table = feet(story, words), feet_table(story, words)
    text = []
    if table is None:
        pressed = any(_known(story, measure) for measure in ("sole", "instep"))
        text.append(words["text.no_map" if pressed else "text.no_insole"])
    elif drawn is None:
        text.append(words["figure.no_places"])
    return Section(
        key="feet",
        title=words["title.feet"],
        text=tuple(text),
        figures=(_beside(drawn, table),) if drawn else (),
        tables=(table,) if table and not drawn else (),
    )


def strides_section(story: Story, words: Words) -> Section:
    """How the runner ran: lines, medians, and drifts at the same pace."""
    drawn = [figure for name in _SHOWN if (figure := lines(story, name, words)) is not None]
    names = [name for name in _IN_TABLE if _known(story, name)]
    if not names:
        why_not = "only_walked" if story.walking_s and not story.ran else "no_strides"
        return Section(
            key="strides", title=words["title.strides"], text=(words[f"text.{why_not}"],)
        )
    band_cm = [value for side in Side if (value := story.median("ahead_band", side)) is not None]
    small = []
    if band_cm and _known(story, "ahead"):
        band = words.number(max(band_cm), 1)
        small.append(words.say("text.ahead_band", band=band))
    left, right = (story.median("contact", side) for side in Side)
    if left and right:
        uneven = words.signed(200.0 * (left - right) / (left + right), 1)
        small.append(words.say("text.asymmetry", value=uneven))
    return Section(
        key="strides",
        title=words["title.strides"],
        figures=tuple(drawn),
        tables=(_quantities(story, names, words),),
        small=tuple(small),
    )


def calf_section(story: Story, words: Words) -> Section:
    """What the calves did."""
    drawn = lines(story, "calf", words)
    if drawn is None:
        return Section(key="calf", title=words["title.calf"], text=(words["text.no_calf"],))
    return Section(
        key="calf",
        title=words["title.calf"],
        figures=(_beside(drawn, _quantities(story, ["calf"], words)),),
    )


def plan_section(story: Story, items: tuple[Item, ...], words: Words, about: About) -> Section:
    """What to change, each with how, how much, why, when to stop, and a drawing.

    An item of which the runner said how it went has that in its title.
    """
    answers = about.answers
    if not items:
        told = no_plan(story, words, answers)
        return Section(key="plan", title=words["title.plan"], text=(told,))
    return Section(
        key="plan",
        title=words["title.plan"],
        text=(words["text.plan_waits"],) if calf_waits(story, answers) else (),
        figures=tuple(_plan_figure(item, story, words, about.went) for item in items),
    )


def limits_text(story: Story, words: Words) -> tuple[str, ...]:
    """Sources and limits, in small print."""
    kinds = {episode.kind for episode in story.episodes}
    keys = ["lacing", "nerve", "form"]
    if FindingKind.FATIGUE in kinds or any(drift(story, "contact", side) for side in Side):
        keys.append("fatigue")
    made = words.say(
        "text.figures" if story.day else "text.figures_undated",
        software=story.software or words["format.not_known"],
        date=story.day or "",
        settings=story.settings or words["format.not_known"],
    )
    texts = [words[f"sources.{key}"] for key in [*keys, "article"]]
    return (words["text.no_diagnosis"], *texts, made)


def drift_text(found: Drift | None, measure: str, words: Words) -> str:
    """Say how a quantity changed at the same pace, with its band."""
    if found is None:
        return words["text.drift_none"]
    if not found.seen:
        return words["text.drift_no"]
    shown = MEASURES[measure]
    digits = shown.digits + 1
    return words.say(
        "text.drift_value",
        value=words.signed(found.per_10_min, digits),
        band=words.number(found.band, digits),
        unit=shown.unit,
    )


def advice_row(said: Said, words: Words) -> tuple[str, ...]:
    """Give an advice, why and its quantity, what became of it, and both values."""
    if said.cause is not None:
        because = words[f"kind.{said.cause}"]
    else:
        because = words.place(said.side, said.zone, both=said.both)
    if said.cause is not None and said.side is not None:
        because = f"{because}, {words.side(said.side)}"
    digits = MEASURES[said.measure].digits if said.measure else 0
    unit = f" {MEASURES[said.measure].unit}" if said.measure else ""
    before, after = (
        DASH if value is None else f"{words.number(value, digits)}{unit}"
        for value in (said.before, said.after)
    )
    became = words[f"outcome.{said.outcome or 'unknown'}"]
    action = words[f"action.{said.action}"]
    measured = f"; {words[f'measure.{said.measure}']}" if said.measure else ""
    asked = f"{said.number} · {words.clock(said.t_s)} {action} ({because}){measured}"
    return (asked, became, before, after)


def _beside(drawn: Figure, table: Table | None) -> Figure:
    return Figure(
        key=drawn.key,
        title=drawn.title,
        description=drawn.description,
        svg=drawn.svg,
        table=table,
    )


def _known(story: Story, measure: str) -> bool:
    return any(story.find(measure, side) is not None for side in Side)


def _quantities(story: Story, names: list[str], words: Words) -> Table:
    rows = []
    for name in names:
        shown = MEASURES[name]
        medians = [words.number(story.median(name, side), shown.digits) for side in Side]
        told = DASH
        if name in _DRIFTS:
            changes = [drift_text(drift(story, name, side), name, words) for side in Side]
            told = changes[0]
            if changes[0] != changes[1]:
                pairs = zip(Side, changes, strict=True)
                told = ", ".join(f"{words[f'short.{side}']} {text}" for side, text in pairs)
        label = f"{words[f'measure.{name}']}, {shown.unit}"
        rows.append((label, told, *medians))
    columns = ("quantity", "drift", "median_left", "median_right")
    return Table(head=tuple(words[f"column.{c}"] for c in columns), rows=tuple(rows), numeric=2)


def _plan_figure(item: Item, story: Story, words: Words, went: Mapping[str, str]) -> Figure:
    values = {
        "side": words.side(item.side, both=item.both),
        "spot": words[f"spot.{item.spot or 'instep_middle'}"],
        **_quicker(item, story, words),
        "every": str(_walk_every(story)),
    }
    rows = (
        (words["column.how"], words.say(f"plan.{item.key}_how", **values)),
        (words["column.much"], words.say(f"plan.{item.key}_much", **values)),
        (words["column.why"], _sentence(why(item, words))),
        (words["column.stop"], words[f"plan.{item.key}_stop"]),
        (words["column.source"], _sentence(_source(item, words))),
    )
    name = words[f"plan.{item.key}_name"]
    title = _sentence(name).rstrip(".")
    if item.key in went:
        title = f"{title} ({words[f'follow.went_{went[item.key]}']})"
    return Figure(
        key=f"plan-{item.key}",
        title=title,
        description="",
        svg=drawing(item.key, words),
        table=Table(head=(), rows=rows),
    )


def _quicker(item: Item, story: Story, words: Words) -> dict[str, str]:
    """Give the beat of a drill, and whose cadence it is above."""
    kinds = [kind for kind in FindingKind if kind == item.why]
    own = own_cadence(story, kinds[0]) if kinds else None
    if own is None:
        return {"cadence": DASH, "own": words["text.own_run"]}
    of = words["text.own_before" if own.before else "text.own_run"]
    return {"cadence": words.number(CADENCE_RISE * own.spm), "own": of}


def _source(item: Item, words: Words) -> str:
    """Give the source of an item; one that was chosen by what was felt rests on no measurement."""
    felt = f"source.{item.key}_felt"
    return words[felt if item.zone is not None and felt in words.keys else f"source.{item.key}"]


def _walk_every(story: Story) -> int:
    """Walk a little earlier than the form went, in whole minutes."""
    starts_s = [e.from_s for e in story.episodes if e.kind is FindingKind.FATIGUE]
    return max(_LEAST_WALK_MIN, int(min(starts_s, default=1200.0) / 60.0 * 0.7))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
