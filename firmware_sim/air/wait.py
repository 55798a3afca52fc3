"""Await bumble without losing a cancellation, or taking bumble's for one."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def await_bumble(request: Awaitable[T]) -> T:
    """Await a request of bumble as any other coroutine.

    Before Python 3.12 `asyncio.wait_for`, which bumble uses for every command, can swallow a
    cancellation that comes together with the answer: it is raised here.
    """
    answer = await request
    if is_cancelled():
        raise asyncio.CancelledError
    return answer


def is_cancelled() -> bool:
    """Whether the running task is, and not only something of bumble's that it waited for."""
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0
