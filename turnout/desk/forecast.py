"""How many will come: the answer first, then its pictures, what it rests on, and what if."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.forecast_figures import fan, hill, moved, ranges_of
from turnout.desk.forecast_words import PARTS, RANGES, rests_on, sentences, source
from turnout.desk.posting import problems_of
from turnout.desk.what_if import WhatIfForm, what_if
from turnout.desk.words import STAGES
from turnout.events.guard import event_member
from turnout.events.models import Event, Stage
from turnout.forecasts.break_down import came_in
from turnout.forecasts.current import Forecasted, current
from turnout.forecasts.day_of import OVER
from turnout.forecasts.models import Forecast, Outcome
from turnout.forecasts.parts import rest_of
from turnout.forecasts.ready import keep_ready
from turnout.forecasts.record_outcome import record_outcome
from turnout.forecasts.refusals import AlreadyKnown

MAY_EDIT = frozenset({Role.OWNER, Role.EDITOR})
MOST_HEADS = 1_000_000


class CameForm(forms.Form):
    came = forms.IntegerField(label=_("How many people came?"), min_value=0, max_value=MOST_HEADS)
    walk_ins = forms.IntegerField(
        label=_("How many of them had not signed up?"),
        help_text=_("Leave it empty if you did not count them."),
        required=False,
        min_value=0,
        max_value=MOST_HEADS,
    )


@event_member(*Role)
@require_safe
def forecast(request: HttpRequest, event: Event) -> HttpResponse:
    prefetch_related_objects([event], "options")
    if event.stage in OVER:
        return _over(request, event, CameForm(initial={"came": came_in(event) or None}))
    found = _current(request, event)
    keep_ready(event, len(found.people))
    facts = _frame(request, event) | {"found": found, "said": found.forecast.said}
    if found.forecast.said:
        facts |= _answered(request, event, found)
    return render(request, "desk/forecast/forecast.html", facts)


def _current(request: HttpRequest, event: Event) -> Forecasted:
    return current(event, timezone.now(), with_history=request.GET.get("history") != "off")


def _frame(request: HttpRequest, event: Event) -> dict[str, Any]:
    membership = request.membership  # type: ignore[attr-defined]
    return {
        "organisation": event.organisation,
        "event": event,
        "stage": STAGES[event.stage],
        "may_edit": membership.role in MAY_EDIT,
        "without_history": request.GET.get("history") == "off",
        "here": reverse("desk:forecast", args=[event.organisation.slug, event.slug]),
    }


def _answered(request: HttpRequest, event: Event, found: Forecasted) -> dict[str, Any]:
    language = get_language() or "en"
    foreseen = found.forecast
    kept = list(Forecast.objects.filter(event=event).defer("made_of").order_by("at", "pk"))
    ranges = ranges_of(foreseen)
    form = _what_if_form(request, event, found)
    return {
        "ranges": [(RANGES[each.name], each) for each in ranges],
        "eight": ranges[1],
        "source": source(foreseen.events),
        "rests_on": rests_on(found, language),
        "parts": [(PARTS[part.stage], part) for part in found.parts],
        "listed": sum(part.expected for part in found.parts),
        "late": rest_of(foreseen.late),
        "walk_ins": rest_of(foreseen.walk_ins),
        "to_check": int(found.people.suspect.sum()),
        "narrower": sentences(found.narrowing, language),
        "kept": moved(kept),
        "hill": hill(foreseen.heads) | {"bounds": [foreseen.median, *foreseen.interval(0.8)]},
        "fan": fan(kept, foreseen, found.at),
        "form": form,
        "what_if": what_if(form, found, language),
        "problems": problems_of(form),
    }


def _what_if_form(request: HttpRequest, event: Event, found: Forecasted) -> WhatIfForm:
    return WhatIfForm(request.GET, event, found, timezone.localdate())


@event_member(*Role)
@require_safe
def what_if_part(request: HttpRequest, event: Event) -> HttpResponse:
    """The answer beside the form alone, for a page that stands already."""
    prefetch_related_objects([event], "options")
    found = _current(request, event)
    form = _what_if_form(request, event, found)
    facts = {"what_if": what_if(form, found, get_language() or "en"), "problems": problems_of(form)}
    return render(request, "desk/forecast/what_if.html", facts)


def _over(request: HttpRequest, event: Event, form: CameForm, status: int = 200) -> HttpResponse:
    """Nothing is foreseen any more: what was, and how many came or the question how many did."""
    kept = list(Forecast.objects.filter(event=event).defer("made_of").order_by("at", "pk"))
    outcome = Outcome.objects.filter(event=event, removed_at=None).first()
    facts = _frame(request, event) | {
        "cancelled": event.stage == Stage.CANCELLED,
        "outcome": outcome,
        "came": outcome and outcome.all_who_came,
        "last": kept[-1] if kept else None,
        "kept": moved(kept),
        "fan": fan(kept, None, timezone.now()),
        "form": form,
        "problems": problems_of(form),
    }
    return render(request, "desk/forecast/over.html", facts, status=status)


@event_member(Role.EDITOR)
@require_POST
def record_came(request: HttpRequest, event: Event) -> HttpResponse:
    prefetch_related_objects([event], "options")
    form = CameForm(request.POST)
    if not form.is_valid():
        return _over(request, event, form, status=422)
    came, walk_ins = form.cleaned_data["came"], form.cleaned_data["walk_ins"]
    try:
        record_outcome(event, actor_of(request), came, walk_ins, timezone.now())
    except AlreadyKnown:
        messages.warning(request, gettext("How many came had been said already."))
    else:
        messages.success(request, gettext("Noted. Your next forecast has learned of it."))
    return redirect("desk:forecast", event.organisation.slug, event.slug)


_AT = "<slug:organisation>/<slug:event>/forecast/"
urls = [
    path(_AT, forecast, name="forecast"),
    path(f"{_AT}what-if/", what_if_part, name="what-if"),
    path(f"{_AT}came/", record_came, name="record-came"),
]
