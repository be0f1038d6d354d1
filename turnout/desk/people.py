"""The people who answered: the list, searched, narrowed and sorted; and narrowings kept by a name."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.narrowing import NarrowingForm
from turnout.desk.words import LIKELIHOODS
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.interest.in_words import country_name
from turnout.interest.listing import SORTS, Page, WrongPlace, known_size, narrowed, page_of
from turnout.interest.models import SavedFilter
from turnout.interest.queries import Counts, counts_of
from turnout.interest.save_filter import NoName, forget_filter, save_filter
from turnout.privacy.retention_words import of_event


@event_member(Role.EDITOR)
def people(request: HttpRequest, event: Event) -> HttpResponse:
    prefetch_related_objects([event], "options", "channels")
    counts = counts_of(event.pk)
    form = form_of(request.GET, event, counts)
    page = _page(request, form)
    query = form.query
    facts = {
        "organisation": event.organisation,
        "event": event,
        "form": form,
        "lines": _lines(event, page),
        "size": known_size(counts, form.narrowing),
        "total": counts.total.answers,
        "kept": of_event(event, get_language() or event.language),
        "query": urlencode(query),
        "before": urlencode({**query, "before": page.before}) if page.before else "",
        "after": urlencode({**query, "after": page.after}) if page.after else "",
        "saved": _saved(event, query),
    }
    return render(request, "desk/people.html", facts)


def form_of(data: QueryDict, event: Event, counts: Counts) -> NarrowingForm:
    today = timezone.now().astimezone(ZoneInfo(event.time_zone)).date()
    return NarrowingForm(data, event, counts, today)


def _page(request: HttpRequest, form: NarrowingForm) -> Page:
    interests = narrowed(form.event.pk, form.narrowing)
    sort = SORTS[form.order]
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        return page_of(interests, sort, before=before, after=after)
    except WrongPlace:
        return page_of(interests, sort)


def _lines(event: Event, page: Page) -> list[dict[str, Any]]:
    language = get_language() or event.language
    channels = {channel.code: channel.name for channel in event.channels.all()}
    return [
        {
            "interest": interest,
            "likelihood": LIKELIHOODS[interest.likelihood],
            "country": country_name(interest.country, language) if interest.country else "",
            "via": channels.get(interest.via, interest.via),
        }
        for interest in page.interests
    ]


def _saved(event: Event, query: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"filter": saved, "query": urlencode(saved.query), "current": saved.query == query}
        for saved in event.saved_filters.all()
    ]


@require_POST
@event_member(Role.EDITOR)
def save(request: HttpRequest, event: Event) -> HttpResponse:
    query = form_of(QueryDict(request.POST.get("query", "")), event, counts_of(event.pk)).query
    try:
        save_filter(event, actor_of(request), request.POST.get("name", ""), query)
    except NoName:
        messages.error(request, gettext("Give the filter a name of up to 60 characters."))
    else:
        messages.success(request, gettext("The filter is saved for everyone who works on this event."))
    return _back(event, query)


@require_POST
@event_member(Role.EDITOR)
def forget(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    saved = SavedFilter.objects.filter(event=event, pk=number).first()
    if saved:
        forget_filter(saved, actor_of(request))
        messages.success(request, gettext("The saved filter is removed. The answers stay as they are."))
    return _back(event, {})


def _back(event: Event, query: dict[str, str]) -> HttpResponse:
    address = redirect("desk:people", event.organisation.slug, event.slug)
    if query:
        address["Location"] += f"?{urlencode(query)}"
    return address


_AT = "<slug:organisation>/<slug:event>/people/"
urls = [
    path(_AT, people, name="people"),
    path(f"{_AT}filters/", save, name="save-filter"),
    path(f"{_AT}filters/<int:number>/remove/", forget, name="forget-filter"),
]
