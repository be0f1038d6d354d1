"""Answers to check: kept apart with their reasons, accepted or rejected in bulk, and undone."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.reason_words import LABELS, REASONS, SHOWN
from turnout.desk.words import LIKELIHOODS
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.interest.accept_suspects import accept_suspects
from turnout.interest.in_words import country_name
from turnout.interest.listing import SORTS, Page, WrongPlace, page_of
from turnout.interest.models import Interest
from turnout.interest.pressure import pressure
from turnout.interest.queries import counts_of
from turnout.interest.reject_suspects import reject_suspects
from turnout.interest.undo_review import undo_review

Standing = Interest.Standing
Verb = Callable[[Event, str, QuerySet[Interest], datetime], int]
_KEPT: dict[str, dict[str, Any]] = {
    "check": {"standing": Standing.SUSPECT},
    "accepted": {"standing": Standing.COUNTED, "reviewed_at__isnull": False},
    "rejected": {"standing": Standing.REJECTED, "reviewed_at__isnull": False},
}


@event_member(Role.EDITOR)
def review(request: HttpRequest, event: Event) -> HttpResponse:
    query = _query(request.GET)
    found = _found(event, query)
    page = _page(request, found)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "shown": query["show"],
        "views": [(code, label, code == query["show"]) for code, label in SHOWN.items()],
        "reasons": _reasons(query),
        "lines": [_line(interest) for interest in page.interests],
        "size": counts_of(event.pk).total.suspects if query == {"show": "check"} else None,
        "chosen": query,
        "query": urlencode(query),
        "has_more": bool(page.before or page.after),
        "last": found.order_by("-pk").values_list("pk", flat=True).first() if page.interests else None,
        "before": urlencode({**query, "before": page.before}) if page.before else "",
        "after": urlencode({**query, "after": page.after}) if page.after else "",
    }
    return render(request, "desk/review.html", facts)


def _query(given: Mapping[str, str]) -> dict[str, str]:
    """What the address or a form narrows the list to."""
    show = given.get("show", "")
    query = {"show": show if show in SHOWN else "check"}
    reason = given.get("reason", "")
    return query | ({"reason": reason} if reason in LABELS else {})


def _found(event: Event, query: Mapping[str, str]) -> QuerySet[Interest]:
    found = Interest.objects.filter(event=event, **_KEPT[query["show"]])
    return found.filter(reasons__contains=query["reason"]) if "reason" in query else found


def _page(request: HttpRequest, found: QuerySet[Interest]) -> Page:
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        return page_of(found, SORTS["newest"], before=before, after=after)
    except WrongPlace:
        return page_of(found, SORTS["newest"])


def _reasons(query: Mapping[str, str]) -> list[dict[str, Any]]:
    chosen = query.get("reason", "")
    codes = {"": gettext("All reasons"), **{reason.code: reason.label for reason in REASONS}}
    return [
        {
            "label": label,
            "query": urlencode({"show": query["show"], **({"reason": code} if code else {})}),
            "current": code == chosen,
        }
        for code, label in codes.items()
    ]


def _line(interest: Interest) -> dict[str, Any]:
    language = get_language() or interest.language
    return {
        "interest": interest,
        "likelihood": LIKELIHOODS[interest.likelihood],
        "country": country_name(interest.country, language) if interest.country else "",
        "reasons": [LABELS[code] for code in interest.reasons.split() if code in LABELS],
    }


@require_POST
@event_member(Role.EDITOR)
def accept(request: HttpRequest, event: Event) -> HttpResponse:
    return _decided(request, event, accept_suspects, _accepted)


@require_POST
@event_member(Role.EDITOR)
def reject(request: HttpRequest, event: Event) -> HttpResponse:
    return _decided(request, event, reject_suspects, _rejected)


@require_POST
@event_member(Role.EDITOR)
def undo(request: HttpRequest, event: Event) -> HttpResponse:
    return _decided(request, event, undo_review, _undone)


def _decided(request: HttpRequest, event: Event, verb: Verb, say: Callable[[int], str]) -> HttpResponse:
    query = _query(request.POST)
    number = verb(event, actor_of(request), _chosen(request, event, query), timezone.now())
    if number:
        messages.success(request, say(number))
    else:
        messages.error(request, gettext("Choose at least one answer first."))
    response = redirect("desk:review", event.organisation.slug, event.slug)
    if len(query) > 1 or query["show"] != "check":
        response["Location"] += f"?{urlencode(query)}"
    return response


def _chosen(request: HttpRequest, event: Event, query: Mapping[str, str]) -> QuerySet[Interest]:
    """Those ticked, or all that the list held when it was shown: what came in since is not among them."""
    last = request.POST.get("last", "")
    if request.POST.get("all") and _is_number(last):
        return _found(event, query).filter(pk__lte=int(last))
    ids = [int(pk) for pk in request.POST.getlist("answer") if _is_number(pk)]
    return Interest.objects.filter(event=event, pk__in=ids)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _accepted(number: int) -> str:
    said = ngettext(
        "%(number)s answer is accepted and counts. You find it under “Accepted”, should you undo it.",
        "%(number)s answers are accepted and count. You find them under “Accepted”, should you undo it.",
        number,
    )
    return said % {"number": number}


def _rejected(number: int) -> str:
    said = ngettext(
        "%(number)s answer is rejected and does not count. You find it under “Rejected”, should you undo it.",
        "%(number)s answers are rejected and do not count. "
        "You find them under “Rejected”, should you undo it.",
        number,
    )
    return said % {"number": number}


def _undone(number: int) -> str:
    said = ngettext("%(number)s answer is to check again.", "%(number)s answers are to check again.", number)
    return said % {"number": number}


@event_member(Role.EDITOR)
def how(request: HttpRequest, event: Event) -> HttpResponse:
    """What each verdict means, what is coming in just now, and when visitors are asked for a check."""
    facts = {
        "organisation": event.organisation,
        "event": event,
        "reasons": REASONS,
        "pressure": pressure(event.pk, timezone.now()),
        "per_address": settings.TURNOUT_ANSWERS_BEFORE_CHECK,
        "per_event": settings.TURNOUT_EVENT_ANSWERS_BEFORE_CHECK,
    }
    return render(request, "desk/review_how.html", facts)


_AT = "<slug:organisation>/<slug:event>/check/"
urls = [
    path(_AT, review, name="review"),
    path(f"{_AT}how/", how, name="review-how"),
    path(f"{_AT}accept/", accept, name="accept-suspects"),
    path(f"{_AT}reject/", reject, name="reject-suspects"),
    path(f"{_AT}undo/", undo, name="undo-review"),
]
