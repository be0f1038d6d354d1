"""Tickets come into being with a claim and end with it: `issue` and `revoke`, for who claims and releases.

Both run in the caller's transaction, and hold no lock of their own: the caller has the interest's row.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from turnout.interest.models import Interest
from turnout.outbox.queue import queue
from turnout.tickets.keys import ensure_key
from turnout.tickets.models import PendingPass, Ticket


def issue(interest: Interest, party: int, now: datetime, names: Sequence[str] = ()) -> list[Ticket]:
    """One for each person of the party; the first is the fan's own, further names may be left open.

    One mail leads to all of them. IntegrityError where the interest holds tickets already.
    """
    ensure_key(interest.event_id, now)
    known = [interest.name, *names][:party]
    known += [""] * (party - len(known))
    tickets = Ticket.objects.bulk_create(
        Ticket(
            event_id=interest.event_id,
            interest=interest,
            number=number,
            serial=secrets.token_hex(6),
            name=name,
            language=interest.language,
            issued_at=now,
        )
        for number, name in enumerate(known, 1)
    )
    queue(
        "tickets/yours",
        interest.email,
        language=interest.language,
        organisation_id=interest.event.organisation_id,
        interest=interest.pk,
        generation=interest.generation,
    )
    return tickets


def revoke(tickets: Iterable[Ticket], why: str, now: datetime) -> int:
    """How many were good and are no longer; `why` is one of Ticket.Why. Their holders' calendars are told."""
    good = Ticket.objects.filter(pk__in=[each.pk for each in tickets], revoked_at=None)
    ended = list(good.select_related("interest", "event"))
    PendingPass.objects.filter(ticket__in=ended).delete()
    for each in ended:
        each.revoked_at, each.revoked_why = now, why
    return Ticket.objects.filter(pk__in=[each.pk for each in ended], revoked_at=None).update(
        revoked_at=now, revoked_why=why
    )


def held_by(interest: Interest) -> list[Ticket]:
    """The good ones of that claim, those that were passed on included, in their order."""
    return list(Ticket.objects.filter(interest=interest, revoked_at=None).order_by("number"))
