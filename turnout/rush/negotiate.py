"""What a visitor's browser would like best, of what there is."""

from functools import lru_cache

# No browser sends more, and what is remembered of strangers stays small.
_LONGEST = 200


def encoding(accept: bytes) -> bytes:
    """`br`, `gzip` or nothing, for this Accept-Encoding."""
    return _encoding(accept[:_LONGEST])


@lru_cache(maxsize=256)
def _encoding(accept: bytes) -> bytes:
    wanted = dict(_preferences(accept.decode("latin-1")))
    anything = wanted.get("*", 0.0)
    weights = {name: wanted.get(name.decode(), anything) for name in (b"br", b"gzip")}
    best = max(weights, key=lambda name: weights[name])
    return best if weights[best] > 0 else b""


def language(accept: bytes, languages: tuple[str, ...]) -> str:
    """One of the languages, for this Accept-Language; the first where none is asked for."""
    return _language(accept[:_LONGEST], languages) if len(languages) > 1 else languages[0]


@lru_cache(maxsize=1024)
def _language(accept: bytes, languages: tuple[str, ...]) -> str:
    wanted = sorted(_preferences(accept.decode("latin-1")), key=lambda preference: -preference[1])
    for tag, weight in wanted:
        for offered in languages:
            if weight > 0 and _speaks(tag, offered):
                return offered
    return languages[0]


def _speaks(tag: str, offered: str) -> bool:
    """Whether a reader of `tag` (zh, zh-cn, es-mx) reads `offered` (zh-hans, es)."""
    return tag.split("-")[0] == offered.split("-")[0]


def _preferences(accept: str) -> list[tuple[str, float]]:
    """Names and weights, in the order they were sent."""
    preferences = []
    for part in accept.lower().split(","):
        name, _, parameters = part.partition(";")
        preferences.append((name.strip(), _weight(parameters)))
    return preferences


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
