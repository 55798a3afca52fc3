"""Choose the radio: the platform's own, or one that is passed in by name."""

import importlib
from dataclasses import dataclass
from typing import Any, Protocol

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner

from monitor.errors import SourceError


class Backend(Protocol):
    """A radio, as the pair of classes that bleak takes as ``backend=``; None: the platform's."""

    @property
    def scanner(self) -> type[BaseBleakScanner] | None:
        """What listens."""
        ...

    @property
    def client(self) -> type[BaseBleakClient] | None:
        """What connects."""
        ...


@dataclass(frozen=True, slots=True)
class Platform:
    """The radio of this computer."""

    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None


def load_backend(spec: str | None) -> Backend:
    """Find a radio by its name.

    Parameters
    ----------
    spec : str or None
        ``module:object``, or ``module:object@address`` for an object with ``at(address)``; None
        is the platform's own radio.

    Raises
    ------
    SourceError
        If there is no such object, or it is not a radio.

    Examples
    --------
    >>> load_backend(None)
    Platform(scanner=None, client=None)
    >>> load_backend("json:loads")
    Traceback (most recent call last):
    monitor.errors.SourceError: radio 'json:loads' has no scanner and client for bleak
    """
    if spec is None:
        return Platform()
    name, _, address = spec.partition("@")
    module_name, colon, attribute = name.partition(":")
    if not (module_name and colon and attribute):
        raise SourceError(f"radio {spec!r}: MODULE:OBJECT or MODULE:OBJECT@ADDRESS expected")
    try:
        found: Any = getattr(importlib.import_module(module_name), attribute)
        if address:
            found = found.at(address)
    except (ImportError, AttributeError, ValueError) as error:
        raise SourceError(f"radio {spec!r} cannot be loaded: {error}") from error
    if not (_is_class(found, "scanner", BaseBleakScanner)) or not (
        _is_class(found, "client", BaseBleakClient)
    ):
        raise SourceError(f"radio {spec!r} has no scanner and client for bleak")
    backend: Backend = found
    return backend


def _is_class(found: object, name: str, base: type) -> bool:
    part = getattr(found, name, None)
    return isinstance(part, type) and issubclass(part, base)
