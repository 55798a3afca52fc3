"""Pages without a screen, in a process of their own: what they get, how much, and how late.

    python -m benchmarks.delivery.clients PORT TOKEN PAGES SECONDS

prints one line of JSON. Ages are of states, from the hub's clock, which is the machine's own.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator

from websockets.asyncio.client import ClientConnection, connect

_HELLO = '{"type": "hello"}'


class Counting(ClientConnection):
    """A connection that counts the bytes that come in, as they are on the wire."""

    taken = 0

    def data_received(self, data: bytes) -> None:
        """Count, and take."""
        self.taken += len(data)
        super().data_received(data)


async def one(host: str, token: str, seconds: float) -> tuple[int, list[float]]:
    """Return the bytes that one page got, and the age of each state, s."""
    headers = {"Authorization": f"Bearer {token}"}
    uri = f"ws://{host}/ws"
    ages: list[float] = []
    async with connect(uri, additional_headers=headers, create_connection=Counting) as page:
        await page.send(_HELLO)
        end_s = time.monotonic() + seconds
        async for text in page:
            now_s = time.monotonic()
            message = json.loads(text)
            if message["type"] == "state" and "cadence_spm" in message["numbers"]:
                ages.append(now_s - message["numbers"]["cadence_spm"][1])
            if now_s >= end_s:
                break
        assert isinstance(page, Counting)
        return page.taken, ages


def fresh(ages: list[float]) -> Iterator[float]:
    """Give the ages of states that brought something new: the first after each change."""
    before = float("inf")
    for age in ages:
        if age < before:
            yield age
        before = age


async def many(host: str, token: str, pages: int, seconds: float) -> None:
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(one(host, token, seconds)) for _ in range(pages)]
    results = [task.result() for task in running]
    ages = sorted(age for _, all_ages in results for age in fresh(all_ages))
    print(json.dumps({"bytes": [taken for taken, _ in results], "ages": ages}))


if __name__ == "__main__":
    _, port, token, pages, seconds = sys.argv
    asyncio.run(many(f"127.0.0.1:{port}", token, int(pages), float(seconds)))
