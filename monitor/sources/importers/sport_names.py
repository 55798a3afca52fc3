"""Tell from the name of a sport, in many languages, whether it is done on foot.

GPX and TCX write what the app calls it: ``running``, ``Laufen``, ``bieganie``. Names
are compared without case and accents. What is no foot's sport is sought first: cross-country skiing
is *Langlauf* and *biegi narciarskie*.
"""

import re
import unicodedata
from enum import Enum
from typing import Final


class Sport(Enum):
    """What a name says of the feet."""

    ON_FOOT = "on foot"
    OTHER = "other"
    UNKNOWN = "unknown"


_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss"}
)
_CARRIED: Final = re.compile(
    # wheels
    r"bik(?!ram)|cycl|cicl|cykl|bici|(?<!\bst)(?<!\bp)(?:ride|riding)|\bvelo|velodrom|\bvtt\b|mtb|fahrrad|\brad|radfahr"
    r"|radsport|rennrad|radeln|fiets|wielren|sykl|cykel|pyoraily|rower|kolar|\bkolo|kerekpar|bisiklet"
    r"|вело|ποδηλ|自転車|サイクリング|骑行|騎|单车|자전거|사이클|wheel|rollstuhl|roller|scooter|patinete"
    r"|skat|patin|pattin|schaats|skridsko|luistel|スケート|inline|driv|motor|moto\b|auto\b|car\b"
    # snow
    r"|\bski|(?:alpine|nordic|country|roller)ski|snowboard|langlauf|eislauf|schlittschuh|narciar|narty|hiiht|esqui|\bsci\b|\blangd(?!ist)"
    r"|лыж|lyz|スキー|滑雪|스키|sled|toboggan"
    # water
    r"|swim|schwimm|natation|nage|nuoto|natacion|nadar|natacao|nado|zwem|plyw|plav|svom|simning"
    r"|simma|uinti|uszas|inot|yuzme|плава|κολυμ|水泳|スイミング|游泳|수영|row(?:ing|er)|\brow\b|virtualrow|ruder"
    r"|aviron|\bremo|canott|roei|\brodd|wiosl|veslo|гребл|ボート|划船|조정|paddl|kayak|kajak|kanu|canoe"
    r"|sail|segel|\bvoile|\bvela\b|surf|dive\b|diving|tauch"
)
"""On wheels, on snow and in water, whatever else the name says."""
_RUNS: Final = re.compile(r"\b(?:run|walk|lauf)(?!n?er)")
"""What makes a fitness walk a walk; yoga for runners stays yoga."""
_OTHER: Final = re.compile(
    r"elliptic|ellipt|crosstrain|yoga|pilates|strength|kraft|muscul|fuerza|\bforza|styrk|weight"
    r"|hiit|crossfit|aerobic|gym|fitness|tennis|badminton|ball\b|squash|padel|football|soccer|fussball|futbol"
    r"|calcio|voetbal|basket|volley|handball|rugby|hockey|golf|boxing|boxen|martial|judo|karate"
    r"|danc|\btanz|horse|reiten|equit|equestr|climb|kletter|escalad|arrampic|stair|fly|flight|glid"
    r"|medit|breath|planned route|^(?!(?:4|9|10)$)\d+$"
)
_ON_FOOT: Final = re.compile(
    r"run|jog|stride|walk|hik|trek|trail|treadmill|foot|pied|march|orienteer|marathon|canicross|plogging"
    r"|ruck|snowshoe|raquette|schneeschuh|ultra|track|parkrun|obstacle"
    r"|lauf|lauft|wander|gehen|spazier|marsch"
    r"|course|courir|randonn|footing|sentier|tapis"
    r"|carrera|correr|\bcorre|trote|cam+in|senderism|andar|cinta"
    r"|\bcorsa|passegg|escursion|podism|corrida|caminh|trilha|esteira|passadeira"
    r"|hardlo|\blopen|loopband|wandel|lopning|\blop|springa|promenad|vandr|\bgang\b|gatur|fottur"
    r"|\blobe?(?:t|tur)?\b|juoks|kavel|vael|bieg|chod|spacer|wedrow|piesz|\bbeh|\bchuz|turist"
    r"|futas|gyalog|alerg|drumet|\bmers\b|plimb|kosu|yuruy"
    r"|бег|пробеж|ходьб|поход|прогул|шаг|біг|ходьба|τρεξ|περπ|πεζ|δρομ"
    r"|ラン|ジョギング|ウォーク|ウォーキング|ハイキング|マラソン|徒歩|散歩|登山"
    r"|跑|步行|徒步|走路|健走|散步|달리기|러닝|런닝|걷기|조깅|하이킹|등산|마라톤|산책"
    r"|ריצה|הליכה|جري|ركض|مشي|chay|di bo|\blari\b|jalan|วิ่ง|เดิน"
    r"|^(?:other|unknown|uncategorized|default|4|9|10)$|other"
)
"""Also TCX's *Other*, and Strava's numbers of a hike, a run and a walk."""
_LATIN: Final = 0x0500
"""Accents from here on are marks of other scripts, which belong to their letters."""


def sport_of(name: str) -> Sport:
    """What the name of a sport says.

    >>> [sport_of(name).value for name in ("Trail Running", "Langlauf", "bieganie", "curling")]
    ['on foot', 'other', 'on foot', 'unknown']
    """
    bare = unicodedata.normalize("NFKD", name.strip().casefold().translate(_LETTERS))
    bare = "".join(one for one in bare if not unicodedata.combining(one) or ord(one) > _LATIN)
    words = re.sub(r"[_\-/.]+", " ", unicodedata.normalize("NFC", bare))
    if _CARRIED.search(words) or (_OTHER.search(words) and not _RUNS.search(words)):
        return Sport.OTHER
    return Sport.ON_FOOT if _ON_FOOT.search(words) else Sport.UNKNOWN
