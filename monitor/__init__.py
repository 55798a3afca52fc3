"""Footloose: real-time gait and pressure guidance for runners whose feet go numb.

For notebooks: ``from monitor import analyse``; see docs/research.md.
"""

from typing import TYPE_CHECKING, Any

from monitor.version import VERSION

if TYPE_CHECKING:
    from monitor.analysis import Analysis, analyse

__all__ = ["Analysis", "__version__", "analyse"]

__version__ = VERSION


def __getattr__(name: str) -> Any:
    """Load the analysis when it is first asked for: commands that need none start without it."""
    if name in {"Analysis", "analyse"}:
        from monitor import analysis

        return getattr(analysis, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
