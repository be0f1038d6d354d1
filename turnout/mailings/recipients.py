"""Whom a mailing may be written to: never more than have agreed to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from turnout.interest.listing import Narrowing, narrowed
from turnout.interest.models import Interest, Subscriber
from turnout.interest.news import subscribers_of
from turnout.mailings.models import Mailing
from turnout.outbox.address_hash import hashes_of
from turnout.outbox.suppress import suppressed_among

Recipient = Interest | Subscriber
_AT_ONCE = 2_000


def recipients(mailing: Mailing) -> QuerySet[Any]:
    """By answering, people agreed to hear of the event: those whose answer counts, and who did not say stop.

    Anything else goes to those who asked for news and confirmed their address.
    """
    if mailing.about == Mailing.About.NEWS:
        return subscribers_of(mailing.event.organisation_id)
    found = narrowed(mailing.event_id, narrowing_of(mailing.narrowing))
    return found.filter(standing=Interest.Standing.COUNTED, mailings_off_at=None)


def narrowing_of(query: Mapping[str, str]) -> Narrowing:
    """What can be asked of a mailing's recipients; a channel or country of "-" means none."""
    option = query.get("option", "")
    return Narrowing(
        likelihood=query.get("likelihood") or None,
        verified={"yes": True, "no": False}.get(query.get("verified", "")),
        via={"": None, "-": ""}.get(query.get("via", ""), query.get("via")),
        option=int(option) if option.isdigit() else None,
    )


def size_of(mailing: Mailing) -> int:
    """How many are written to, without the addresses that do not exist. Each is looked at once."""
    return sum(len(batch) for batch in _in_batches(mailing))


def one_of(mailing: Mailing) -> Recipient | None:
    """Somebody it goes to, for a preview: the latest."""
    found: Recipient | None = recipients(mailing).order_by("-pk").first()
    return found


def deliverable(people: list[Recipient]) -> list[Recipient]:
    """Without those whose address no mail server knows."""
    gone = suppressed_among([person.email for person in people])
    if not gone:
        return people
    return [person for person in people if not any(each in gone for each in hashes_of(person.email))]


def _in_batches(mailing: Mailing) -> Iterator[list[Recipient]]:
    last, found = 0, recipients(mailing).only("pk", "email").order_by("pk")
    while people := list(found.filter(pk__gt=last)[:_AT_ONCE]):
        yield deliverable(people)
        last = people[-1].pk
