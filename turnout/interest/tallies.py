"""Counters that go up and down in the transaction of what they count, and are never counted anew.

Dimensions: total; hour (UTC, "2026-11-22T17"); via; likelihood; option (its id); country.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

from django.db import connection, transaction
from django.db.models import Sum

from turnout.interest.many_rows import Insert, insert_postgres, insert_sqlite
from turnout.interest.models import Interest, Tally

DIMENSIONS = ("total", "hour", "via", "likelihood", "option", "country")

# What was counted of answers that were erased when their time was over: no rows are there to recount.
KEPT = 32_767

# Further writers of the rush path share these shards, which costs them time and nothing else.
SHARDS = 8

_INTO = """
    INSERT INTO interest_tally (
        event_id, dimension, value, shard, answers, seats, verified, suspects, suspect_seats
    )
"""
_ADD_UP = """
    ON CONFLICT (event_id, dimension, value, shard) DO UPDATE SET
        answers = interest_tally.answers + excluded.answers,
        seats = interest_tally.seats + excluded.seats,
        verified = interest_tally.verified + excluded.verified,
        suspects = interest_tally.suspects + excluded.suspects,
        suspect_seats = interest_tally.suspect_seats + excluded.suspect_seats
"""
_SQLITE = Insert(_INTO, "(?, ?, ?, ?, ?, ?, ?, ?, ?)", _ADD_UP)
_POSTGRES = Insert(
    _INTO,
    """SELECT * FROM unnest(
        %s::bigint[], %s::text[], %s::text[], %s::smallint[],
        %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]
    )""",
    _ADD_UP,
)


class Bucket(NamedTuple):
    event_id: int
    dimension: str
    value: str


class Sums(NamedTuple):
    """`verified` are those that are no suspects; `suspects` and their seats are part of the first two."""

    answers: int
    seats: int
    verified: int
    suspects: int = 0
    suspect_seats: int = 0


NOTHING = Sums(0, 0, 0)


class Counted(Protocol):
    """What is counted of an interest; stored or about to be."""

    @property
    def event_id(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def via(self) -> str: ...
    @property
    def likelihood(self) -> str: ...
    @property
    def options(self) -> Iterable[int]: ...
    @property
    def country(self) -> str: ...
    @property
    def party(self) -> int: ...
    @property
    def verified_at(self) -> datetime | None: ...
    @property
    def is_suspect(self) -> bool: ...
    @property
    def is_counted(self) -> bool: ...


def add(interests: Iterable[Counted], shard: int) -> None:
    """Count them, in the caller's transaction."""
    _upsert(sums_of(interests), shard)


@contextmanager
def recounting(interest: Counted) -> Iterator[None]:
    """What is counted of it follows the change that is made inside, in the caller's transaction."""
    before = sums_of([interest])
    yield
    after = sums_of([interest])
    _upsert({bucket: _difference(*pair) for bucket, pair in _unlike(before, after).items()}, shard=0)


def subtract(interests: Iterable[Counted]) -> None:
    """Count them no longer, in the caller's transaction."""
    _upsert({bucket: _difference(sums, NOTHING) for bucket, sums in sums_of(interests).items()}, shard=0)


def keep(interests: Iterable[Counted]) -> None:
    """Their rows go, in the caller's transaction, and they stay counted."""
    sums = sums_of(interests)
    _upsert({bucket: _difference(each, NOTHING) for bucket, each in sums.items()}, shard=0)
    _upsert(sums, shard=KEPT)


def sums_of(interests: Iterable[Counted]) -> dict[Bucket, Sums]:
    """Those that are not counted have none."""
    totals: dict[tuple[int, str, str], list[int]] = {}
    for interest in interests:
        if not interest.is_counted:
            continue
        seats = interest.party
        suspect = int(interest.is_suspect)  # PostgreSQL takes no truth for a number
        verified = int(interest.verified_at is not None and not suspect)
        suspect_seats = suspect * seats
        for key in _keys(interest):
            if key in totals:
                total = totals[key]
                total[0] += 1
                total[1] += seats
                total[2] += verified
                total[3] += suspect
                total[4] += suspect_seats
            else:
                totals[key] = [1, seats, verified, suspect, suspect_seats]
    return {Bucket(*key): Sums(*total) for key, total in totals.items()}


def _keys(interest: Counted) -> list[tuple[int, str, str]]:
    """As buckets, but plain: this is done for every answer while its batch waits."""
    event_id = interest.event_id
    keys = [
        (event_id, "total", ""),
        (event_id, "hour", _hour(int(interest.created_at.timestamp()) // 3600)),
        (event_id, "via", interest.via),
        (event_id, "likelihood", interest.likelihood),
        (event_id, "country", interest.country),
    ]
    for option in interest.options:
        keys.append((event_id, "option", str(option)))
    return keys


@lru_cache(maxsize=1024)
def _hour(number: int) -> str:
    """The hour since the epoch, as UTC names it."""
    return datetime.fromtimestamp(number * 3600, UTC).isoformat()[:13]


def _upsert(sums: Mapping[Bucket, Sums], shard: int) -> None:
    # Sorted, so that two writers of one shard take its rows in the same order.
    rows = [(*bucket, shard, *sums[bucket]) for bucket in sorted(sums)]
    if connection.vendor == "sqlite":
        insert_sqlite(_SQLITE, rows)
    elif rows:
        insert_postgres(_POSTGRES, rows)


def stored(event_id: int) -> dict[Bucket, Sums]:
    """What the counters say, over all shards; buckets that are empty again are left out."""
    return _summed(event_id)


def counted(event_id: int) -> dict[Bucket, Sums]:
    """What the counters should say: counted from the answers, one by one, and kept of erased ones."""
    found = sums_of(Interest.objects.filter(event_id=event_id).iterator(chunk_size=2_000))
    for bucket, sums in _summed(event_id, shard=KEPT).items():
        found[bucket] = Sums(*map(sum, zip(found.get(bucket, NOTHING), sums, strict=True)))
    return found


def _summed(event_id: int, **of: int) -> dict[Bucket, Sums]:
    rows = (
        Tally.objects.filter(event_id=event_id, **of)
        .values_list("dimension", "value")
        .annotate(*(Sum(column) for column in Sums._fields))
    )
    found = {Bucket(event_id, dimension, value): Sums(*sums) for dimension, value, *sums in rows}
    return {bucket: sums for bucket, sums in found.items() if any(sums)}


def recount(event_id: int) -> dict[Bucket, tuple[Sums, Sums]]:
    """Set the counters right; what was wrong, as stored and as counted.

    Nobody waits for it: both are read as of one moment, and the difference between them stays
    true whatever is added meanwhile.
    """
    with _one_moment():
        before, right = stored(event_id), counted(event_id)
    wrong = _unlike(before, right)
    with transaction.atomic():
        _upsert({bucket: _difference(*pair) for bucket, pair in wrong.items()}, shard=0)
    return wrong


def _unlike(one: Mapping[Bucket, Sums], other: Mapping[Bucket, Sums]) -> dict[Bucket, tuple[Sums, Sums]]:
    return {
        bucket: (one.get(bucket, NOTHING), other.get(bucket, NOTHING))
        for bucket in one.keys() | other.keys()
        if one.get(bucket) != other.get(bucket)
    }


def _difference(before: Sums, after: Sums) -> Sums:
    return Sums(*(now - then for then, now in zip(before, after, strict=True)))


@contextmanager
def _one_moment() -> Iterator[None]:
    """What is read inside is as of one moment. Django's own transactions would lock SQLite here."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN" if is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
