"""Tickets: who holds them, taking them back, and the key that their codes are signed with."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.tickets.listing import counts_of, holders_of
from turnout.tickets.models import EventKey
from turnout.tickets.not_seated import NotSeated
from turnout.tickets.renew_key import renew_key
from turnout.tickets.take_back import take_back


@event_member(Role.EDITOR)
@require_safe
def tickets(request: HttpRequest, event: Event) -> HttpResponse:
    search = request.GET.get("q", "").replace("\0", "").strip()[:120]
    holders = holders_of(event, search, _number(request.GET.get("after", "")))
    query = {"q": search} if search else {}
    facts = {
        **_frame(event),
        "holders": holders.interests,
        "search": search,
        "next": urlencode(query | {"after": holders.after}) if holders.after else "",
        "counts": counts_of(event),
        "key": EventKey.objects.filter(event=event).order_by("number").last(),
    }
    return render(request, "desk/tickets/list.html", facts)


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


def _frame(event: Event) -> dict[str, Any]:
    return {"organisation": event.organisation, "event": event}


@event_member(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, event: Event, public_id: str) -> HttpResponse:
    """Asked first: the place may be somebody else's a moment later."""
    interest = get_object_or_404(Interest, event=event, public_id=public_id)
    if request.method != "POST":
        held = interest.tickets.filter(revoked_at=None, passed_at=None).count()
        return render(
            request, "desk/tickets/take_back.html", {**_frame(event), "interest": interest, "held": held}
        )
    try:
        take_back(interest.pk, actor_of(request), timezone.now())
    except NotSeated:
        messages.warning(request, gettext("They hold no tickets any more."))
    else:
        messages.success(request, gettext("The tickets are taken back, and a mail says so."))
    return _to(event)


@event_member(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest, event: Event) -> HttpResponse:
    if request.method != "POST":
        return render(request, "desk/tickets/key.html", _frame(event))
    revokes = request.POST.get("older") == "revoke"
    renew_key(event, actor_of(request), timezone.now(), revoke_older=revokes)
    said = (
        gettext("There is a new key. Codes that were printed or stored before are refused at the door.")
        if revokes
        else gettext("There is a new key. Codes that were printed or stored before stay good.")
    )
    messages.success(request, said)
    return _to(event)


def _to(event: Event) -> HttpResponse:
    return redirect("desk:tickets", event.organisation.slug, event.slug)


_AT = "<slug:organisation>/<slug:event>/tickets/"
urls = [
    path(_AT, tickets, name="tickets"),
    path(f"{_AT}key/", key, name="ticket-key"),
    path(f"{_AT}<slug:public_id>/take-back/", end, name="take-back-tickets"),
]
