"""Number of examples that a property tries: what it names; in the soak twenty times as many."""

import os

from hypothesis import settings

_MORE = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 1


def tries(examples: int) -> settings:
    """As many as a commit can wait for; a number in ``settings`` would bind the soak as well."""
    return settings(max_examples=examples * _MORE)
