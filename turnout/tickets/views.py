"""A ticket's page, its files, and the buttons of who holds it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from turnout import design
from turnout.accounts.guard import public
from turnout.tickets.apple_pass import KIND, apple_pass, gives_apple_passes
from turnout.tickets.end_offer import call_back
from turnout.tickets.google_pass import gives_google_passes, google_link
from turnout.tickets.guard import language_of, own_ticket
from turnout.tickets.holder import party_of
from turnout.tickets.invitee import calendar_of
from turnout.tickets.models import Ticket
from turnout.tickets.name_ticket import name_ticket
from turnout.tickets.own_page import facts_of
from turnout.tickets.page import framed
from turnout.tickets.refusals import CutOff, NotGood
from turnout.tickets.ticket_pdf import ticket_pdf

_OFFLINE = Path(design.__file__).parent / "static/built/ticket-offline.js"


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The service worker of ticket pages: it must be served from their own part of the site."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(_OFFLINE.read_bytes(), content_type="text/javascript; charset=utf-8", headers=headers)


@own_ticket
@require_safe
def page(request: HttpRequest, ticket: Ticket, token: str) -> HttpResponse:
    return answer_with(request, ticket, token)


def answer_with(
    request: HttpRequest, ticket: Ticket, token: str, template: str = "ticket.html", **facts: Any
) -> HttpResponse:
    """A page about a good ticket; about one that is not, the page that says why."""
    language = language_of(ticket)
    if not ticket.is_good:
        return framed(request, "tickets/ended.html", ticket.event, language, status=410, ticket=ticket)
    known = facts_of(ticket, token, language, request.GET.get("done", "")) | facts
    return framed(request, f"tickets/{template}", ticket.event, language, **known)


@own_ticket
@require_safe
def pdf(request: HttpRequest, ticket: Ticket, token: str) -> HttpResponse:
    return _file(ticket, "pdf", "application/pdf", lambda: ticket_pdf(party_of(ticket), language_of(ticket)))


@own_ticket
@require_safe
def calendar(request: HttpRequest, ticket: Ticket, token: str) -> HttpResponse:
    return _file(
        ticket, "ics", "text/calendar; charset=utf-8", lambda: calendar_of(ticket, language_of(ticket))
    )


@own_ticket
@require_safe
def apple(request: HttpRequest, ticket: Ticket, token: str) -> HttpResponse:
    if not gives_apple_passes():
        raise Http404
    return _file(ticket, "pkpass", KIND, lambda: apple_pass(ticket, language_of(ticket)))


def _file(ticket: Ticket, ending: str, kind: str, made: Callable[[], bytes]) -> HttpResponse:
    """404 for a ticket that is not good, and where there is nothing to put into the file."""
    body = made() if ticket.is_good else b""
    if not body:
        raise Http404
    name = f"{ticket.event.slug}-{ticket.number}.{ending}"
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@own_ticket
@require_safe
def google(request: HttpRequest, ticket: Ticket, token: str) -> HttpResponse:
    """On to Google, which learns of the ticket only now that its holder asks for it."""
    if not gives_google_passes() or not ticket.is_good:
        raise Http404
    return redirect(google_link(ticket, language_of(ticket), timezone.now()))


@own_ticket
@require_POST
def name(request: HttpRequest, ticket: Ticket, token: str) -> HttpResponse:
    try:
        name_ticket(ticket, request.POST.get("name", ""), timezone.now())
    except (NotGood, CutOff):
        return back(token, "late")
    return back(token, "named")


@own_ticket
@require_POST
def keep(request: HttpRequest, ticket: Ticket, token: str) -> HttpResponse:
    call_back(ticket)
    return back(token, "kept")


def back(token: str, done: str) -> HttpResponse:
    """To the page, which says what was done."""
    return redirect(f"{reverse('ticket', args=[token])}?done={done}")
