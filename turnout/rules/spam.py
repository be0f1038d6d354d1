"""How like spam a comment is: a score with its reasons, learned from what moderators decided.

Naive Bayes over words and features. Learning is scikit-learn's (imported only there, because nobody who
serves pages learns); what was learned is a weight for each feature, so that a score is a sum, and its
greatest summands are its reasons.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# A decision of this site's own counts as so many rows of the packaged seed.
OWN_WEIGHS = 3.0
# From here on a comment is kept for a moderator, whoever wrote it.
HELD_FROM = 0.5
MOST_REASONS = 4
_SMOOTHING = 0.35
_STEM = 6
# What speaks for spam by less than half as much again is no reason to tell.
_SPEAKS_FROM = 0.4
_MOST_WORDS = 400

_LINK = re.compile(r"https?://|www\.|\[url|href=", re.IGNORECASE)
_ENDINGS = "xyz|top|shop|info|biz|online|site|club|vip|icu|win|bet|ru"
_HOST = re.compile(
    rf"(?:https?://|www\.)[\w.-]{{3,80}}|\b[\w-]{{3,40}}\.(?:com|net|org|cn|io|{_ENDINGS})\b", re.IGNORECASE
)
_CHEAP = re.compile(rf"\.(?:{_ENDINGS}|click|live)\b", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_PHONE = re.compile(r"(?:\+|00)?\d[\d\s().-]{8,}\d")
_MONEY = re.compile(r"[$€£¥₿]\s?\d|\d\s?(?:[$€£¥%]|usd|eur|usdt|btc|元|块|万)", re.IGNORECASE)
_HANDLE = re.compile(r"(?:telegram|whatsapp|wechat|微信|加微|加v|薇信|vx|qq|t\.me|wa\.me)", re.IGNORECASE)
_HIDDEN = re.compile("[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_HAN = re.compile("[\u3400-\u9fff]+")
_SIGNS = ("filled", "young", "bare", "stale")


class Sample(NamedTuple):
    """One comment as the filter sees it. `recent` are those of its network within the hour before."""

    text: str
    name: str = ""
    signs: str = ""
    recent: int = 0


class Row(NamedTuple):
    """A decided comment: its features, whether it was spam, and how much it counts."""

    features: Sequence[str]
    is_spam: bool
    weight: float = 1.0


class Verdict(NamedTuple):
    """`score` is 0 (no spam) to 1; `reasons` are the features that raised it most, the first the most."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Learned:
    """What was learned: how much each feature speaks for spam, in natural logarithms of odds."""

    weights: Mapping[str, float]
    prior: float = 0.0
    rows: int = field(default=0)

    def judge(self, features: Iterable[str]) -> Verdict:
        known = {each: self.weights[each] for each in features if each in self.weights}
        # A long comment is not surer than a short one because it has more words: they are not independent.
        total = (self.prior + sum(known.values())) / math.sqrt(max(1.0, len(known) / 4))
        speaking = (each for each, weight in known.items() if weight > _SPEAKS_FROM)
        for_it = sorted(speaking, key=lambda each: (-known[each], each))
        score = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
        return Verdict(round(score, 4), tuple(for_it[:MOST_REASONS]))


def learn(rows: Sequence[Row]) -> Learned:
    """From both kinds. Raises ValueError where one is missing."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.naive_bayes import MultinomialNB

    vectors = DictVectorizer()
    seen = vectors.fit_transform([dict.fromkeys(row.features, 1.0) for row in rows])
    bayes = MultinomialNB(alpha=_SMOOTHING, fit_prior=False)
    bayes.fit(seen, [row.is_spam for row in rows], sample_weight=[row.weight for row in rows])
    if list(bayes.classes_) != [False, True]:
        raise ValueError("rows of both kinds are needed")
    ham, spam = bayes.feature_log_prob_
    names = vectors.get_feature_names_out()
    weights = {str(name): round(float(s - h), 3) for name, h, s in zip(names, ham, spam, strict=True)}
    return Learned(weights, 0.0, len(rows))


def features_of(sample: Sample) -> list[str]:
    """Words (their beginnings) and, marked with a tilde, what is no word."""
    raw = sample.text[:8_000]
    text = unicodedata.normalize("NFKC", _HIDDEN.sub("", raw)).casefold()
    found = [*_words(text), *(f"name:{word}" for word in _words(sample.name.casefold()))]
    return list(dict.fromkeys([*found[:_MOST_WORDS], *_traits(raw, text, sample)]))


def _words(text: str) -> list[str]:
    without_links = _HOST.sub(" ", text)
    words = [word[:_STEM] for word in _WORD.findall(_HAN.sub(" ", without_links)) if len(word) > 1]
    runs = _HAN.findall(without_links)
    return words + [run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1))]


def _traits(raw: str, text: str, sample: Sample) -> list[str]:
    links = len(_LINK.findall(raw))
    marks = {
        f"~links-{min(links, 3)}": True,
        "~cheap-domain": _CHEAP.search(raw),
        "~host": links == 0 and _HOST.search(raw),
        "~mail-address": _MAIL.search(raw),
        "~phone": _PHONE.search(raw),
        "~money": _MONEY.search(raw),
        "~messenger": _HANDLE.search(text),
        "~hidden": _HIDDEN.search(raw),
        "~mixed-scripts": any(map(_is_mixed, _WORD.findall(text))),
        "~capitals": _shouts(raw),
        "~exclaims": raw.count("!") + raw.count("\uff01") > 2,
        "~pictures": sum(unicodedata.category(char) == "So" for char in raw) > 3,
        "~same-again": _repeats(text),
        "~markup": re.search(r"<a\s|\[url|\[/|&lt;", raw, re.IGNORECASE),
        "~name-is-link": _HOST.search(sample.name),
        "~asks": "?" in raw or "？" in raw or "¿" in raw,
        f"~recent-{'many' if sample.recent > 9 else 'some'}": sample.recent > 2,
    }
    return [name for name, is_there in marks.items() if is_there] + [
        f"~sign-{sign}" for sign in sample.signs.split() if sign in _SIGNS
    ]


def _is_mixed(word: str) -> bool:
    """Latin letters with look-alikes of another alphabet among them."""
    scripts = {unicodedata.name(char, "").split(" ")[0] for char in word if char.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})


def _shouts(raw: str) -> bool:
    letters = [char for char in raw if char.isupper() or char.islower()]
    return len(letters) > 12 and sum(map(str.isupper, letters)) > 0.5 * len(letters)


def _repeats(text: str) -> bool:
    words = _WORD.findall(text)
    return len(words) > 11 and len(set(words)) < 0.45 * len(words)
