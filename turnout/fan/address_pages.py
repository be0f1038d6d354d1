"""Another address for the answer: asked for on the fan's page, confirmed from the mail that goes there."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from turnout.accounts.guard import public
from turnout.accounts.tells_nobody import tells_nobody
from turnout.fan.guard import link_gone, own_page
from turnout.fan.own_cookie import give_cookie, path_of
from turnout.fan.own_page import frame_of
from turnout.fan.refusal_words import words_of
from turnout.interest.address_link import pending_of
from turnout.interest.ask_for_address import ask_for_address
from turnout.interest.confirm_address import confirm_address
from turnout.interest.models import Interest, PendingAddress
from turnout.interest.refusals import AddressTaken, EventOver, LinkGone
from turnout.rules.email_address import NotAnAddress
from turnout.rules.refusal import Refusal


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, interest: Interest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, interest)
    typed = request.POST.get("email", "")
    try:
        pending = ask_for_address(interest.pk, typed, timezone.now())
    except NotAnAddress:
        return _form(request, interest, typed, _("Enter an e-mail address such as name@example.com."))
    except Refusal as refusal:
        return _form(request, interest, typed, words_of(refusal, interest))
    said = _("A mail is on its way to %(email)s. Open the link in it within two days.")
    messages.success(request, said % {"email": pending.email})
    return redirect(path_of(interest))


def _form(request: HttpRequest, interest: Interest, typed: str = "", problem: str = "") -> HttpResponse:
    facts = {
        **frame_of(interest),
        "typed": typed,
        "problem": problem,
        "sends_mail": settings.MAIL is not None,
    }
    return render(request, "fan/address.html", facts, status=422 if problem else 200)


@public
@tells_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing; its button makes the address the answer's, and opens the answer."""
    try:
        pending = pending_of(token, timezone.now())
    except LinkGone:
        return link_gone(request)
    with translation.override(pending.interest.language):
        return _asked(request, pending) if request.method != "POST" else _confirmed(request, pending)


def _asked(request: HttpRequest, pending: PendingAddress) -> HttpResponse:
    facts = {**frame_of(pending.interest), "email": pending.email}
    return render(request, "fan/new_address.html", facts)


def _confirmed(request: HttpRequest, pending: PendingAddress) -> HttpResponse:
    try:
        interest = confirm_address(pending, timezone.now())
    except AddressTaken:
        # Only who reads the address's mails sees this.
        return render(request, "fan/address_taken.html", frame_of(pending.interest), status=409)
    except (LinkGone, EventOver):
        return link_gone(request)
    messages.success(request, _("Mails go to %(email)s from now on.") % {"email": interest.email})
    answer = redirect(path_of(interest))
    give_cookie(answer, interest)
    return answer
