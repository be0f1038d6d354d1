"""Whose ticket it is: each address below /t/<token>/ is for who has that address, and nobody else."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from turnout.accounts.guard import public
from turnout.accounts.tells_nobody import tells_nobody
from turnout.tickets.models import Ticket
from turnout.tickets.page import framed
from turnout.tickets.refusals import NoSuchTicket, TakenByFriend
from turnout.tickets.ticket_link import ticket_of

View = Callable[..., HttpResponseBase]
# The address alone is the key, so that no part of it goes anywhere.
keeps_address = partial(tells_nobody, referrer="no-referrer")


def own_ticket(view: View) -> View:
    """The view gets the Ticket, with event, host and claim, and speaks its holder's language.

    It reads no cookie, so that no other site can have a browser do anything here: the address is the key.
    """

    @public
    @csrf_exempt
    @keeps_address
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, token: str, **kwargs: Any) -> HttpResponseBase:
        try:
            ticket = ticket_of(token)
        except NoSuchTicket:
            return _gone(request)
        except TakenByFriend as refusal:
            return _taken(request, refusal.ticket)
        with translation.override(language_of(ticket)):
            answer = view(request, *args, ticket=ticket, token=token, **kwargs)
        answer.headers.setdefault("Content-Language", language_of(ticket))
        return answer

    return guarded


def language_of(ticket: Ticket) -> str:
    if ticket.interest and not ticket.was_passed_on:
        return str(ticket.interest.language)
    return str(ticket.language)


def _gone(request: HttpRequest) -> HttpResponse:
    return framed(request, "tickets/link_gone.html", None, translation.get_language(), status=410)


def _taken(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Nothing of who has it now."""
    return framed(request, "tickets/passed_on.html", ticket.event, translation.get_language(), status=410)
