"""A ticket goes to a friend: offered by who holds it, taken by who reads the mail. And what is kept, goes."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from turnout.accounts.guard import public
from turnout.rules.email_address import NotAnAddress
from turnout.rules.refusal import Refusal
from turnout.rules.text import is_visible, one_line
from turnout.tickets.forget_friend import forget_friend
from turnout.tickets.guard import keeps_address, own_ticket
from turnout.tickets.models import PendingPass, Ticket
from turnout.tickets.name_ticket import LONGEST
from turnout.tickets.occasion import occasion_of
from turnout.tickets.offer_link import offer_of
from turnout.tickets.offer_ticket import offer_ticket
from turnout.tickets.page import framed
from turnout.tickets.refusal_words import words_of
from turnout.tickets.refusals import CutOff, NotGood, OfferGone
from turnout.tickets.take_ticket import take_ticket
from turnout.tickets.ticket_link import token_of
from turnout.tickets.views import answer_with, back


@own_ticket
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: HttpRequest, ticket: Ticket, token: str) -> HttpResponse:
    if request.method != "POST":
        return _form(request, ticket, token)
    typed = request.POST.get("email", "")
    try:
        offer_ticket(ticket, typed, timezone.now())
    except (NotGood, CutOff):
        return back(token, "late")
    except (NotAnAddress, Refusal) as refusal:
        return _form(request, ticket, token, typed, words_of(refusal))
    return back(token, "offered")


def _form(
    request: HttpRequest, ticket: Ticket, token: str, typed: str = "", problem: str = ""
) -> HttpResponse:
    facts = {"typed": typed, "problem": problem, "sends_mail": settings.MAIL is not None}
    answer = answer_with(request, ticket, token, "pass_on.html", **facts)
    if problem:
        answer.status_code = 422
    return answer


@public
@csrf_exempt
@keeps_address
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing; its button makes the ticket theirs. The link is the key: see guard."""
    try:
        offer = offer_of(token, timezone.now())
        with translation.override(offer.ticket.language):
            return _taken(request, offer) if request.method == "POST" else _asked(request, offer)
    except (OfferGone, NotGood, CutOff):
        return framed(request, "tickets/offer_gone.html", None, translation.get_language(), status=410)


def _asked(request: HttpRequest, offer: PendingPass, **facts: Any) -> HttpResponse:
    ticket = offer.ticket
    known = {"occasion": occasion_of(ticket.event, ticket.language), "offer": offer, "longest": LONGEST}
    status = 422 if facts.get("problem") else 200
    return framed(
        request, "tickets/take.html", ticket.event, ticket.language, status=status, **known, **facts
    )


def _taken(request: HttpRequest, offer: PendingPass) -> HttpResponse:
    name = one_line(request.POST.get("name", ""))[:LONGEST]
    if not is_visible(name):
        return _asked(request, offer, problem=_("Enter your name."))
    return back(token_of(take_ticket(offer, name, timezone.now())), "taken")


@own_ticket
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest, ticket: Ticket, token: str) -> HttpResponse:
    """For who took it from a friend; who claimed it erases everything on their own page."""
    if request.method == "POST" and ticket.was_passed_on:
        with transaction.atomic():
            forget_friend(ticket)
        return back(token, "forgotten")
    return answer_with(request, ticket, token, "forget.html")
