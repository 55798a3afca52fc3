"""Say which presses can do nothing where they come; pure."""

from monitor.texts import texts
from monitor.web.messages import (
    AnswerMessage,
    OffMessage,
    PressMessage,
    RunMessage,
    StartMessage,
)
from monitor.web.power import NO_SWITCH


def unable(message: PressMessage, *, runs: bool, over: bool, keeps: bool, switch: bool) -> str:
    """Say why a press can do nothing, by the end of a key of the page's texts; empty if it can.

    Parameters
    ----------
    message : PressMessage
    runs : bool
        Whether a run goes on.
    over : bool
        Whether there will be none any more.
    keeps : bool
        Whether somebody keeps answers between runs.
    switch : bool
        Whether the computer can be switched off.
    """
    match message:
        case _ if isinstance(message, RunMessage) and not runs:
            return "no_run"
        case StartMessage() if over:
            return "no_run"
        case _ if isinstance(message, AnswerMessage) and not keeps:
            return "no_answers"
        case OffMessage() if not switch:
            return NO_SWITCH
        case _:
            return ""


def in_english(why: str) -> str:
    """Give a reason in words; what is no key of the page's texts is in words already.

    >>> in_english("no_run")
    'No run goes on: it would do nothing.'
    """
    return texts("en").page.get(f"trouble.{why}", why)
