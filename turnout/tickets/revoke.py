from collections.abc import Iterable, Sequence
from datetime import datetime

from turnout.outbox.queue import queue_all
from turnout.tickets.forget_friend import forget_offers
from turnout.tickets.holder import Holder, holder_of, mail_to
from turnout.tickets.models import PendingPass, Ticket


def revoke(tickets: Iterable[Ticket], why: str, now: datetime) -> int:
    """How many were good and are no longer; `why` is one of Ticket.Why. In the caller's transaction.

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
