"""Which city, which date: what is expected of each option, and where the people are."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.city_words import chances, could_go_to_either, reason, told_apart
from turnout.desk.doing import back
from turnout.desk.posting import posted, problems_of
from turnout.desk.where_people_are import where_people_are
from turnout.events.guard import event_member
from turnout.events.models import Event, Option
from turnout.events.when_and_where import country_name
from turnout.forecasts.compared import Choice, Compared, compared
from turnout.forecasts.ready import keep_ready, make_anew
from turnout.forecasts.set_place import UnknownPlace, set_place
from turnout.interest.option_words import leader_label, option_label
from turnout.rules.heads import Heads

# So many pairs of options are told of, those with the most people first.
_PAIRS = 3


@dataclass(frozen=True)
class Bar:
    """An interval on a scale of 0 to 200, that all options share."""

    low95: float
    low80: float
    median: float
    high80: float
    high95: float


@dataclass(frozen=True)
class Row:
    choice: Choice
    label: str
    median: int
    low: int
    high: int
    chance: str
    bar: Bar


@event_member(Role.EDITOR)
def cities(request: HttpRequest, event: Event) -> HttpResponse:
    prefetch_related_objects([event], "options")
    facts: dict[str, Any] = {"organisation": event.organisation, "event": event}
    if not event.open_options():
        return render(request, "desk/places/cities.html", facts)
    found = compared(event, timezone.now())
    keep_ready(event, found.answers)
    language = get_language() or "en"
    labels = [_label(choice.option, event, language) for choice in found.choices]
    rows = rows_of(found, labels)
    facts |= {
        "rows": rows,
        "best": rows[0],
        "said": any(choice.people for choice in found.choices),
        "reason": reason(found.choices, labels, language),
        "overlaps": _overlaps(found, labels, language),
        "left_out": found.left_out,
        "unplaced": [row for row in rows if row.choice.option.place and row.choice.point is None],
        "where": where_people_are(event, found, language),
        "version": found.events,
    }
    return render(request, "desk/places/cities.html", facts)


def _label(option: Option, event: Event, language: str) -> str:
    return leader_label(option, event, language, timezone.localdate())


def rows_of(found: Compared, labels: list[str]) -> list[Row]:
    wholes = [choice.outcome.whole.heads for choice in found.choices]
    most = max(whole.quantile(0.975) for whole in wholes)
    return [
        Row(
            choice,
            label,
            whole.median,
            *whole.interval(0.8),
            chances(choice.outcome.chance_best),
            _bar(whole, most),
        )
        for choice, label, whole in zip(found.choices, labels, wholes, strict=True)
    ]


def _bar(heads: Heads, most: int) -> Bar:
    (low95, high95), (low80, high80) = heads.interval(0.95), heads.interval(0.8)
    scale = 192 / max(most, 1)
    ends = (low95, low80, heads.median, high80, high95)
    return Bar(*(round(4 + scale * value, 1) for value in ends))


def _overlaps(found: Compared, labels: list[str], language: str) -> list[str]:
    pairs = [
        (int(found.overlap[one, other]), one, other)
        for one, other in combinations(range(len(labels)), 2)
        if found.overlap[one, other]
    ]
    pairs.sort(key=lambda pair: -pair[0])
    return [_either(found, labels, *pair, language) for pair in pairs[:_PAIRS]]


def _either(found: Compared, labels: list[str], heads: int, one: int, other: int, language: str) -> str:
    names = told_apart(found.choices[one], found.choices[other], labels[one], labels[other], language)
    return could_go_to_either(heads, *names, language)


class PlaceForm(forms.Form):
    near = forms.CharField(
        label=_("Nearest town or ZIP code"),
        max_length=120,
        required=False,
        help_text=_("Leave it empty to go by the name of the place."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@event_member(Role.EDITOR)
def option_place(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """From where distances to it are counted."""
    option = get_object_or_404(event.options.filter(retired_at=None).exclude(place=""), pk=number)
    option.event = event
    sent = posted(request)
    form = PlaceForm(sent.data)
    if sent.saves and form.is_valid() and _placed(form, option, actor_of(request)):
        # What was set is seen at once, however many answer meanwhile.
        make_anew(event, timezone.now())
        messages.success(request, gettext("Saved. Distances are counted from there."))
        return back(event, "cities")
    language = get_language() or "en"
    facts = {
        "organisation": event.organisation,
        "event": event,
        "option": option,
        "label": option_label(option, event, language, timezone.localdate()),
        "form": form,
        "problems": problems_of(form) if sent.saves else [],
        "restored": sent.restored,
    }
    return render(request, "desk/places/place.html", facts, status=422 if sent.saves else 200)


def _placed(form: PlaceForm, option: Option, actor: str) -> bool:
    try:
        set_place(option, actor, form.cleaned_data["near"])
    except UnknownPlace as unknown:
        told = gettext("We know no place “%(name)s” in %(country)s. Try the next larger town.")
        country = country_name(unknown.country, get_language() or "en")
        form.add_error("near", told % {"name": unknown.name, "country": country})
        return False
    return True


_AT = "<slug:organisation>/<slug:event>/cities/"
urls = [
    path(_AT, cities, name="cities"),
    path(f"{_AT}<int:number>/place/", option_place, name="option-place"),
]
