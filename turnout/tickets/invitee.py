from django.utils import timezone

from turnout.tickets.holder import Holder, first_kept, holder_of
from turnout.tickets.invite_file import Invitee, host, invite_file
from turnout.tickets.models import Ticket
from turnout.tickets.occasion import occasion_of
from turnout.tickets.ticket_link import ticket_link


def invitee_of(ticket: Ticket, holder: Holder) -> Invitee:
    """Who claimed has one entry for the whole party; a friend has one of their own."""
    what = f"claim-{holder.claim}" if holder.claim else f"ticket-{ticket.serial}-{ticket.generation}"
    return Invitee(f"{what}@{host()}", holder.email, ticket.name, ticket_link(ticket))


def calendar_of(ticket: Ticket, language: str) -> bytes:
    """To be added by hand; what is mailed later moves the same entry. Empty while no date is known."""
    holder = holder_of(ticket) or Holder("", language)
    first = first_kept(ticket) if holder.claim else ticket
    occasion = occasion_of(ticket.event, language)
    return invite_file(ticket.event, occasion, invitee_of(first, holder), "PUBLISH", timezone.now())
