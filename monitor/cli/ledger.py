"""The command that says whether advice helped."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.common import DIM, ConfigFile, console, in_force, pipeline_of, settings
from monitor.cli.tables import show_rows

if TYPE_CHECKING:
    from monitor.session.alert_ledger import Account, AlertLedger


def ledger(
    sessions: Annotated[
        list[Path],
        typer.Argument(metavar="SESSION...", help="Names of sessions, last, or .mcap files."),
    ],
    config_file: ConfigFile = None,
) -> None:
    """Say whether advice helped: how often, how soon, and how often it was for nothing."""
    from monitor.session.alert_ledger import AlertLedger

    settings(config_file, None)  # a wrong file is known before the first session is read
    book = AlertLedger()
    for session in _recordings(sessions):
        _enter(session, book, config_file)
    title = f"{len(sessions)} sessions, {book.hours:.1f} h"
    # nine columns fit into eighty characters, no word broken
    head = ("advice, because of", "said", "heard", "helped", "not\nfollowed",
            "for\nnothing", "unknown", "precision", "response")  # fmt: skip
    rows = [_cells(account) for account in book.accounts]
    show_rows(head, rows, numeric=range(1, len(head)), title=title)
    for path, (went, came) in sorted(book.ways.items()):
        console.print(f"by {path}: {went} sentences handed over, {came} confirmed")
    for account in book.accounts:
        if account.withheld:
            what = account.because.action.replace("_", " ")
            why = account.because.words
            console.print(f"withheld by your coin, not said: {account.withheld} × {what} ({why})")
    if book.nuisance_per_hour is not None and book.not_followed_per_hour is not None:
        console.print(
            f"sentences an hour: {book.nuisance_per_hour:.2f} for nothing,"
            f" {book.not_followed_per_hour:.2f} not followed"
        )


def _recordings(sessions: list[Path]) -> list[Path]:
    """Give recordings as they are named; of a session's name, the one that it is filed with."""
    if all(one.suffix == ".mcap" or one.exists() for one in sessions):
        return sessions
    from monitor.cli.home import named, opened
    from monitor.home.filing import recording_of

    with opened() as (_, catalogue):
        return [
            one
            if one.suffix == ".mcap" or one.exists()
            else recording_of(named(catalogue, str(one)))
            for one in sessions
        ]


def _enter(session: Path, book: "AlertLedger", config_file: Path | None) -> None:
    """Take what was said then; where that is not recorded, what would be said now."""
    from monitor.session.recording import Recording
    from monitor.session.said import said_in

    said = None if config_file else said_in(session)  # other settings need a replay
    if said is not None:
        book.push(said.events)
        book.hear(said.heard)
        book.close(said.duration_s)
        return
    recording = Recording(session)
    config = in_force(recording, config_file)
    pipeline = pipeline_of(recording, config)
    newest_s = 0.0
    for batch in recording.batches(config.session.batch_packets):
        book.push(pipeline.push(batch))
        newest_s = max(newest_s, *(packet.t_rx_s for packet in batch))
    book.push(pipeline.finish())
    book.close(newest_s)
    why = "with other settings" if config_file else "what was said is not recorded"
    console.print(f"{session}: {why}; this is a replay", style=DIM)


def _heard(account: "Account") -> str:
    """Say how many of the sentences that went any way were heard; nothing is known of others."""
    known = account.heard + account.unheard
    return f"{account.heard} of {known}" if known else "-"


def _cells(account: "Account") -> list[str]:
    right, checked = account.right_of
    response_s = account.median_response_s
    return [
        f"{account.because.action.replace('_', ' ')}, {account.because.words}",
        str(account.said),
        _heard(account),
        str(account.helped),
        str(account.not_followed),
        str(account.for_nothing),
        str(account.unknown),
        f"{right} of {checked}" if checked else "-",
        "-" if response_s is None else f"{response_s:.0f} s",
    ]
