"""The time of the simulation, shared by all sensors on the air."""

import asyncio


class World:
    """The time of the simulation: it begins when the first pod is started."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self._zero_s = 0.0

    def begin(self) -> None:
        """Let the runner go, unless it goes already."""
        if not self.begun.is_set():
            self._zero_s = asyncio.get_running_loop().time()
            self.begun.set()

    async def until(self, t_s: float) -> None:
        """Wait for an instant of the simulation."""
        await self.begun.wait()
        await asyncio.sleep(self._zero_s + t_s - asyncio.get_running_loop().time())

    async def until_at_latest(self, t_s: float) -> None:
        """Wait for an instant of the simulation, or so long if it does not begin meanwhile."""
        try:
            async with asyncio.timeout(t_s):
                await self.begun.wait()
        except TimeoutError:
            return
        await self.until(t_s)
