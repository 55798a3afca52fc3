"""A FIT activity, for running sites."""

from pathlib import Path

from monitor.export.source import Source
from monitor.session.fit_activity import FitActivity


def write(source: Source, folder: Path) -> None:
    """Write ``session.fit``."""
    activity = FitActivity(source.started)
    said = source.said()
    if said is not None:
        activity.hear(said)
    ended_s = source.hear(activity.push)
    (folder / "session.fit").write_bytes(activity.finish(ended_s))
