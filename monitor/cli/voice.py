"""The commands ``say`` and ``voices``, and the voice of a run."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from msgspec import structs

from monitor.cli.common import ConfigFile, Force, Settings, console, settings
from monitor.errors import SinkError
from monitor.texts import LANGUAGES, texts

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.sinks.voice import VoiceSink
    from monitor.voice.utterances import Utterance

Voice = Annotated[
    bool | None, typer.Option("--voice/--no-voice", help="Speak from this machine's own sound.")
]
_ESPEAK_S: Final = 10.0


def say(
    words: Annotated[str | None, typer.Argument(help="What to say; else a test phrase.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE.wav", help="Write a WAV file instead."),
    ] = None,
    force: Force = False,
    config_file: ConfigFile = None,
    change: Settings = None,
) -> None:
    """Hear how the hub speaks, through its loudspeaker or the headset that is paired with it."""
    from monitor.files.output import check_outputs, write_file
    from monitor.sinks.voice import find_players, spoken
    from monitor.voice.sound import towards, write_wav
    from monitor.voice.speech import Speech
    from monitor.voice.utterances import Urgency, Utterance

    check_outputs([output], inputs=[config_file], force=force)
    config = settings(config_file, change).voice
    said = Utterance("say", Urgency.STATUS, 0.0, words or "", "" if words else "test")
    samples = spoken(said, Speech(config), config.lead_in_s)
    wav = write_wav(towards(samples, None, config.pan))
    if output is not None:
        write_file(output, wav, force=force)
        return
    why = []
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        Path(file.name).write_bytes(wav)
        for player in find_players(config.player):
            done = subprocess.run([*player, file.name], capture_output=True, text=True, check=False)
            if not done.returncode:
                return
            why.append(f"{player[0]}: {done.stderr.strip() or f'ended with {done.returncode}'}")
    raise SinkError("; ".join(why))


def voices() -> None:
    """List what can speak here, and the phrases that recordings can replace."""
    from monitor.sinks.voice import PLAYERS
    from monitor.voice.speech import ESPEAK, phrase_name

    for name in (ESPEAK, *PLAYERS):
        found = shutil.which(name)
        console.print(f"{name:10} {found or 'not installed'}")
    if shutil.which(ESPEAK):
        for language in LANGUAGES:
            listed = subprocess.run(
                [ESPEAK, f"--voices={language}"],
                capture_output=True,
                text=True,
                check=False,
                timeout=_ESPEAK_S,
            ).stdout.splitlines()[1:]
            names = ", ".join(line.split()[3] for line in listed if len(line.split()) > 3)
            console.print(f"{language}         {names}")
    console.print("phrases (LANGUAGE/PHRASE.wav in the folder of voice.phrases replaces one):")
    for english in texts("en").voice.values():
        console.print(f"  {phrase_name(english)}")


def with_voice(config: "Config", *, voice: bool | None) -> "Config":
    """Let the option say whether the hub speaks."""
    if voice is None:
        return config
    return structs.replace(config, voice=structs.replace(config.voice, on=voice))


def voice_sink(
    config: "Config",
    cache: Path | None,
    now_s: Callable[[], float],
    tell: Callable[[str], None],
    told: "Callable[[Utterance, bool], None]",
) -> "VoiceSink | None":
    """Give the sink that speaks; a machine that cannot is told so, and the run goes on."""
    if not config.voice.on:
        return None
    from monitor.sinks.voice import VoiceSink
    from monitor.voice.speech import Speech

    try:
        return VoiceSink(config.voice, Speech(config.voice, cache), now_s, told)
    except SinkError as error:
        tell(f"{error}; the run goes on without it")
        return None
