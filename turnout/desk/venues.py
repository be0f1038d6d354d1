"""Halls that could be booked: adding one, changing it, removing it and bringing it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.doing import Doing, back
from turnout.desk.hall import costs_of
from turnout.desk.hall_form import VenueForm
from turnout.desk.posting import posted, problems_of
from turnout.desk.problem_words import say_problems
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.forecasts.add_venue import add_venue
from turnout.forecasts.bring_back_venue import bring_back_venue
from turnout.forecasts.change_venue import change_venue
from turnout.forecasts.deciding import Venue
from turnout.forecasts.remove_venue import remove_venue
from turnout.rules.refusal import Refusal


@event_member(Role.EDITOR)
def new_venue(request: HttpRequest, event: Event) -> HttpResponse:
    sent = posted(request)
    form = VenueForm(sent.data, event=event, currency=costs_of(event).currency)
    if sent.saves and _done(form, lambda: add_venue(event, actor_of(request), form.venue())):
        messages.success(request, gettext("Added."))
        return back(event, "hall")
    return _page(request, event, form, None, failed=sent.saves, restored=sent.restored)


@event_member(Role.EDITOR)
def venue(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    stands = _venue(event, number)
    sent = posted(request)
    form = VenueForm(sent.data, event=event, currency=costs_of(event).currency, venue=stands)
    if sent.saves and _done(form, lambda: change_venue(stands, actor_of(request), form.venue())):
        messages.success(request, gettext("Saved."))
        return back(event, "hall")
    return _page(request, event, form, stands, failed=sent.saves, restored=sent.restored)


@require_POST
@event_member(Role.EDITOR)
def remove(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    stands = _venue(event, number)
    remove_venue(stands, actor_of(request), timezone.now())
    told = gettext("%(name)s is removed. You can bring it back at the end of this page.")
    messages.success(request, told % {"name": stands.name})
    return back(event, "hall")


@require_POST
@event_member(Role.EDITOR)
def bring_back(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    stands = _venue(event, number)
    bring_back_venue(stands, actor_of(request))
    messages.success(request, gettext("%(name)s is compared again.") % {"name": stands.name})
    return back(event, "hall")


def _venue(event: Event, number: int) -> Venue:
    found: Venue = get_object_or_404(event.venues, pk=number)
    found.event = event
    return found


def _done(form: VenueForm, verb: Doing) -> bool:
    if not form.is_valid():
        return False
    try:
        verb()
    except Refusal as refusal:
        say_problems(form, refusal)
        return False
    return True


def _page(
    request: HttpRequest, event: Event, form: VenueForm, stands: Venue | None, *, failed: bool, restored: bool
) -> HttpResponse:
    facts = {
        "organisation": event.organisation,
        "event": event,
        "form": form,
        "stands": stands,
        "problems": problems_of(form) if failed else [],
        "restored": restored,
    }
    return render(request, "desk/places/venue.html", facts, status=422 if failed else 200)


_AT = "<slug:organisation>/<slug:event>/hall/venues/"
urls = [
    path(f"{_AT}new/", new_venue, name="new-venue"),
    path(f"{_AT}<int:number>/", venue, name="venue"),
    path(f"{_AT}<int:number>/remove/", remove, name="remove-venue"),
    path(f"{_AT}<int:number>/bring-back/", bring_back, name="bring-back-venue"),
]
