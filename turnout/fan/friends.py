"""Coming with friends, or not at all: making a group, joining one, leaving it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from turnout.fan.guard import own_page
from turnout.fan.own_cookie import path_of
from turnout.fan.own_page import frame_of
from turnout.fan.refusal_words import words_of
from turnout.interest.models import Interest
from turnout.invitations.friends import join_group, leave_group, make_group
from turnout.rules.refusal import Refusal


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, interest: Interest) -> HttpResponse:
    typed = request.POST.get("code", "")
    if request.method != "POST":
        return _form(request, interest)
    try:
        join_group(interest.pk, typed, timezone.now())
    except Refusal as refusal:
        return _form(request, interest, typed, words_of(refusal, interest))
    messages.success(request, _("You are in the group now."))
    return redirect(path_of(interest) + "#friends")


def _form(request: HttpRequest, interest: Interest, typed: str = "", problem: str = "") -> HttpResponse:
    facts = {**frame_of(interest), "typed": typed, "problem": problem}
    return render(request, "fan/join_friends.html", facts, status=422 if problem else 200)


@own_page
@require_POST
def change(request: HttpRequest, interest: Interest, what: str) -> HttpResponse:
    try:
        if what == "make":
            make_group(interest.pk, timezone.now())
        elif what == "leave":
            leave_group(interest.pk)
            messages.success(request, _("You are in no group any more."))
        else:
            raise Http404
    except Refusal as refusal:
        messages.error(request, words_of(refusal, interest))
    return redirect(path_of(interest) + "#friends")
