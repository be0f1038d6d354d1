"""Whom a ticket is for, and where mails about it go."""

from dataclasses import dataclass

from turnout.tickets.models import Ticket


@dataclass(frozen=True)
class Holder:
    """`claim` is the interest's number where the tickets of a whole claim go there."""

    email: str
    language: str
    claim: int | None = None


def holder_of(ticket: Ticket) -> Holder | None:
    """None once nobody is known any more."""
    if ticket.was_passed_on:
        return Holder(ticket.passed_to, ticket.language) if ticket.passed_to else None
    if ticket.interest is None:
        return None
    return Holder(ticket.interest.email, ticket.interest.language, ticket.interest.pk)


def party_of(ticket: Ticket) -> list[Ticket]:
    """What its holder prints together: who claimed has those of the party, anybody else their own."""
    if ticket.was_passed_on or ticket.interest is None:
        return [ticket]
    of_claim = Ticket.objects.select_related("event__organisation", "interest").filter(
        interest=ticket.interest, passed_at=None, revoked_at=None
    )
    kept = list(of_claim.order_by("number"))
    return kept if kept and kept[0].pk == ticket.pk else [ticket]
