"""A hub in a process of its own, which can be stopped and killed: fed, on the LAN, with a radio.

    python -m benchmarks.delivery.outpost FOLDER PORT

prints the token of its page once it listens, and runs until it is killed. Its phrases are tones.
"""

import asyncio
import sys
import time
from pathlib import Path

from benchmarks.delivery.station import feed, station
from monitor.settings.page import PageSettings
from monitor.settings.voice import VoiceSettings
from monitor.voice.speech import Speech
from monitor.web.radio import Radio
from tests.monitor.web import serving


async def main(folder: Path, port: int) -> None:
    """Run until killed."""
    serving.radio(folder)  # makes the tones
    voice = VoiceSettings(phrases=str(folder / "pack"))
    radio = Radio(voice, Speech(voice), time.monotonic)
    settings = PageSettings(port=port, lan=True)
    async with station(folder, settings, folder / "pairing.json", radio) as run:
        print(run.door.pairing.token, flush=True)
        await feed(run, asyncio.Event().wait())


if __name__ == "__main__":
    _, where, port = sys.argv
    asyncio.run(main(Path(where), int(port)))
