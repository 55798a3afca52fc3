"""The words of report, follow-up, plan and trends: one file a language, by key.

Another language is one more file in ``words``; a test says what is missing in it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from monitor.reader import read_toml
from monitor.types import Side, Zone

FOLDER: Final = Path(__file__).with_name("words")
LANGUAGES: Final = tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))
"""Languages that there are words of."""
DASH: Final = "–"


class Words:
    """The words of one language.

    Parameters
    ----------
    language : str
        One of ``LANGUAGES``.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = _texts(language)
        self._comma = self._texts["format.decimal"]

    def __getitem__(self, key: str) -> str:
        """Give a text; an unknown key is a bug of ours."""
        return self._texts[key]

    def say(self, key: str, **values: str) -> str:
        """Give a text with values put in."""
        return self._texts[key].format_map(values)

    @property
    def keys(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self._texts)

    def number(self, value: float | None, digits: int = 0) -> str:
        """Write a number as people do; a dash where it is not known.

        >>> Words("de").number(1.25, 1), Words("en").number(-1.25, 1), Words("en").number(None)
        ('1,2', '−1.2', '–')
        """
        if value is None:
            return DASH
        text = f"{value:.{digits}f}"
        if not text.strip("-0."):
            text = text.lstrip("-")
        return text.replace("-", "−").replace(".", self._comma)

    def signed(self, value: float, digits: int = 0) -> str:
        """Write a number with its sign."""
        text = self.number(value, digits)
        return text if text.startswith("−") or not text.strip("0.,") else f"+{text}"

    def clock(self, t_s: float) -> str:
        """Write an instant of a session.

        >>> Words("en").clock(725.0)
        '12:05'
        """
        whole = int(t_s)
        hours, rest = divmod(whole, 3600)
        text = f"{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
        return f"{hours}:{text}" if hours else text

    def minutes(self, duration_s: float) -> str:
        """Write a duration in minutes; *under a minute* where it is less."""
        if duration_s < 60.0:
            return self["format.under_a_minute"]
        count = int(duration_s / 60.0 + 0.5)
        return self.say("format.minute" if count == 1 else "format.minutes", n=str(count))

    def whole_minutes(self, duration_s: float) -> str:
        """Write a count of minutes in a table; what is less than one is no zero.

        >>> Words("en").whole_minutes(0.0), Words("en").whole_minutes(20.0)
        ('0', '< 1')
        """
        return "< 1" if 0.0 < duration_s < 60.0 else self.number(duration_s / 60.0)

    def side(self, side: Side | None, *, both: bool = True) -> str:
        """Name a foot; both where it is none in particular.

        Without ``both``, no side is a foot that nobody named.
        """
        return self[f"side.{side or ('both' if both else 'unsaid')}"]

    def place(self, side: Side | None, zone: Zone | None, *, both: bool = True) -> str:
        """Name a place on a foot, as in *top of the left foot*.

        Without ``both``, no side is a foot that nobody named.
        """
        return self[f"place.{zone or 'foot'}_{side or ('both' if both else 'unsaid')}"]

    def fit(self, fit: Mapping[Side, str] | None) -> str:
        """Say how the fit check before a run came out; None: it was skipped."""
        if fit is None:
            return self["fit.skipped"]
        told = [f"{self[f'short.{side}']} {self[f'fit.{how}']}" for side, how in fit.items()]
        return self.say("fit.came", what=", ".join(told))

    def each(self, parts: list[str]) -> str:
        """Join words as a sentence does: *a, b and c*."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self['format.and']} {parts[-1]}"


@cache
def _texts(language: str) -> Mapping[str, str]:
    tree = read_toml(FOLDER / f"{language}.toml", dict[str, dict[str, str]])
    return {
        f"{section}.{key}": text for section, table in tree.items() for key, text in table.items()
    }
