"""The list of an event's interests: narrowed, sorted, in pages that stay right while answers come in.

A page begins where the one before ended, at a row and not at a number of rows, so that what is
answered in between neither repeats a row nor hides one. What is immediate at a million answers: by
arrival and by e-mail, from any row on; a whole address. The rest reads the event's rows until a page
is full, which at worst is all of them: about a second for a million, on either database.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from turnout.interest.models import Interest
from turnout.interest.queries import Counts
from turnout.interest.tallies import NOTHING
from turnout.rules.email_address import NotAnAddress, key_of

PAGE_SIZE = 50
COUNTED = (Interest.Standing.COUNTED, Interest.Standing.SUSPECT)


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed to. Each part narrows further; None leaves open, "" asks for the empty.

    Without a standing it has those that count; a search finds everybody.
    """

    search: str = ""
    likelihood: str | None = None
    verified: bool | None = None
    via: str | None = None
    option: int | None = None
    country: str | None = None
    party: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    standing: str | None = None


@dataclass(frozen=True)
class Sort:
    key: Combinable
    descending: bool = False
    kind: type = str


SORTS = {
    "newest": Sort(F("pk"), descending=True, kind=int),
    "oldest": Sort(F("pk"), kind=int),
    "name": Sort(Lower("name")),
    "email": Sort(F("email_key")),
    "places": Sort(F("party"), descending=True, kind=int),
}


@dataclass(frozen=True)
class Page:
    """Rows, and the places where the neighbouring pages begin; empty where there is none."""

    interests: list[Interest]
    before: str
    after: str


class WrongPlace(ValueError):
    """No place in this list: mistyped, or made under another sorting."""


def narrowed(event_id: int, to: Narrowing) -> QuerySet[Interest]:
    found = _of_standing(Interest.objects.filter(event_id=event_id), to)
    for word in to.search.split():
        found = found.filter(_mentions(event_id, word))
    exact = {"likelihood": to.likelihood, "via": to.via, "country": to.country}
    found = found.filter(**{name: value for name, value in exact.items() if value is not None})
    if to.verified is not None:
        found = found.filter(verified_at__isnull=not to.verified)
    if to.option is not None:
        found = found.filter(Suits("options", Value(to.option)))
    if to.party is not None:
        found = found.filter(party__gte=to.party)
    if to.since is not None:
        found = found.filter(created_at__gte=to.since)
    if to.until is not None:
        found = found.filter(created_at__lt=to.until)
    return found


def _of_standing(found: QuerySet[Interest], to: Narrowing) -> QuerySet[Interest]:
    if to.standing is not None:
        return found.filter(standing=to.standing)
    return found if to.search else found.filter(standing__in=COUNTED)


def _mentions(event_id: int, word: str) -> Q:
    # A whole address is found by its key at once; a part of one is looked for in every row.
    try:
        exact = Q(email_key=key_of(word))
    except NotAnAddress:
        pass
    else:
        if Interest.objects.filter(exact, event_id=event_id).exists():
            return exact
    found = Q(email_key__contains=word.lower()) | Q(postcode__icontains=word)
    # SQLite knows upper and lower case of ASCII only.
    for spelling in {word, word.lower(), word.upper(), word.title()} if not word.isascii() else {word}:
        found |= Q(name__icontains=spelling)
    return found


class Suits(Func):
    """Whether a JSON list of numbers has this one."""

    output_field = BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "EXISTS (SELECT 1 FROM json_each(%(expressions)s)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") WHERE value = ", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "(%(expressions)s::bigint))"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" @> to_jsonb(", **extra)


def known_size(counts: Counts, to: Narrowing) -> int | None:
    """How many the list has, where the counters know; None where rows would have to be counted."""
    asked = {
        "likelihood": to.likelihood,
        "via": to.via,
        "country": to.country,
        "option": None if to.option is None else str(to.option),
    }
    asked_for = [(dimension, value) for dimension, value in asked.items() if value is not None]
    if len(asked_for) > 1 or to.search or to.party is not None or to.since or to.until or to.standing:
        return None
    dimension, value = next(iter(asked_for), ("total", ""))
    sums = counts.of(dimension).get(value, NOTHING)
    if to.verified is None:
        return sums.answers
    return sums.verified if to.verified else sums.answers - sums.verified


def page_of(
    interests: QuerySet[Interest], sort: Sort, *, before: str = "", after: str = "", size: int = PAGE_SIZE
) -> Page:
    """The page that ends before a place, begins after one, or the first. Raises WrongPlace."""
    if before:
        rows = _rows(interests, sort, before, size, backwards=True)
        if len(rows) > size:
            kept = rows[:size][::-1]
            return Page(kept, before=_place(sort, kept[0]), after=_place(sort, kept[-1]))
        # The beginning is near: the first page in full rather than what is left of it.
        after = ""
    rows = _rows(interests, sort, after, size)
    kept = rows[:size]
    return Page(
        kept,
        before=_place(sort, kept[0]) if after and kept else "",
        after=_place(sort, kept[-1]) if len(rows) > size else "",
    )


def _rows(
    interests: QuerySet[Interest], sort: Sort, place: str, size: int, *, backwards: bool = False
) -> list[Interest]:
    """In the list's order, or from the place backwards; one more than the page holds."""
    falling = sort.descending != backwards
    found = interests.annotate(sort_key=sort.key)
    if place:
        key, pk = _read(sort, place)
        side = "lt" if falling else "gt"
        # The first condition alone would do; in this form an index on the key is used.
        found = found.filter(**{f"sort_key__{side}e": key})
        found = found.filter(Q(**{f"sort_key__{side}": key}) | Q(**{f"pk__{side}": pk}))
    order = ("-sort_key", "-pk") if falling else ("sort_key", "pk")
    return list(found.order_by(*order)[: size + 1])


def _place(sort: Sort, interest: Interest) -> str:
    place = json.dumps([interest.sort_key, interest.pk])  # type: ignore[attr-defined]
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _read(sort: Sort, place: str) -> tuple[Any, int]:
    try:
        key, pk = json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)))
        as_stored = str(key).encode()
    except (ValueError, TypeError, RecursionError):
        raise WrongPlace(place) from None
    if type(key) is not sort.kind or type(pk) is not int or b"\0" in as_stored:
        raise WrongPlace(place)
    return key, pk


def in_batches(
    interests: QuerySet[Interest], *columns: Any, size: int = 5_000
) -> Iterator[list[tuple[Any, ...]]]:
    """Values of all by arrival, the pk first: in many short reads, so that none holds the database up."""
    last = 0
    values = interests.order_by("pk").values_list("pk", *columns)
    while batch := list(values.filter(pk__gt=last)[:size]):
        yield batch
        last = batch[-1][0]
