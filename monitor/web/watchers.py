"""The pages that watch, each woken when something changes."""

import asyncio


class Watchers:
    """Events of all who want to know that something changed."""

    def __init__(self) -> None:
        self._events: set[asyncio.Event] = set()
        self.ever = False
        """Whether a page has watched at all."""
        self.changes = 0
        """How often something changed."""

    @property
    def any(self) -> bool:
        """Whether a page watches now."""
        return bool(self._events)

    def watch(self, news: asyncio.Event) -> None:
        """Set an event whenever something changes."""
        self._events.add(news)
        self.ever = True

    def unwatch(self, news: asyncio.Event) -> None:
        """Leave it."""
        self._events.discard(news)

    def poke(self) -> None:
        """Say that something changed."""
        self.changes += 1
        for news in self._events:
            news.set()
