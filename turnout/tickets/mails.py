"""The facts of the mails about tickets.

The mail that offers a ticket says nothing that was typed by who offers it: it goes to an address that nobody
has shown to be theirs.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from turnout.outbox.for_many import for_many
from turnout.outbox.render import CalendarPart, NoLongerNeeded, adds_calendar, resolves
from turnout.tickets.holder import Holder, first_kept, holder_of, party_of
from turnout.tickets.invite_file import invite_file
from turnout.tickets.invitee import invitee_of
from turnout.tickets.models import PendingPass, Ticket
from turnout.tickets.occasion import Occasion, occasion_of
from turnout.tickets.offer_link import offer_link
from turnout.tickets.ticket_link import ticket_link

Facts = Mapping[str, Any]


@resolves("tickets/yours")
def yours(ids: Facts) -> Facts:
    return _of_good(ids)


@resolves("tickets/changed")
def changed(ids: Facts) -> Facts:
    return _of_good(ids)


@adds_calendar("invitations/moved")
def moved(ids: Facts) -> CalendarPart | None:
    """Whoever of those invited has tickets already."""
    of_claim = Ticket.objects.select_related("event__organisation", "interest")
    kept = of_claim.filter(interest=ids["interest"], passed_at=None, revoked_at=None)
    ticket = kept.order_by("number").first()
    holder = holder_of(ticket) if ticket else None
    part: CalendarPart | None = None
    if ticket and holder:
        part = _calendar(ticket, holder, ends=False).get("calendar")
    return part


@resolves("tickets/taken")
def taken(ids: Facts) -> Facts:
    return _of_good(ids)


@resolves("tickets/cancelled")
def cancelled(ids: Facts) -> Facts:
    ticket, holder = _held(ids)
    return _facts(ticket, holder, ends=True)


@resolves("tickets/ended")
def ended(ids: Facts) -> Facts:
    ticket, holder = _held(ids)
    if holder.claim and _has_good(holder.claim):
        raise NoLongerNeeded("there are tickets again")
    return _facts(ticket, holder, ends=True) | {"by_host": ticket.revoked_why == Ticket.Why.ORGANISER}


@resolves("tickets/given")
def given(ids: Facts) -> Facts:
    """To who had it, whose last one it may have been."""
    ticket = _ticket(ids["ticket"])
    if "interest" not in ids:
        # A friend who passed it on: of them, nothing but the mail's own row is known any more.
        return _facts_of_event(ticket, ticket.language)
    if ticket.interest is None or ticket.interest.generation != ids["link"]:
        raise NoLongerNeeded("the answer was erased, or its link renewed")
    interest = ticket.interest
    holder = Holder(interest.email, interest.language, interest.pk, interest.generation)
    keeps = _has_good(interest.pk)
    facts = _facts_of_event(ticket, interest.language) | {"keeps": keeps}
    return facts if keeps else facts | _calendar(ticket, holder, ends=True)


@resolves("tickets/offer")
def offer(ids: Facts) -> Facts:
    found = (
        PendingPass.objects.select_related("ticket__event__organisation")
        .filter(pk=ids["ticket"], number=ids["number"], expires_at__gt=timezone.now())
        .first()
    )
    if found is None:
        raise NoLongerNeeded("the ticket is taken, or was offered anew")
    return {**_facts_of_event(found.ticket, found.ticket.language), "link": offer_link(found)}


def _of_good(ids: Facts) -> Facts:
    ticket, holder = _held(ids)
    if holder.claim:
        ticket = first_kept(ticket)
    if not ticket.is_good:
        raise NoLongerNeeded("the ticket was given back")
    return _facts(ticket, holder, ends=False)


def _held(ids: Facts) -> tuple[Ticket, Holder]:
    """Raises NoLongerNeeded where it is somebody else's by now, or goes to another address."""
    ticket = _ticket(ids["ticket"]) if "ticket" in ids else _first_of(ids["interest"])
    holder = holder_of(ticket)
    moved = ticket.generation != ids.get("generation", ticket.generation)
    if holder is None or moved or holder.link != ids.get("link", 0):
        raise NoLongerNeeded("the ticket is somebody else's, or goes to another address")
    return ticket, holder


def _ticket(pk: int) -> Ticket:
    found = Ticket.objects.select_related("event__organisation", "interest").filter(pk=pk).first()
    if found is None:
        raise NoLongerNeeded("the ticket is gone")
    return found


def _first_of(claim: int) -> Ticket:
    of_claim = Ticket.objects.select_related("event__organisation", "interest").filter(interest=claim)
    found = of_claim.filter(passed_at=None).order_by("pk").first()
    if found is None:
        raise NoLongerNeeded("the answer was erased")
    return found


def _has_good(claim: int) -> bool:
    return Ticket.objects.filter(interest=claim, passed_at=None, revoked_at=None).exists()


def _facts(ticket: Ticket, holder: Holder, *, ends: bool) -> dict[str, Any]:
    facts = _facts_of_event(ticket, holder.language) | _calendar(ticket, holder, ends=ends)
    if ends:
        return facts
    party = party_of(ticket)
    with translation.override(holder.language):
        lines = [{"name": each.name or _("Guest"), "link": ticket_link(each)} for each in party]
    return {**facts, "tickets": lines, "link": lines[0]["link"]}


def _facts_of_event(ticket: Ticket, language: str) -> dict[str, Any]:
    event = ticket.event
    return {
        "occasion": _occasion(ticket, language),
        "title": event.in_language("title", language),
        "host": event.organisation.name,
        "contact": event.organisation.privacy_contact,
    }


def _occasion(ticket: Ticket, language: str) -> Occasion:
    def look_up() -> Occasion:
        with translation.override(language):
            return occasion_of(ticket.event, language)

    return for_many(("occasion", ticket.event_id, language), look_up)


def _calendar(ticket: Ticket, holder: Holder, *, ends: bool) -> dict[str, Any]:
    occasion, method = _occasion(ticket, holder.language), "CANCEL" if ends else "REQUEST"
    body = invite_file(ticket.event, occasion, invitee_of(ticket, holder), method, timezone.now())
    return {"calendar": CalendarPart(method, body)} if body else {}
