"""Whom a ticket is for, and where mails about it go."""

from dataclasses import dataclass
from typing import Any

from turnout.outbox.models import Mail
from turnout.outbox.queue import mail_of
from turnout.tickets.models import Ticket


@dataclass(frozen=True)
class Holder:
    """`claim` is the interest's number where the tickets of a whole claim go there, `link` the generation of
    its personal link.
    """

    email: str
    language: str
    claim: int | None = None
    link: int = 0


def holder_of(ticket: Ticket) -> Holder | None:
    """None once nobody is known any more."""
    if ticket.was_passed_on:
        return Holder(ticket.passed_to, ticket.language) if ticket.passed_to else None
    if ticket.interest is None:
        return None
    interest = ticket.interest
    return Holder(interest.email, interest.language, interest.pk, interest.generation)


def mail_to(holder: Holder, template: str, ticket: Ticket) -> Mail:
    """Not stored yet: about that ticket, or about the claim that it is one of."""
    ids: dict[str, Any] = {"ticket": ticket.pk, "generation": ticket.generation}
    if holder.claim:
        ids |= {"interest": holder.claim, "link": holder.link}
    return mail_of(
        template,
        holder.email,
        language=holder.language,
        organisation_id=ticket.event.organisation_id,
        **ids,
    )


def party_of(ticket: Ticket) -> list[Ticket]:
    """What its holder prints together: who claimed has those of the party, anybody else their own."""
    kept = _kept(ticket)
    return kept if kept and kept[0].pk == ticket.pk else [ticket]


def first_kept(ticket: Ticket) -> Ticket:
    """Of the same claim, the first that is good and no friend's; the ticket itself where there is none."""
    return next(iter(_kept(ticket)), ticket)


def _kept(ticket: Ticket) -> list[Ticket]:
    if ticket.was_passed_on or ticket.interest is None:
        return []
    of_claim = Ticket.objects.filter(interest=ticket.interest, passed_at=None, revoked_at=None)
    return list(of_claim.select_related("event__organisation", "interest").order_by("number"))
