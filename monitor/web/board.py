"""What is known now and what was said, as the page reads it; pure: events in, JSON out."""

import contextlib
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from monitor.advice.limits import AdviceLimits
from monitor.advice.nerve_zone import RiskClass, class_of, is_weak, main_reason
from monitor.advice.red_flags import EMERGENCIES, flag_said
from monitor.errors import WireError
from monitor.sinks.odometer import Odometer
from monitor.sources.ble_states import Trouble
from monitor.texts import LANGUAGES, translate
from monitor.types import (
    NERVE_ZONES,
    Advice,
    Event,
    HeartBeat,
    Notice,
    NoticeKind,
    Outcome,
    Packet,
    ReferenceSpeed,
    Risk,
    Side,
    Stride,
    Symptom,
    Wish,
    WishKind,
    Zone,
)
from monitor.web.sensors import Sensors
from monitor.wire import uuids, wish

Json = dict[str, Any]
"""What becomes a JSON object; ``Any`` because that is what JSON is."""

KEPT: Final = 200
"""News that a page which was away can still ask for. Rule of thumb: a marathon says fewer."""
_ANSWER_S: Final = 60.0
"""An answer belongs to a question this long, s. Rule of thumb; the page has the same."""
_IS_WELL: Final = "Better?"
"""The question that *ok* answers; the page has the same."""
_STRIDES_S: Final = 5.0
"""While a stride is newer than this, s, no other device is asked for the cadence. Rule of thumb."""
_UNNAMED: Final = {name: side for side in Side for name in (f"{side} pod", str(side))}
"""What we call the sensor of a foot that has not said its name."""
_TROUBLES: Final = {trouble.value: f"radio_{trouble.name.lower()}" for trouble in Trouble}
"""What is told of the radio, by the words that name its trouble."""
_OUR_NAMES: Final = {"recording": "recording"}
"""What is told of something that is no sensor, by the name that we give it."""
_READING: Final = AdviceLimits()
_HOW: Final = {how: how.name.lower() for how in RiskClass}


@dataclass(slots=True)
class Board:
    """The latest of everything, and the news by number.

    Parameters
    ----------
    run : str
        Names the run: numbers of another run mean nothing.
    """

    run: str
    phase: str = "running"
    sensors: Sensors = field(default_factory=Sensors)
    _number: int = 0
    _news: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT))
    _numbers: dict[str, tuple[float, float]] = field(default_factory=dict)
    _strode_s: float = float("-inf")
    _far: Odometer = field(default_factory=Odometer)
    _feet: dict[Side, Json] = field(default_factory=dict)
    _risks: dict[tuple[Side, Zone], Risk] = field(default_factory=dict)
    _sentence: Json | None = None
    _cards: list[Json] = field(default_factory=list)
    _quiet_until_s: float | None = None
    paused: bool = False
    _unseen: set[Side] = field(default_factory=set)
    flagged: bool = False
    """Whether a red flag was said in this run."""

    @property
    def number(self) -> int:
        """Number of the last news."""
        return self._number

    def push(self, event: Event) -> None:
        """Take note of an event."""
        match event:
            case Stride():
                self._stride(event)
            case HeartBeat():
                self._numbers["heart_bpm"] = (event.rate_bpm, event.t_s)
            case ReferenceSpeed():
                self._other_device(event)
            case Risk():
                self._risks[event.side, event.zone] = event
            case Advice():
                self._advise(event)
            case Outcome():
                self._judge(event)
            case Symptom() | Wish() | Notice():
                self._tell(event)

    def hear(self, packet: Packet) -> None:
        """Take note of a packet, whatever it means.

        A pause shows at once: its event waits until the feet before it are understood.
        """
        self.sensors.push(packet)
        if packet.characteristic == uuids.WISH:
            with contextlib.suppress(WireError):
                kind = wish.decode(packet.payload).kind
                if kind in {WishKind.PAUSE, WishKind.RESUME}:
                    self.paused = kind is WishKind.PAUSE

    def seen(self, number: int) -> None:
        """Put a referral card away: the runner has read it."""
        self._cards = [card for card in self._cards if card["number"] != number]

    def asks(self, now_s: float) -> bool:
        """Whether the last sentence asks if it is well: "Left foot?" is no such question."""
        said = self._sentence
        waits = said is not None and now_s - said["t_s"] < _ANSWER_S
        return said is not None and waits and said["text"]["en"].rstrip().endswith(_IS_WELL)

    def feet(self, now_s: float) -> list[Side]:
        """Give the feet of which something is known now."""
        return [side for side in self.sensors.feet(now_s) if side not in self._unseen]

    def risk_phrase(self, seen: Collection[Side]) -> str:
        """Give the key of what the voice says of the risk: the highest, of the feet that are seen.

        A zone that was not assessed is never taken for low.
        """
        levels = [risk.level for risk in self._risks.values() if risk.side in seen]
        known = [level for level in levels if level is not None]
        if not known:
            return "risk.not_assessed"
        how = _HOW[class_of(max(known), _READING)]
        whole = len(known) == len(Side) * len(NERVE_ZONES)
        return f"risk.{how}" if whole or how != "low" else "risk.low_partly"

    def state(self, now_s: float) -> Json:
        """Give the latest of everything at an instant of the session."""
        return {
            "type": "state",
            "run": self.run,
            "phase": self.phase,
            "now_s": round(now_s, 2),
            "n": self._number,
            "sentence": self._sentence,
            "cards": self._cards,
            "quiet_until_s": self._quiet_until_s,
            "paused": self.paused,
            "numbers": self._numbers,
            "feet": self._feet,
            "risks": [_risk(risk) for risk in self._risks.values()],
            "sensors": self.sensors.state(),
        }

    def news_after(self, number: int) -> list[Json]:
        """Give what was said after an event's number, as far as it is kept."""
        return [news for news in self._news if news["n"] > number]

    def _stride(self, stride: Stride) -> None:
        t_s = self._strode_s = stride.next_ic_s
        self._far.step(stride)
        self._distance(t_s)
        self._numbers["cadence_spm"] = (round(stride.cadence_spm, 1), t_s)
        if stride.contact_time_s is not None:
            self._numbers["contact_ms"] = (round(1000.0 * stride.contact_time_s), t_s)
        if stride.speed_m_s is not None:
            self._speed(stride.speed_m_s, t_s)
        load = stride.load
        self._feet[stride.side] = {
            "t_s": t_s,
            "forefoot": _rounded(load and load.forefoot_share, 2),
            "midfoot": _rounded(load and load.midfoot_share, 2),
            "heel": _rounded(load and load.heel_share, 2),
            "instep_kpa": _rounded(load and load.instep_swing_kpa, 1),
        }

    def _other_device(self, said: ReferenceSpeed) -> None:
        self._far.note(said)
        self._distance(said.t_s)
        self._speed(said.speed_m_s, said.t_s)
        if said.cadence_spm is not None and said.t_s - self._strode_s > _STRIDES_S:
            self._numbers["cadence_spm"] = (round(said.cadence_spm, 1), said.t_s)

    def _distance(self, t_s: float) -> None:
        if (distance_m := self._far.distance_m) is not None:
            self._numbers["distance_m"] = (round(distance_m), t_s)

    def _speed(self, speed_m_s: float, t_s: float) -> None:
        if speed_m_s > 0.0:
            self._numbers["pace_s_km"] = (round(1000.0 / speed_m_s), t_s)

    def _advise(self, advice: Advice) -> None:
        self._sentence = {
            "number": advice.number,
            "t_s": advice.t_s,
            "expires_s": advice.expires_s,
            "text": in_all_languages(advice.text),
            "red_flag": advice.red_flag,
        }
        if advice.red_flag:
            self.flagged = True
            self._put_up(advice)
        news = {"number": advice.number, "text": self._sentence["text"], "red": advice.red_flag}
        self._say("advice", advice.t_s, news)

    def _put_up(self, advice: Advice) -> None:
        """Add a card, the most urgent first; the same one said anew takes the place of the old."""
        urgency = "now" if flag_said(advice.words) in EMERGENCIES else "soon"
        text = in_all_languages(advice.text)
        others = [card for card in self._cards if card["text"] != text]
        cards = [*others, {"number": advice.number, "text": text, "urgency": urgency}]
        self._cards = sorted(cards, key=lambda card: card["urgency"] != "now")

    def _judge(self, outcome: Outcome) -> None:
        news = {"what": str(outcome.kind), "number": outcome.advice_number}
        self._say("outcome", outcome.t_s, news)

    def _tell(self, event: Symptom | Wish | Notice) -> None:
        match event:
            case Symptom():
                news: Json = {"what": event.feeling, "side": event.side, "zone": event.zone}
                news["both"] = event.both
                self._say("symptom", event.t_s, news)
            case Wish():
                if event.kind is WishKind.SNOOZE:
                    self._quiet_until_s = event.t_s + event.for_s
                self._say("wish", event.t_s, {"what": event.kind})
            case Notice():
                self.sensors.note(event)
                if event.kind is NoticeKind.UNSEEN and event.side is not None:
                    self._unseen.add(event.side)
                elif event.kind is NoticeKind.SEEN and event.side is not None:
                    self._unseen.discard(event.side)
                if event.kind is not NoticeKind.UNKNOWN:
                    self._say("notice", event.t_s, _notice(event))

    def _say(self, kind: str, t_s: float, news: Json) -> None:
        self._number += 1
        self._news.append({"n": self._number, "kind": kind, "t_s": round(t_s, 2), **news})


def _notice(notice: Notice) -> Json:
    """Give news of a sensor; names that are ours are left to the page, which has its language.

    >>> _notice(Notice(NoticeKind.NOT_FOUND, 9.0, "left pod", "left pod: not found"))
    {'what': 'not_found', 'sensor': None, 'side': 'left'}
    """
    what, sensor, side = str(notice.kind), notice.sensor, notice.side
    if notice.kind is NoticeKind.NO_RADIO:
        other = _TROUBLES[Trouble.OTHER.value]
        told = (name for words, name in _TROUBLES.items() if notice.text.startswith(words))
        return {"what": next(told, other), "sensor": None, "side": None}
    if sensor in _OUR_NAMES:
        return {"what": _OUR_NAMES[sensor], "sensor": None, "side": None}
    if sensor in _UNNAMED:
        return {"what": what, "sensor": None, "side": str(_UNNAMED[sensor])}
    return {"what": what, "sensor": sensor, "side": None if side is None else str(side)}


def in_all_languages(english: str) -> dict[str, str]:
    """Give a sentence in every language of the page.

    >>> in_all_languages("Take shorter, softer steps.")
    {'en': 'Take shorter, softer steps.', 'de': 'Mach kürzere, weichere Schritte.'}
    """
    return {language: translate(english, language) for language in LANGUAGES}


def _risk(risk: Risk) -> Json:
    cause = main_reason(risk)
    return {
        "side": risk.side,
        "zone": risk.zone,
        "how": _HOW[class_of(risk.level, _READING)],
        "cause": None if cause is None else cause.replace(" ", "_"),
        "coverage": round(risk.coverage, 2),
        "weak": is_weak(risk),
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
