"""The fan's own page and its buttons."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from turnout.accounts.guard import public
from turnout.accounts.tells_nobody import tells_nobody
from turnout.fan.guard import link_gone, own_page
from turnout.fan.own_cookie import give_cookie, path_of
from turnout.fan.own_page import own_page_of
from turnout.fan.refusal_words import words_of
from turnout.interest.models import Interest
from turnout.interest.personal_link import OWN_PAGE, interest_of
from turnout.interest.refusals import LinkGone
from turnout.interest.renew_link import renew_link
from turnout.interest.restore import restore
from turnout.interest.verify import verify
from turnout.rules.refusal import Refusal
from turnout.tickets.withdraw import withdraw

Verb = Callable[[int, datetime], Interest]


@public
@tells_nobody
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The token is exchanged for a cookie, and the address bar is clean. Nothing else happens."""
    try:
        interest = interest_of(token, OWN_PAGE)
    except LinkGone:
        answer = link_gone(request)
    else:
        answer = redirect(path_of(interest))
        give_cookie(answer, interest)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@own_page
@require_safe
def page(request: HttpRequest, interest: Interest) -> HttpResponse:
    return render(request, "fan/page.html", own_page_of(interest, timezone.now()))


@own_page
@require_POST
def confirm(request: HttpRequest, interest: Interest) -> HttpResponse:
    return _done(request, interest, verify)


@own_page
@require_POST
def take_back(request: HttpRequest, interest: Interest) -> HttpResponse:
    return _done(request, interest, withdraw)


@own_page
@require_POST
def undo(request: HttpRequest, interest: Interest) -> HttpResponse:
    return _done(request, interest, restore)


@own_page
@require_POST
def renew(request: HttpRequest, interest: Interest) -> HttpResponse:
    """The browser that asks for it stays in; every other one is out."""
    renewed = renew_link(interest.pk, timezone.now())
    messages.success(request, _("Your older links stop working. A mail with a new one is on its way."))
    answer = redirect(path_of(renewed))
    give_cookie(answer, renewed)
    return answer


def _done(request: HttpRequest, interest: Interest, verb: Verb) -> HttpResponse:
    """Back to the page, which says how things stand now, or why they stay as they were."""
    try:
        verb(interest.pk, timezone.now())
    except Refusal as refusal:
        messages.error(request, words_of(refusal, interest))
    return redirect(path_of(interest))
