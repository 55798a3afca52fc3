"""One session in the terminal: what was said, felt, answered and not assessed, and its cards."""

from monitor.cli.common import console
from monitor.cli.home import Known
from monitor.cli.report import speech
from monitor.home.aged import is_past
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.history import read_at
from monitor.home.rows import note_flags
from monitor.home.unread import unread_of
from monitor.report.card_words import card_title
from monitor.report.clinician import answer_of, feeling_of, flag_text
from monitor.report.follow_up import QUESTIONS, Answers
from monitor.report.judged import never_assessed
from monitor.report.make import when
from monitor.report.story import Story
from monitor.report.wording import Words
from monitor.types import Feeling


def show_session(home: Home, catalogue: Catalogue, known: Known) -> None:
    """Show what is known of a session, its red flags first."""
    row, story, typed = known
    words = Words(speech(None))
    console.print(f"{row.id}: {row.path}")
    _flags(catalogue, known, words)
    console.print(f"started    {when(row.started) if story.day else 'not known'}")
    worn = [typed.athlete, typed.shoe, typed.insole, typed.lacing]
    console.print(f"who, shoe, insole, lacing: {', '.join(name or 'not said' for name in worn)}")
    far = "distance not known" if row.distance_m is None else f"{row.distance_m / 1000.0:.2f} km"
    console.print(f"{row.duration_s / 60.0:.1f} min, running {row.running_s / 60.0:.1f} min, {far}")
    _story(story, words)
    _answers(typed.follow_up, words)
    never = [words[f"kind.{kind}"] for kind in never_assessed(story)]
    if never:
        console.print(f"not assessed at all: {', '.join(never)}")
    if typed.text:
        console.print(f"note       {typed.text}")
    report = home.report_of(row.id)
    if report.exists():
        console.print(f"report     {report}")


def _flags(catalogue: Catalogue, known: Known, words: Words) -> None:
    """Show each red flag, and whether its card was read."""
    row, story, typed = known
    unread = {flag.name: flag for flag in unread_of(catalogue, row.id)}
    read = {**read_at(catalogue, row.id), **typed.acknowledged}
    flags = {**{flag.name: flag for flag in note_flags(story, typed)}, **unread}
    for name, flag in flags.items():
        is_read = name in read and name not in unread
        state = words.say("text.card_read", when=read[name][:10]) if is_read else "CARD OPEN."
        title = card_title(flag.card, words, past=is_past(row)).upper()
        console.print(f"{title}: {flag_text(flag, words)}. {state}", markup=False)


def _answers(answers: Answers | None, words: Words) -> None:
    """Show what was answered half an hour after the run; a question without an answer says so."""
    if answers is None:
        console.print(f"{words['title.follow_up']}: {words['text.not_answered']}")
        return
    for name in QUESTIONS:
        console.print(
            f"answered   {words[f'follow.{name}']} {answer_of(name, answers, words)}", markup=False
        )


def _story(story: Story, words: Words) -> None:
    for said in story.said:
        became = words[f"outcome.{said.outcome or 'unknown'}"]
        console.print(f"said       {said.t_s / 60.0:.1f} min: {said.text} ({became})")
    for felt in story.felt:
        what = feeling_of(felt, words)
        if felt.feeling is not Feeling.DIZZY:
            what = f"{what}, {words.place(felt.side, felt.zone, both=felt.both)}"
        console.print(f"felt       {felt.t_s / 60.0:.1f} min: {what}")
