"""Tickets come into being with a claim and end with it: `issue` and `revoke`, for who claims and releases.

Both run in the caller's transaction, and hold no lock of their own: the caller has the interest's row.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from turnout.interest.models import Interest
from turnout.outbox.queue import queue_all
from turnout.tickets.forget_friend import forget_offers
from turnout.tickets.holder import Holder, holder_of, mail_to
from turnout.tickets.keys import ensure_key
from turnout.tickets.models import PendingPass, Ticket


def issue(interest: Interest, party: int, now: datetime, names: Sequence[str] = ()) -> list[Ticket]:
    """One for each person of the party; the first is the fan's own, further names may be left open.

    The mail that leads to them is due work, see tell_holders. IntegrityError where the interest holds tickets
    already.
    """
    ensure_key(interest.event_id, now)
    known = [interest.name, *names][:party]
    known += [""] * (party - len(known))
    return Ticket.objects.bulk_create(
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


def revoke(tickets: Iterable[Ticket], why: str, now: datetime) -> int:
    """How many were good and are no longer; `why` is one of Ticket.Why.

    Who is left without any is told by a mail, which takes the event out of the calendar too; an erased
    person, and one whose ticket a friend holds now, is not.
    """
    chosen = Ticket.objects.filter(pk__in=[each.pk for each in tickets], revoked_at=None)
    ended = list(chosen.select_related("interest", "event__organisation"))
    good = Ticket.objects.filter(pk__in=[each.pk for each in ended], revoked_at=None)
    count = good.update(revoked_at=now, revoked_why=why)
    forget_offers(list(PendingPass.objects.select_related("ticket__event").filter(ticket__in=ended)))
    if why != Ticket.Why.ERASED:
        _tell(ended)
    return count


def release(interest: Interest, why: str, now: datetime) -> int:
    """As `revoke`, all of that claim but what friends have taken: how many seats come free by it."""
    return revoke(Ticket.objects.filter(interest=interest, passed_at=None, revoked_at=None), why, now)


def held_by(interest: Interest) -> list[Ticket]:
    """The good ones of that claim, those that friends have taken included, in their order."""
    return list(Ticket.objects.filter(interest=interest, revoked_at=None).order_by("number"))


def _tell(ended: Sequence[Ticket]) -> None:
    told: dict[Holder, Ticket] = {}
    for ticket in ended:
        if holder := holder_of(ticket):
            told.setdefault(holder, ticket)
    queue_all(
        mail_to(holder, "tickets/ended", ticket)
        for holder, ticket in told.items()
        if not holder.claim or not _has_others(holder.claim)
    )


def _has_others(claim: int) -> bool:
    return Ticket.objects.filter(interest=claim, passed_at=None, revoked_at=None).exists()
