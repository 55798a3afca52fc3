"""The coin of a run whose owner asked whether the sentences help."""

import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from monitor.config import Config

_SEEDS: Final = 1 << 31


def with_coin(config: "Config", *, agreed: bool = False) -> "Config":
    """Give a run the seed of its own coin, where the runner agreed to one.

    The recording keeps the seed, so that a replay tosses the same.
    """
    from msgspec import structs

    if not (config.advice.try_cues or agreed):
        return config
    seed = secrets.randbelow(_SEEDS)
    advice = structs.replace(config.advice, try_cues=True, try_seed=seed)
    return structs.replace(config, advice=advice)
