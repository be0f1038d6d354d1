"""What this room holds about a person who reads posts by mail."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from turnout.newsroom.models import Reader, ReaderWish
from turnout.rules.person import Person

HOLDS = (Reader, ReaderWish)


def person_of_reader(reader: Reader) -> Person:
    """Whose answers, where there are any, are not meant."""
    return Person(
        interest_id=0,
        event_id=0,
        organisation_id=reader.organisation_id,
        name=reader.email,
        addresses={reader.email_key: reader.email},
    )


def held_of(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "email": each.email,
            "how_often": each.cadence,
            "language": each.language,
            "asked": each.asked_at.isoformat(),
            "confirmed": _moment(each.since),
            "ended": _moment(each.ended_at),
        }
        for each in _readers([person]).order_by("pk")
    ]


def erase(people: Sequence[Person]) -> None:
    """Readers with what was sent to them, where news is meant as well."""
    meant = [each for each in people if each.with_news]
    _readers(meant).delete()
    ReaderWish.objects.filter(_under(meant)).delete()


def _readers(people: Sequence[Person]) -> "QuerySet[Reader]":
    return Reader.objects.filter(_under(people))


def _under(people: Sequence[Person]) -> Q:
    """Each at the organisation that it is about, and nowhere else."""
    found = Q(pk__in=[])
    for person in people:
        found |= Q(organisation=person.organisation_id, email_key__in=list(person.addresses))
    return found


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
