"""The pages that watch, each woken when something changes."""

import asyncio


class Watchers:
    """Events of all who want to know that something changed."""

    def __init__(self) -> None:
        self._events: set[asyncio.Event] = set()

    def watch(self, news: asyncio.Event) -> None:
        """Set an event whenever something changes."""
        self._events.add(news)

    def unwatch(self, news: asyncio.Event) -> None:
        """Leave it."""
        self._events.discard(news)

    def poke(self) -> None:
        """Say that something changed."""
        for news in self._events:
            news.set()
