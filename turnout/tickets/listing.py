"""Who holds tickets to an event, claim by claim in the order of their answers, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.tickets.models import Ticket

PAGE = 50


@dataclass(frozen=True)
class Counts:
    """`passed` of the good ones; `ended` are no longer good."""

    good: int
    passed: int
    ended: int


@dataclass(frozen=True)
class Holders:
    """Each interest has its good tickets as `good_tickets`; `after` is where the next page begins."""

    interests: Sequence[Interest]
    after: int | None


def counts_of(event: Event) -> Counts:
    good = Q(revoked_at=None)
    found = Ticket.objects.filter(event=event).aggregate(
        good=Count("pk", filter=good),
        passed=Count("pk", filter=good & Q(passed_at__isnull=False)),
        ended=Count("pk", filter=~good),
    )
    return Counts(**found)


def holders_of(event: Event, search: str = "", after: int = 0) -> Holders:
    """Those in whose name, address or tickets' names the text stands."""
    good = Ticket.objects.filter(revoked_at=None)
    of_claim = good.filter(interest=OuterRef("pk"))
    found = Interest.objects.filter(Exists(of_claim), event=event, pk__gt=after)
    if search:
        named = Exists(of_claim.filter(name__icontains=search))
        found = found.filter(named | Q(name__icontains=search) | Q(email__icontains=search))
    tickets = Prefetch("tickets", good.order_by("number"), "good_tickets")
    page = list(found.prefetch_related(tickets).order_by("pk")[: PAGE + 1])
    return Holders(page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None)
