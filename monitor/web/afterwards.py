"""What waits for a runner after a run, as a page or a smart home asks it: questions, and cards."""

import threading
from collections.abc import Callable, Container
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from monitor.home import after
from monitor.home.catalogue import Catalogue
from monitor.home.folder import Home
from monitor.home.notes import read_note
from monitor.home.planning import HOW, asked_at_start, note_went
from monitor.home.remembered import read_remembered
from monitor.home.rows import Filter
from monitor.home.unread import acknowledge, open_cards
from monitor.report.calendar import calendar_entry
from monitor.report.follow_up import State
from monitor.report.lacing_words import lacing_lines
from monitor.report.questions import answers_from, buttons, questions
from monitor.report.wording import LANGUAGES, Words
from monitor.texts import SOURCE
from monitor.web.messages import AnswerMessage, FollowUpMessage, PlanMessage, ReadMessage

Json = dict[str, Any]
"""What becomes a JSON object; ``Any`` because that is what JSON is."""
NOTHING_WAITS: Final[Json] = {"follow_up": None, "cards": [], "laces": None, "plan": None}
"""What is told where no run was filed."""


def wall_time() -> datetime:
    """Give the time on this machine's clock."""
    return datetime.now(UTC)


class Afterwards:
    """Ask and keep what belongs to the newest run; every call takes its time and may be slow.

    Parameters
    ----------
    home : Home
    athlete : str, optional
        Whose runs; without it whoever is remembered.
    now : callable
        Wall time.
    """

    def __init__(
        self, home: Home, athlete: str | None = None, now: Callable[[], datetime] = wall_time
    ) -> None:
        self._home, self._whose, self._now = home, athlete, now
        self._words = {language: Words(language) for language in LANGUAGES}
        self._one = threading.Lock()

    def state(self) -> Json:
        """Give what waits now, in every language."""
        if not self._home.catalogue.exists():
            return NOTHING_WAITS
        with self._one, Catalogue.open(self._home.catalogue) as catalogue:
            waits = after.waiting(catalogue, self._athlete(), self._now())
            cards = self._cards(catalogue)
            return {
                "follow_up": waits
                and {
                    "session": waits.session,
                    "state": waits.state,
                    "due": waits.due.isoformat(),
                    "due_in_s": (waits.due - self._now()).total_seconds(),
                    "missing": waits.missing,
                    "questions": {name: _asked(words) for name, words in self._words.items()},
                },
                "cards": cards,
                # while a red flag is open there is only the card
                "laces": None if cards else self._laces(catalogue),
                "plan": None if cards else self._plan(catalogue),
            }

    def due(self, begun: Container[str] = ()) -> Json | None:
        """Give the first question without an answer, if it is to be asked now.

        Of a session in ``begun`` one was asked already: the next comes once that is answered, also
        when the quarter of an hour in which they begin is over.
        """
        found = self.state()["follow_up"]
        if found is None:
            return None
        goes_on = found["state"] is State.PARTLY and found["session"] in begun
        if found["state"] is not State.DUE and not goes_on:
            return None
        return {"session": found["session"], **self._question(found["missing"][0])}

    def _question(self, key: str) -> Json:
        """Give one question with its short answers, in every language."""
        texts: dict[str, str] = {}
        choices: dict[str, Json] = {}
        for name, words in self._words.items():
            question = next(one for one in questions(words) if one.key == key)
            texts[name] = question.text
            for each in buttons(question, words):
                shown = choices.setdefault(each.value, {"value": each.value, "texts": {}})
                shown["texts"][name] = f"{each.text[:1].upper()}{each.text[1:]}"
        told = [{**each, "text": each["texts"][SOURCE]} for each in choices.values()]
        return {"key": key, "question": texts[SOURCE], "texts": texts, "choices": told}

    def calendar(self, language: str) -> bytes | None:
        """Give an entry with an alarm for when the questions come; None if none wait."""
        if language not in self._words or not self._home.catalogue.exists():
            return None
        with self._one, Catalogue.open(self._home.catalogue) as catalogue:
            waits = after.waiting(catalogue, self._athlete(), self._now())
        if waits is None:
            return None
        return calendar_entry(waits.due, waits.session, self._words[language]).encode()

    def take(self, message: AnswerMessage) -> None:
        """Keep an answer, how it went with a plan, or that a card was read.

        Raises
        ------
        MonitorError
            If there is no session of exactly this name, or it cannot be written.
        ValueError
            If an answer is not among its question's choices, or there is no such card.
        """
        at = (self._now() - timedelta(seconds=message.age_s)).isoformat(timespec="seconds")
        with self._one, Catalogue.open(self._home.catalogue) as catalogue:
            session = catalogue.exactly(message.session).id
            match message:
                case FollowUpMessage():
                    after.answer_also(catalogue, session, answers_from(message.given, at))
                case ReadMessage():
                    acknowledge(catalogue, session, message.name, at)
                case PlanMessage():
                    note_went(catalogue, session, message.went, at)

    def _athlete(self) -> str | None:
        return self._whose or read_remembered(self._home).athlete

    def _cards(self, catalogue: Catalogue) -> list[Json]:
        shown: dict[tuple[str, str], Json] = {}
        for language, words in self._words.items():
            for card in open_cards(catalogue, self._athlete(), words, self._now()):
                text = {"title": card.title, "intro": card.intro, "why": card.why}
                known = shown.setdefault(
                    (card.session, card.name), {"session": card.session, "name": card.name}
                )
                known[language] = text
        return list(shown.values())

    def _plan(self, catalogue: Catalogue) -> Json | None:
        """Give the items of a plan that have no answer, in every language, before the next run."""
        words = self._words[LANGUAGES[0]]
        found = asked_at_start(catalogue, self._athlete(), self._now(), words)
        if found is None:
            return None
        keys = [item.key for item in found.unanswered]
        told = {name: [_named(key, words) for key in keys] for name, words in self._words.items()}
        return {"session": found.row.id, "how": HOW, "items": keys, "text": told}

    def _laces(self, catalogue: Catalogue) -> Json | None:
        """Give what the lacing test of the newest run says, in every language."""
        rows = catalogue.sessions(Filter(athlete=self._athlete(), source="live", limit=1))
        test = read_note(Path(rows[0].path)).laces if rows else None
        if test is None or test.result is None:
            return None
        result, names = test.result, test.names
        told = {name: lacing_lines(result, names, words) for name, words in self._words.items()}
        return {"session": rows[0].id, "text": told}


def _named(item: str, words: Words) -> str:
    """Name an item of a plan, as its heading does in the report."""
    name = words[f"plan.{item}_name"]
    return f"{name[:1].upper()}{name[1:]}"


def _asked(words: Words) -> list[Json]:
    return [
        {
            "key": question.key,
            "text": question.text,
            "choices": [{"value": each.value, "text": each.text} for each in question.choices],
        }
        for question in questions(words)
    ]
