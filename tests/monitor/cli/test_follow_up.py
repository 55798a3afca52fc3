"""The hub waits for the half hour to be over, asks, and gives up a quarter of an hour later."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from monitor.cli.follow_up import wait_and_ask
from monitor.home import filing
from monitor.home.catalogue import Catalogue
from monitor.home.notes import Note, read_note
from monitor.report.follow_up import DUE_S, WAITS_S
from tests.monitor.report.stories import STORY


@contextmanager
def run_that_ended(folder: Path, ago_s: float) -> Iterator[tuple[Catalogue, Path]]:
    """A catalogue with one run whose last running stride was so long ago."""
    path = folder / "monday.mcap"
    path.write_bytes(b"x")
    assert STORY.last_run_s is not None
    started = datetime.now(UTC) - timedelta(seconds=ago_s + STORY.last_run_s)
    with Catalogue.open(folder / "c.sqlite") as catalogue:
        story = structs.replace(STORY, started=started.isoformat())
        filing.file_session(catalogue, path, story, Note())
        yield catalogue, path


@contextmanager
def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> Iterator[None]:
    """A person who types, and then says nothing more."""
    read, write = os.pipe()
    os.write(write, text.encode())
    with os.fdopen(read) as keyboard:
        monkeypatch.setattr(sys, "stdin", keyboard)
        yield
        os.close(write)


def test_it_asks_once_the_half_hour_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        run_that_ended(tmp_path, DUE_S - 2.0) as (catalogue, path),
        typed(monkeypatch, "0\n" * 4 + "2\n"),
    ):
        wait_and_ask(catalogue, "monday", lambda: False)

    answers = read_note(path).follow_up
    assert answers is not None
    assert answers.complete
    assert "CALL FOR HELP NOW" in capsys.readouterr().out


def test_without_an_answer_it_gives_up_and_nothing_is_taken_for_fine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        run_that_ended(tmp_path, WAITS_S - 2.0) as (catalogue, path),
        typed(monkeypatch, "0\n"),
    ):
        wait_and_ask(catalogue, "monday", lambda: False)

    answers = read_note(path).follow_up
    assert answers is not None
    assert (answers.numb, answers.hard_to_lift) == ((), None)
    assert not answers.complete
    assert "kept with the run" in capsys.readouterr().out
