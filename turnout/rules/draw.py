"""A draw that anybody can compute again: who comes in which order, and who gets a place.

docs/draw.md says the same for whoever writes a verifier of their own; change both, and the algorithm's name.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

ALGORITHM = "turnout-draw-1"
MOST_WEIGHT = 10
OPEN = ""  # the seats that are of no quota

# Crockford's: no letter that looks like a digit. Fifty bits, so that a million have no two alike by chance.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = re.compile(rf"[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}")
_BLOCK = 64


class Entry(NamedTuple):
    """One person, or friends who stand or fall together: then all their seats, and the least weight."""

    code: str
    party: int
    weight: int = 1
    quota: str = OPEN


class Quota(NamedTuple):
    """Seats that its own entries fill first; what they leave is open to everybody."""

    code: str
    name: str
    seats: int


class Place(NamedTuple):
    """`quota` is whose seats it takes, which may be the open ones for an entry of a quota."""

    code: str
    quota: str


@dataclass(frozen=True)
class Outcome:
    """All codes by rank, and the places by rank. The waitlist is the rest of the order."""

    order: list[str]
    places: list[Place]


def code_of(number: int) -> str:
    """The entry code that stands for fifty random bits."""
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in range(9, -1, -1))
    return f"{letters[:5]}-{letters[5:]}"


def as_code(typed: str) -> str:
    """What somebody typed, as an entry code is written; letters that look like a digit are that digit."""
    plain = re.sub(r"[\s\-–—]", "", typed.upper()).translate(str.maketrans("OIL", "011"))  # noqa: RUF001
    return f"{plain[:5]}-{plain[5:]}"


def seed_of(commitment: bytes, randomness: bytes) -> bytes:
    """Both are 32 bytes."""
    return sha256(commitment + randomness).digest()


def draw(entries: Sequence[Entry], seats: int, quotas: Sequence[Quota], seed: bytes) -> Outcome:
    """`entries` are sorted by code, the seats of all quotas are part of `seats`."""
    ranked = _by_rank(entries, seed)
    return Outcome([entry.code for entry in ranked], _places(ranked, seats, quotas))


def ranks(entry: Entry, seed: bytes) -> list[bytes]:
    """HMAC-SHA-256 of `code|i`, one for each unit of weight: the smallest counts."""
    rank = _Ranking(seed)
    return [rank.of(f"{entry.code}|{i}".encode()) for i in range(entry.weight)]


class _Ranking:
    """HMAC with its key taken in once: for a million entries that is most of the work."""

    def __init__(self, seed: bytes) -> None:
        key = seed.ljust(_BLOCK, b"\0")
        self._inner = sha256(bytes(each ^ 0x36 for each in key))
        self._outer = sha256(bytes(each ^ 0x5C for each in key))

    def of(self, message: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


def _by_rank(entries: Sequence[Entry], seed: bytes) -> list[Entry]:
    """The sort keeps the order of what is equal: ties go by code."""
    rank = _Ranking(seed).of
    keys = [_least(rank, entry.code.encode() + b"|", entry.weight) for entry in entries]
    return [entries[at] for at in sorted(range(len(entries)), key=keys.__getitem__)]


def _least(rank: Callable[[bytes], bytes], start: bytes, weight: int) -> bytes:
    least = rank(start + b"0")
    for i in range(1, weight):
        least = min(least, rank(b"%s%d" % (start, i)))
    return least


def _places(ranked: Sequence[Entry], seats: int, quotas: Sequence[Quota]) -> list[Place]:
    """First each quota from its own entries, then the open seats and what the quotas left, from all.

    A party that does not fit is passed over, and a smaller one behind it may fit.
    """
    taken: dict[str, str] = {}
    left = seats
    for quota in quotas:
        own = (entry for entry in ranked if entry.quota == quota.code)
        left -= _fill(own, quota.seats, quota.code, taken)
    _fill((entry for entry in ranked if entry.code not in taken), left, OPEN, taken)
    return [Place(entry.code, taken[entry.code]) for entry in ranked if entry.code in taken]


def _fill(ranked: Iterable[Entry], seats: int, quota: str, taken: dict[str, str]) -> int:
    """How many seats were filled."""
    left = seats
    for entry in ranked:
        if not left:
            break
        if entry.party <= left:
            taken[entry.code] = quota
            left -= entry.party
    return seats - left
