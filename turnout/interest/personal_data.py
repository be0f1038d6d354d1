"""What this room holds about a person: an answer, and all that hangs on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from turnout.interest.models import Interest, LostLink, PendingAddress, Repeat, SavedFilter, Subscriber
from turnout.rules.email_address import key_of
from turnout.rules.person import Person

HOLDS = (Interest, Repeat, PendingAddress, Subscriber, SavedFilter, LostLink)


def people_of(
    interests: Sequence[Interest],
    former: Mapping[int, Collection[str]],
    wished: Mapping[int, Collection[str]],
    *,
    with_news: bool,
) -> list[Person]:
    """Who gave these answers, all to one event; `former` and `wished` are further addresses of them."""
    people = []
    for each in interests:
        addresses = {each.email, *former.get(each.pk, ())}
        people.append(
            Person(
                interest_id=each.pk,
                event_id=each.event_id,
                organisation_id=each.event.organisation_id,
                name=each.name,
                addresses={key_of(address): address for address in sorted(addresses)},
                wished=wished.get(each.pk, ()),
                with_news=with_news,
            )
        )
    return _with_others(people)


def person_of_subscriber(subscriber: Subscriber) -> Person:
    """Whose answers, where there are any, are not meant."""
    (person,) = _with_others(
        [
            Person(
                interest_id=0,
                event_id=0,
                organisation_id=subscriber.organisation_id,
                name=subscriber.email,
                addresses={subscriber.email_key: subscriber.email},
            )
        ]
    )
    return person


def _with_others(people: Sequence[Person]) -> list[Person]:
    """Each with the further answers to the same organisation that stay."""
    found: dict[str, set[int]] = {}
    keys = {key for each in people for key in each.addresses}
    others = Interest.objects.filter(
        event__organisation=people[0].organisation_id, email_key__in=keys
    ).exclude(pk__in=[each.interest_id for each in people])
    for pk, key in others.values_list("pk", "email_key"):
        found.setdefault(key, set()).add(pk)
    return [
        replace(each, others={key: found[key] for key in each.addresses if key in found}) for each in people
    ]


def held_of(person: Person) -> dict[str, Any]:
    """Each row as it is stored, by what it is."""
    return {
        "answer": _rows(Interest.objects.filter(pk=person.interest_id)),
        "answered_again": _rows(Repeat.objects.filter(pk=person.interest_id)),
        "address_asked_for": _rows(PendingAddress.objects.filter(pk=person.interest_id)),
        "news": _rows(_subscribers([person])),
    }


def erase(people: Sequence[Person]) -> None:
    """The answers with all that hangs on them; what is counted of them is the caller's affair."""
    naming = [each.pk for each in _filters(people) if any(_names(each, person) for person in people)]
    SavedFilter.objects.filter(pk__in=naming).delete()
    LostLink.objects.filter(email_key__in={key for each in people for key in each.addresses}).delete()
    _subscribers([each for each in people if each.with_news]).delete()
    Interest.objects.filter(pk__in=[each.interest_id for each in people]).delete()


def _subscribers(people: Sequence[Person]) -> QuerySet[Subscriber]:
    keys = {key for each in people for key in each.addresses}
    organisations = {each.organisation_id for each in people}
    return Subscriber.objects.filter(organisation__in=organisations, email_key__in=keys)


def _filters(people: Sequence[Person]) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(event__in={each.event_id for each in people})


def _names(saved: SavedFilter, person: Person) -> bool:
    """Whether somebody saved a search for this very person."""
    return any(person.is_named_in(str(text)) for text in (saved.name, saved.query.get("q", "")))


def _rows(found: "QuerySet[Any]") -> list[dict[str, Any]]:
    return [_row(each) for each in found]


def _row(thing: Model) -> dict[str, Any]:
    values = ((field.name, field.value_from_object(thing)) for field in thing._meta.concrete_fields)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}
